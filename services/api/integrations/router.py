"""The signed-in half of inbound: sources, and what came in through them. The public half is `receiving.py`."""

from fastapi import APIRouter

from services.api.integrations.addresses.router import router as addresses
from services.api.integrations.messages.router import router as messages
from services.api.integrations.sources.router import router as sources

router = APIRouter()
router.include_router(sources)
router.include_router(messages)
router.include_router(addresses)
