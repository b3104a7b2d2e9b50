"""A drawing for a mail: the aisles of a hall seen from above, as a PNG of four colours."""

import struct
import zlib

WIDTH, HEIGHT = 420, 160
AISLES, DONE = 7, 3
FLOOR, WALL, SHELF, LABELLED = range(4)
PALETTE = bytes.fromhex("f7f8fac9ced898a0b02f8f5b")
EDGE, MARGIN, PITCH, SHELF_WIDTH = 3, 28, 54, 30


def aisle_plan() -> bytes:
    """The file."""
    rows = b"".join(b"\x00" + bytes(_colour(x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _colour(x: int, y: int) -> int:
    if min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < EDGE:
        return WALL
    aisle, within = divmod(x - MARGIN, PITCH)
    is_shelf = 0 <= aisle < AISLES and within < SHELF_WIDTH and MARGIN <= y < HEIGHT - MARGIN
    if not is_shelf:
        return FLOOR
    return LABELLED if aisle < DONE else SHELF


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
