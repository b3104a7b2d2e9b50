"""Reading an event's payload as its type."""

from typing import TypeVar

from services.contracts.envelope import Envelope
from services.contracts.payload import Payload

PayloadType = TypeVar("PayloadType", bound=Payload)


def read(kind: type[PayloadType], envelope: Envelope) -> PayloadType:
    """The payload of an envelope; fields of a newer writer are left out, erased ones have their defaults.

    Raises:
        ValidationError: it does not have the agreed form.
    """
    return kind.join(envelope.data, envelope.personal)
