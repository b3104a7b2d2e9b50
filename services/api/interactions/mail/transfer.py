"""Content-Transfer-Encoding back to octets, as much of it as can be read."""

import binascii
import contextlib
import re
from collections.abc import Callable
from typing import Final

_LINE: Final = re.compile(rb"([^\r\n]*)\r?\n?")
_MAX_UNIX_LINES: Final = 250_000
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


def decode_transfer(content: bytes, encoding: str) -> bytes:
    """The octets behind `encoding` (lower case). An unknown encoding leaves them as they are; nothing raises."""
    decoder = _DECODERS.get(encoding)
    return decoder(content) if decoder else content


def _base64(content: bytes) -> bytes:
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        # Cut off in the middle, or padded in the middle (two encodings pasted together): keep what whole groups say.
        compact = _NOT_BASE64.sub(b"", content)
        whole = len(compact) - (len(compact) % 4 == 1)
        return binascii.a2b_base64(compact[:whole] + b"=" * (-whole % 4))


def _unix_to_unix(content: bytes) -> bytes:
    begin = content.find(b"begin ")
    octets = bytearray()
    for number, line in enumerate(_LINE.finditer(content, max(begin, 0))):
        if line[1].startswith(b"end") or number > _MAX_UNIX_LINES:
            break
        if number:
            with contextlib.suppress(binascii.Error):
                octets += binascii.a2b_uu(line[1])
    return bytes(octets) if begin >= 0 else b""


_DECODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "base64": _base64,
    "quoted-printable": binascii.a2b_qp,
    "uuencode": _unix_to_unix,
    "x-uuencode": _unix_to_unix,
    "x-uue": _unix_to_unix,
}
