"""Pictures that a mail shows from elsewhere, fetched by us: their server learns that somebody looked, not who."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from services.api.identity.dependencies import Identity
from services.api.identity.sessions.throttles import use_by
from services.api.interactions.pictures.domain import address_to_ask, shows_picture
from services.api.interactions.pictures.errors import (
    NoSuchPicture,
    PictureNotShown,
    PictureTooLarge,
    PictureTooSlow,
    PictureUnreachable,
    TooManyPictures,
)
from services.api.interactions.pictures.repository import HTML
from services.api.interactions.raster import RASTER_TYPES, raster_type
from services.kit.actor import Actor
from services.kit.foreign.client import ForeignClient
from services.kit.foreign.failures import BadAnswer, Refused, TooLarge, TooSlow, Unreachable
from services.kit.listing import visibility
from services.kit.problems import NotFound
from services.kit.reads import Reader

MOST_BYTES: Final = 5 * 1024 * 1024
FETCH_SECONDS: Final = 10.0
TURN_SECONDS: Final = 20.0
#: One workspace's slow pictures leave room for those of others.
AT_ONCE: Final = 4
WINDOW: Final = timedelta(minutes=10)
MOST_PER_WINDOW: Final = 600


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown: octets that begin like a picture, and the media type of that beginning."""

    octets: bytes
    kind: str


@dataclass(frozen=True)
class Gallery:
    """Fetches for everybody in this process, for each workspace a few at once."""

    foreign: ForeignClient
    _turns: WeakValueDictionary[UUID, asyncio.Semaphore] = field(default_factory=WeakValueDictionary)

    async def fetch(self, workspace_id: UUID, address: str) -> Picture:
        """The picture at an address.

        Raises:
            PictureUnreachable: nobody answers there, or nothing foreign is there.
            PictureTooSlow: it did not come in time.
            PictureTooLarge: it is over 5 MiB.
            PictureNotShown: something else came.
        """
        turn = self._turns.setdefault(workspace_id, asyncio.Semaphore(AT_ONCE))
        try:
            async with asyncio.timeout(TURN_SECONDS), turn:
                octets = await self.foreign.fetch(
                    address_to_ask(address),
                    most_bytes=MOST_BYTES,
                    seconds=FETCH_SECONDS,
                    accept=", ".join(RASTER_TYPES),
                )
        except (Refused, Unreachable):
            raise PictureUnreachable from None
        except (TooSlow, TimeoutError):
            raise PictureTooSlow from None
        except TooLarge:
            raise PictureTooLarge from None
        except BadAnswer:
            raise PictureNotShown from None
        kind = raster_type(octets)
        if kind is None:
            raise PictureNotShown
        return Picture(octets, kind)


async def fetch_remote_picture(
    identity: Identity, reader: Reader, gallery: Gallery, *, actor: Actor, interaction_id: UUID, address: str
) -> Picture:
    """A picture that an interaction shows. Nothing of the database is held while it is fetched.

    Raises:
        NotFound: the actor sees no such interaction.
        NoSuchPicture: it does not show this address.
        TooManyPictures: too many were fetched for the actor within ten minutes.
    """
    rows = await reader.rows(HTML, actor.workspace_id, interaction_id=interaction_id, **visibility(actor))
    if not rows:
        raise NotFound
    if not shows_picture(rows[0]["html"] or "", address):
        raise NoSuchPicture
    use = use_by(identity, actor, "pictures", most=MOST_PER_WINDOW, window=WINDOW, refusal=TooManyPictures)
    await use.counted()
    return await gallery.fetch(actor.workspace_id, address)
