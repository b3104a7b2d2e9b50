"""Identifiers: UUIDv7 (RFC 9562), so that keys sort by creation time."""

import os
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

_lock = threading.Lock()
_last = [0]


def new_id() -> UUID:
    """A UUIDv7; strictly increasing inside one process, 62 random bits against collisions between processes."""
    with _lock:
        # Milliseconds in the upper 48 bits, then a 12-bit fraction of the millisecond (RFC 9562, 6.2 method 3).
        nanoseconds = time.time_ns()
        milliseconds, rest = divmod(nanoseconds, 1_000_000)
        stamp = (milliseconds << 12) | (rest * 4096 // 1_000_000)
        stamp = max(stamp, _last[0] + 1)
        _last[0] = stamp
    random_bits = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random_bits
    return UUID(int=value)


def id_floor(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment; the bound of a partition or of a purge."""
    milliseconds = int(moment.astimezone(UTC).timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62)
