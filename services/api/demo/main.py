"""The command: load the demo where it is missing, and print how to sign in."""

import asyncio
import sys

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from services.api.demo.credentials import Credentials, keep, kept, make
from services.api.demo.loading import load
from services.api.demo.people import OWNER
from services.api.identity.accounts.founding import password_hash_of
from services.api.wiring import WORKER_ROLE, Parts, compose
from services.kit.problems import Unavailable
from services.kit.settings import ConfigurationError, Settings, load_settings
from services.kit.telemetry import configure_logging


class DemoRefused(Exception):
    """The demo does not belong here; the message says why."""


async def ensure_demo(settings: Settings) -> Credentials:
    """Load the demo unless it is there, and return how to sign in.

    Raises:
        DemoRefused: others than this machine could sign in, or the demo's password is not known in this DATA_DIR.
    """
    if not settings.is_loopback:
        raise DemoRefused("The demo is for this machine only: PUBLIC_URL must be on the loopback.")
    parts = compose(settings, role=WORKER_ROLE, application="rapport-demo")
    try:
        return await _ensure(parts)
    finally:
        await parts.close()


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
    """Load and print two lines; one sentence and 1 where that cannot be."""
    configure_logging("demo", level="WARNING", stream=sys.stderr)
    try:
        credentials = asyncio.run(ensure_demo(load_settings()))
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
