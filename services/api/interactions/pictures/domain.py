"""Which pictures of a mail come from elsewhere. Only these are fetched: what a mail does not show, nobody asks for."""

import re
from typing import Final

from services.api.interactions.mail.markup import Token

#: In HTML as `sanitise` leaves it, values have no angle brackets; so this is every picture and nothing else.
_PICTURE: Final = re.compile(r"<img\s([^<>]*)>")


def shows_picture(html: str, address: str) -> bool:
    """Whether sanitised HTML has a picture with exactly this address, apart from white space around it."""
    wanted = address.strip()
    pictures = (Token(name="img", rest=found[1]).attributes() for found in _PICTURE.finditer(html))
    return bool(wanted) and any(picture.get("src", "").strip() == wanted for picture in pictures)


def address_to_ask(address: str) -> str:
    """The address as a server is asked for it: one without a scheme takes that of the page, as in a browser."""
    stripped = address.strip()
    return f"https:{stripped}" if stripped.startswith("//") else stripped
