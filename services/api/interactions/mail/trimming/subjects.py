"""What a subject says of the mail: whether it hands an earlier one on."""

import re
from typing import Final

#: "VS" is left out: in Danish it marks a forwarded mail, in Finnish a reply.
_FORWARD: Final = re.compile(
    r"(?:fwd?|wg|wtr|tr|rv|enc|vb|vl|pd|přeposláno|fs|továbbítás|doorst|i|ilt|πρθ|转发|轉寄|轉發|転送|전달|пересл)"
    r"\s{0,3}(?:\[\d{1,3}\])?\s{0,3}[:：]",
    re.I,
)


def is_forward(subject: str | None) -> bool:
    """Whether the first mark of the subject is that of a forwarded mail, in the languages of mail."""
    return bool(subject and _FORWARD.match(subject.strip()))
