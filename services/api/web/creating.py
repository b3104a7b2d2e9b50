"""Answering plain creations without solving their dependencies anew on every request, as `reading` does for reads.

A route that takes a write transaction, one JSON body and perhaps values of its path is understood once. Whatever is not
as it should be goes the ordinary way, with the body that was read, so answers and problems are the same.
"""

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from services.api.web.dependencies import Writing, writing_of
from services.api.web.idempotency import Replayed, store_answer
from services.api.web.reading import Parameter, parameters

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Creation:
    """What a route's endpoint is called with, and how its answer is told."""

    call: Callable[..., Awaitable[Any]]
    work_name: str
    writing: Writing
    body: Parameter
    response_name: str | None
    path: tuple[Parameter, ...]
    status_code: int
    field: Any

    async def answer(self, request: Request) -> Response | None:
        """The endpoint's answer; None, before anything was done, where something given is not as it should be."""
        if request.headers.get("content-type") != JSON:
            return None
        try:
            given = json.loads(await request.body())
        except (ValueError, RecursionError):
            return None
        actor = await self.writing.allowed(request)
        values: dict[str, Any] = {}
        values[self.body.name], errors = self.body.validate(given)
        for parameter in self.path:
            values[parameter.name], found = parameter.validate(request.path_params.get(parameter.name))
            errors = errors or found
        return None if errors else await self._within(request, actor, values)

    async def _within(self, request: Request, actor: Any, values: dict[str, Any]) -> Response:
        said = Response(status_code=self.status_code)
        if self.response_name is not None:
            values[self.response_name] = said
        try:
            async with self.writing.opened(request, actor) as work:
                result = await self.call(**{self.work_name: work}, **values)
                response = Response(self.field.serialize_json(result), said.status_code, media_type=JSON)
                response.headers.raw.extend(pair for pair in said.headers.raw if pair[0] != b"content-length")
                await store_answer(request, response)
        except Replayed as replayed:
            return replayed.response
        return response


def creation_of(route: APIRoute) -> Creation | None:
    """The plan of a creating route; None where its needs are not plain."""
    dependant, field = route.dependant, route.response_field
    model = route.response_model
    is_model = inspect.isclass(model) and issubclass(model, BaseModel)
    if field is None or not is_model or inspect.signature(route.endpoint).return_annotation is not model:
        return None
    if route.methods != {"POST"} or route.status_code is None or not _takes_body_only(dependant):
        return None
    work, writing = _writing(dependant)
    path, body = parameters(dependant.path_params), parameters(dependant.body_params)
    call = dependant.call
    if writing is None or path is None or body is None or len(body) != 1 or not inspect.iscoroutinefunction(call):
        return None
    return Creation(call, work, writing, body[0], dependant.response_param_name, path, route.status_code, field)


def _writing(dependant: Dependant) -> tuple[str, Writing | None]:
    """The one dependency, where it is a write transaction, and the name it goes by."""
    if len(dependant.dependencies) != 1:
        return "", None
    only = dependant.dependencies[0]
    return str(only.name), writing_of(only.call)


def _takes_body_only(dependant: Dependant) -> bool:
    special = (
        dependant.request_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
        dependant.http_connection_param_name,
        dependant.websocket_param_name,
    )
    return not any((*special, dependant.query_params, dependant.header_params, dependant.cookie_params))
