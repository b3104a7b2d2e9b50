"""Memory of process groups over time, from Linux's /proc, and whether it grows."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import fmean, linear_regression

from deploy.local.process import status_fields

GROUP, RESIDENT = 2, 21
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 1024**2
#: A process that leaks grows by this share of itself within minutes; one that only warms up does not any more.
GROWTH = 0.05


def resident_mib(groups: dict[str, int]) -> dict[str, float]:
    """MiB of memory that each named process group holds now."""
    found = dict.fromkeys(groups, 0.0)
    names = {group: name for name, group in groups.items()}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            fields = status_fields(int(entry.name))
            if fields and int(fields[GROUP]) in names:
                found[names[int(fields[GROUP])]] += int(fields[RESIDENT]) * PAGE_MIB
    return found


def growth(samples: Sequence[tuple[float, float]]) -> float:
    """How much a line through the second half of `(seconds, MiB)` rises within it, as a share of its mean."""
    half = samples[len(samples) // 2 :]
    if len(half) < 3:
        return 0.0
    seconds, sizes = [at for at, _ in half], [size for _, size in half]
    slope = linear_regression(seconds, sizes).slope
    return slope * (seconds[-1] - seconds[0]) / fmean(sizes)
