"""Content-Transfer-Encoding back to octets, as much of it as can be read."""

import binascii
import re
from collections.abc import Callable
from typing import Final

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
    lines = content[begin:].splitlines()[1:] if begin >= 0 else []
    octets = bytearray()
    for line in lines:
        if line.startswith(b"end"):
            break
        try:
            octets += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(octets)


_DECODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "base64": _base64,
    "quoted-printable": binascii.a2b_qp,
    "uuencode": _unix_to_unix,
    "x-uuencode": _unix_to_unix,
    "x-uue": _unix_to_unix,
}
