"""`/api/docs`: the OpenAPI document as one page for people, rendered here, without any script."""

import base64
import hashlib

from fastapi import APIRouter, Request, Response

from services.api.web.reference_page import render
from services.api.web.reference_style import STYLE

STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'self'; img-src 'self' data:;"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
}

router = APIRouter(tags=["operation"])


@router.get("/api/docs", operation_id="read_reference", summary="This reference", include_in_schema=False)
async def read_reference(request: Request) -> Response:
    """Rendered once per process; the document does not change while it runs."""
    state = request.app.state
    if not hasattr(state, "reference"):
        state.reference = render(request.app.openapi(), style=STYLE).encode()
    return Response(state.reference, headers=HEADERS, media_type="text/html; charset=utf-8")
