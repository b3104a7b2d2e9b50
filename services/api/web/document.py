"""The OpenAPI document, told as the API really answers."""

from typing import Any

from fastapi import FastAPI

from services.api.web.routing import PROBLEM_CONTENT

PROBLEM = next(iter(PROBLEM_CONTENT))


def tell_truly(app: FastAPI) -> None:
    """FastAPI declares a refusal's model as plain JSON as well; only the problem is ever sent."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for item in make()["paths"].values():
                for operation in item.values():
                    for answer in operation["responses"].values():
                        if PROBLEM in answer.get("content", {}):
                            answer["content"].pop("application/json", None)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend its document
