"""How long processes waited for a processor that others had, from Linux's /proc.

What is promised in seconds is promised of the product, not of a machine that is busy with other things: this is what a
measurement may leave out.
"""

from contextlib import suppress
from pathlib import Path

from deploy.local.process import status_fields

PARENT, GROUP = 1, 2
NANOSECONDS = 1e9


def waited_for_a_processor(group: int) -> float:
    """Seconds that the main thread of a process group's longest waiting process was ready to run and did not."""
    return _longest(GROUP, group)


def children_waited_for_a_processor(parent: int) -> float:
    """The same of a process's children, each of which may be a group of its own: the backends of a postmaster."""
    return _longest(PARENT, parent)


def _longest(field: int, wanted: int) -> float:
    longest = 0
    for entry in Path("/proc").glob("[0-9]*"):
        fields = status_fields(int(entry.name))
        if fields and int(fields[field]) == wanted:
            with suppress(OSError):
                longest = max(longest, int((entry / "schedstat").read_text().split()[1]))
    return longest / NANOSECONDS
