"""Which octets are a picture made of dots, which holds no scripts and refers to nothing: told by how they begin."""

from typing import Final

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_AVIF: Final = frozenset({b"avif", b"avis"})
_MOST_BRANDS: Final = 32

RASTER_TYPES: Final = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")


def raster_type(octets: bytes) -> str | None:
    """Its media type; None for anything else, SVG among it."""
    if octets[:4] == b"RIFF" and octets[8:12] == b"WEBP":
        return "image/webp"
    if octets[4:8] == b"ftyp" and _AVIF & _brands(octets):
        return "image/avif"
    return next((kind for mark, kind in _SIGNATURES if octets.startswith(mark)), None)


def _brands(octets: bytes) -> set[bytes]:
    """What a file of ISO base media says it can be read as: its own brand, and those it goes along with."""
    end = min(int.from_bytes(octets[:4], "big"), 16 + 4 * _MOST_BRANDS)
    return {octets[8:12]} | {octets[at : at + 4] for at in range(16, end, 4)}
