"""Requests for a new password, worked off after the answer: it must not tell by its time who has an account."""

import asyncio
import secrets
from typing import Annotated

from fastapi import Depends
from sqlalchemy.exc import SQLAlchemyError

from services.api.identity.dependencies import Identity
from services.api.identity.passwords.service import request_reset
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.throttles import request_at
from services.kit.problems import Problem
from services.kit.telemetry import logger

AFTER_SECONDS = 0.25

log = logger(__name__)


class Requests:
    """What is under way in this process; one that is lost with it, the person simply asks again."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(self, identity: Identity, email: str, caller: Caller) -> None:
        """Begin, unless this caller has asked too often.

        Raises:
            TooManyAttempts: more requests came from one place than one person needs.
        """
        await request_at(identity, caller).counted()
        task = asyncio.create_task(self._work_off(identity, email))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _work_off(self, identity: Identity, email: str) -> None:
        # Not beside the answer: what is done for an account must not slow the answer that names one.
        await asyncio.sleep(AFTER_SECONDS * (1 + secrets.randbelow(1000) / 1000))
        try:
            await request_reset(identity, email)
        except (SQLAlchemyError, OSError, Problem) as error:
            log.warning("a request for a new password was lost", error=repr(error))


_REQUESTS = Requests()


async def get_requests() -> Requests:
    """The requests of this process."""
    return _REQUESTS


PasswordRequests = Annotated[Requests, Depends(get_requests)]
