"""The command: load the demo where it is missing, and print how to sign in."""

import asyncio
import sys

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from services.api.demo.credentials import Credentials, keep, kept, make
from services.api.demo.loading import load
from services.api.demo.people import OWNER
from services.api.identity.accounts.founding import demo_standing, password_hash_of
from services.api.wiring import WORKER_ROLE, Parts, compose
from services.kit.problems import Unavailable
from services.kit.settings import ConfigurationError, Settings, load_settings
from services.kit.telemetry import configure_logging

AGAIN = "--again"
REMOVED = frozenset({"leaving", "removed"})
# Erasing begins some twenty seconds after the removal.
PATIENCE_SECONDS, LOOK_SECONDS = 90.0, 0.5


class DemoRefused(Exception):
    """The demo does not belong here; the message says why."""


class DemoRemoved(DemoRefused):
    """Somebody removed it; it does not come back unasked."""


async def ensure_demo(settings: Settings, *, again: bool = False, patience: float = PATIENCE_SECONDS) -> Credentials:
    """Load the demo unless it is there, and return how to sign in.

    Once it was removed, only `again` loads it; what is left of the removed one is waited for, `patience` seconds.

    Raises:
        DemoRefused: others than this machine could sign in, or the demo's password is not known in this DATA_DIR.
        DemoRemoved: it was removed.
    """
    if not settings.is_loopback:
        raise DemoRefused("The demo is for this machine only: PUBLIC_URL must be on the loopback.")
    parts = compose(settings, role=WORKER_ROLE, application="rapport-demo")
    try:
        if await demo_standing(parts.database.reader) in REMOVED:
            await _come_back(parts, again=again, patience=patience)
        return await _ensure(parts)
    finally:
        await parts.close()


async def _come_back(parts: Parts, *, again: bool, patience: float) -> None:
    """Wait until nothing is in the way of a demo that is asked for once more."""
    if not again:
        raise DemoRemoved("The demo was removed and stays away; `make demo` loads it again.")
    loop = asyncio.get_running_loop()
    until, is_told = loop.time() + patience, False
    while await demo_standing(parts.database.reader) == "leaving":
        if not is_told:
            print("The demo that was removed is still being erased; that takes a moment.", file=sys.stderr)
            is_told = True
        if loop.time() >= until:
            raise DemoRefused("The demo that was removed is still being erased. Try again in a minute.")
        await asyncio.sleep(LOOK_SECONDS)
    if await password_hash_of(parts.database.reader, OWNER.email) is not None:
        raise DemoRefused(f"{OWNER.email} has an account in another workspace, so the demo cannot make one.")


async def _ensure(parts: Parts) -> Credentials:
    data_dir = parts.settings.data_dir
    stored = await password_hash_of(parts.database.reader, OWNER.email)
    if stored is None:
        credentials = kept(data_dir) or keep(data_dir, make(OWNER.email))
        try:
            await load(parts, password_hash=await parts.passwords.hash(credentials.password))
            return credentials
        except IntegrityError:
            # Somebody loaded it at the same moment; whose password counts, the check below tells.
            stored = await password_hash_of(parts.database.reader, OWNER.email)
            if stored is None:
                raise
    known = kept(data_dir)
    if known is None or not (await parts.passwords.verify(known.password, stored)).fits:
        raise DemoRefused(
            f"The demo is loaded, but its password is not in {data_dir}/demo.json: "
            "start with the DATA_DIR it was loaded from, or with an empty database."
        )
    return known


def main() -> int:
    """Load and print two lines; one sentence and 1 where that cannot be. `--again`: also after it was removed."""
    configure_logging("demo", level="WARNING", stream=sys.stderr)
    try:
        credentials = asyncio.run(ensure_demo(load_settings(), again=AGAIN in sys.argv[1:]))
    except DemoRemoved as removed:
        print(removed)
        return 0
    except ConfigurationError as error:
        print(f"The configuration is wrong: {error}", file=sys.stderr)
    except DemoRefused as refused:
        print(refused, file=sys.stderr)
    except (OSError, SQLAlchemyError, Unavailable) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        print(f"The demo could not be loaded: {reason}", file=sys.stderr)
    else:
        print(f"Demo sign-in: {credentials.email}")
        print(f"Demo password: {credentials.password}")
        return 0
    return 1
