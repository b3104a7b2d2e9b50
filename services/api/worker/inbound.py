"""Claims stored requests and has them read, several at once, whatever is in them."""

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from http import HTTPStatus

from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.api.integrations.messages.claims import Claim, claim_messages, release_message
from services.api.integrations.messages.domain import is_given_up
from services.api.integrations.reading import give_up, read_message
from services.api.interactions.attachments.keeping import Keeper
from services.api.web.problems import translate
from services.kit.backoff import Backoff, first_of
from services.kit.clock import now
from services.kit.correlation import begin_correlation
from services.kit.database import Database
from services.kit.ending import end
from services.kit.listening import keep_listening
from services.kit.problems import Unavailable
from services.kit.seal import Sealer
from services.kit.telemetry import logger

CHANNEL = "rapport_inbound"
# Reading waits for answers more than it works. What is large is in memory meanwhile, so fewer of those at once.
AT_ONCE, LARGE_AT_ONCE = 10, 3
LARGE_BYTES = 1024 * 1024
POLL_SECONDS = 1.0
LEASE = timedelta(minutes=2)
AGAIN = Backoff(first=1.0, most=30.0)
GIVEN_UP = "Reading it failed several times; the log has the reason."
UNSTORABLE = "It holds a value outside what can be stored."
UNREACHABLE = (DBAPIError, PoolTimeout, OSError, TimeoutError, Unavailable)

READ = Counter("inbound_messages_read_total", "Stored requests worked through, by how it ended.", ["outcome"])

log = logger(__name__)


def is_passing(error: Exception) -> bool:
    """Whether the database was busy or away, which says nothing about the message that was in hand."""
    if isinstance(error, DBAPIError):
        return translate(error).status == HTTPStatus.SERVICE_UNAVAILABLE
    return isinstance(error, UNREACHABLE)


def is_hopeless(error: Exception) -> bool:
    """Whether the database refused a value of the message, as it will each time."""
    return isinstance(error, DBAPIError) and translate(error).status == HTTPStatus.UNPROCESSABLE_ENTITY


class InboundReader:
    """Keeps reading until it is told to stop; then it ends what it has in hand."""

    def __init__(self, database: Database, sealer: Sealer, keeper: Keeper, *, role: str = "rapport_worker") -> None:
        self._database, self._sealer, self._keeper, self._role = database, sealer, keeper, role
        self._wake = asyncio.Event()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def run(self, stop: asyncio.Event) -> None:
        """Read what waits, then wait for a NOTIFY, at most a second."""
        listening = asyncio.create_task(
            keep_listening(
                self._database.url,
                role=self._role,
                application="rapport-inbound",
                channels=[CHANNEL],
                wake=self._wake,
                stop=stop,
            )
        )
        in_hand: set[asyncio.Task[None]] = set()
        try:
            while not stop.is_set():
                self._wake.clear()
                in_hand = {task for task in in_hand if not task.done()}
                claims = await self._claim(AT_ONCE - len(in_hand))
                in_hand |= {asyncio.create_task(self._read(claim)) for claim in claims}
                if len(in_hand) >= AT_ONCE:
                    _, in_hand = await asyncio.wait(in_hand, return_when=asyncio.FIRST_COMPLETED)
                else:
                    # There were fewer than hands: what comes after them announces itself.
                    await first_of(self._wake, stop, seconds=POLL_SECONDS)
            await asyncio.gather(*in_hand, listening)
        finally:
            # Where this breaks, another run follows and must be the only one.
            await end((*in_hand, listening))

    async def drain(self) -> int:
        """Read everything that waits now; how many there were. For tests and loaders."""
        count = 0
        while claims := await self._claim(AT_ONCE):
            await asyncio.gather(*(self._read(claim) for claim in claims))
            count += len(claims)
        return count

    async def _claim(self, most: int) -> list[Claim]:
        try:
            at = now()
            return await claim_messages(self._database, at=at, until=at + LEASE, most=most)
        except UNREACHABLE as error:
            log.warning("inbound claim interrupted", error=repr(error))
            return []

    async def _read(self, claim: Claim) -> None:
        begin_correlation(claim.correlation_id)
        try:
            if is_given_up(claim.attempts):
                await give_up(self._database, claim, reason=GIVEN_UP)
                READ.labels("given_up").inc()
                return
            async with self._large if claim.size > LARGE_BYTES else nullcontext():
                await read_message(self._database, self._sealer, self._keeper, claim)
            READ.labels("read").inc()
        except Exception as error:
            is_ours = is_passing(error)
            log.warning("inbound message interrupted", message_id=str(claim.id), exc_info=None if is_ours else error)
            if not is_hopeless(error) or not await self._set_aside(claim):
                await self._release(claim, counts=not is_ours)

    async def _set_aside(self, claim: Claim) -> bool:
        """Whether the message could be marked as failed at once."""
        try:
            await give_up(self._database, claim, reason=UNSTORABLE)
        except UNREACHABLE as error:
            log.warning("inbound message not set aside", message_id=str(claim.id), error=repr(error))
            return False
        READ.labels("given_up").inc()
        return True

    async def _release(self, claim: Claim, *, counts: bool) -> None:
        READ.labels("again").inc()
        until = now() + timedelta(seconds=AGAIN.after(claim.attempts))
        try:
            await release_message(self._database, claim=claim, until=until, counts=counts)
        except UNREACHABLE as error:
            # Its lease ends by itself.
            log.warning("inbound release interrupted", message_id=str(claim.id), error=repr(error))
