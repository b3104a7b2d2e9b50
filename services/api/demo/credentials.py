"""How to sign in to the demo: made once per DATA_DIR, readable by its owner only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """An address and its password."""

    email: str
    password: str


def make(email: str) -> Credentials:
    """Credentials with a password nobody can guess."""
    return Credentials(email=email, password=secrets.token_urlsafe(12))


def kept(data_dir: str) -> Credentials | None:
    """What `keep` wrote; None where there is nothing, or nothing that can be read."""
    try:
        return Credentials(**json.loads((Path(data_dir) / FILE).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def keep(data_dir: str, credentials: Credentials) -> Credentials:
    """Write the file with mode 0600, whole or not at all; returns what is kept: the first of two at the same moment."""
    folder = Path(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    fresh, final = folder / f"{FILE}.{os.getpid()}", folder / FILE
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(credentials), file)
    try:
        # Unlike a rename, a link never replaces what somebody else has just written.
        final.hardlink_to(fresh)
    except FileExistsError:
        known = kept(data_dir)
        if known is not None:
            return known
        fresh.replace(final)
    finally:
        fresh.unlink(missing_ok=True)
    return credentials
