"""The address of a project: the part behind `+` in the address of a mailbox is its token of 128 random bits."""

import re
import secrets
from collections.abc import Iterable
from typing import Final

TOKEN_BYTES: Final = 16
_TOKEN: Final = re.compile(r"[^@\s]*\+([0-9a-f]{32})@")


def new_mail_token() -> str:
    """128 random bits in hexadecimal: mail servers may change the case of an address."""
    return secrets.token_hex(TOKEN_BYTES)


def address_of(mailbox: str, token: str) -> str:
    """The project's address in a mailbox: `inbox@crm.example` becomes `inbox+<token>@crm.example`."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{token}@{domain}"


def tokens_in(addresses: Iterable[str]) -> list[str]:
    """What may be tokens of projects among the addresses of a mail, each once."""
    found = (_TOKEN.match(address.lower()) for address in addresses)
    return list(dict.fromkeys(match[1] for match in found if match))
