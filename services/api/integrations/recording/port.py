"""What each kind of occurrence brings along to be recorded: one file per kind, entered in `registry.py`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from services.api.integrations.models import InboundMessage
from services.api.integrations.sources.service import OpenSource
from services.api.interactions.attachments.keeping import Keeper
from services.kit.actor import Actor
from services.kit.work import Work

Told = TypeVar("Told")
Prepared = TypeVar("Prepared")


@dataclass(frozen=True)
class Request:
    """The stored request that is being read. Recorders write on `message` what it is and what became of it."""

    message: InboundMessage
    source: OpenSource


@dataclass(frozen=True)
class Recorder(Generic[Told, Prepared]):
    """How one kind of occurrence is recorded.

    `prepare` runs beside the event loop, needs only the processor, and may raise `UnreadableRequest` or `NotAMail`.
    `keep`, where there is one, runs between the two, outside any transaction, and puts files into the store.
    `record` runs in the transaction of the request. Before it the message is `processed`, of kind `other`. `holding` is
    the lock of the workspace that it needs.
    """

    of: type[Told]
    prepare: Callable[[Sequence[Told], datetime], Prepared]
    record: Callable[[Work, Request, Prepared], Awaitable[None]]
    keep: Callable[[Keeper, Actor, Prepared], Awaitable[Prepared]] | None = None
    holding: str | None = None


AnyRecorder = Recorder[Any, Any]
