"""Processor time of groups of processes, from Linux's /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local.process import status_fields

PARENT, GROUP, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM = 1, 2, 11, 12, 13, 14
TICK_MICROSECONDS = 1e6 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class CpuTime:
    """Microseconds used by a server and by PostgreSQL."""

    server: float
    postgres: float

    def since(self, before: "CpuTime") -> "CpuTime":
        """What was used from `before` on."""
        return CpuTime(self.server - before.server, self.postgres - before.postgres)


def cpu_time(server_group: int, postmaster: int) -> CpuTime:
    """The processor time so far of a process group, and of a postmaster with its backends."""
    server = postgres = 0
    for entry in Path("/proc").glob("[0-9]*"):
        fields = status_fields(int(entry.name))
        if not fields:
            continue
        own = int(fields[USER]) + int(fields[SYSTEM])
        ended_children = int(fields[CHILDREN_USER]) + int(fields[CHILDREN_SYSTEM])
        if int(fields[GROUP]) == server_group:
            server += own
        if int(entry.name) == postmaster:
            postgres += own + ended_children
        elif int(fields[PARENT]) == postmaster:
            postgres += own
    return CpuTime(server * TICK_MICROSECONDS, postgres * TICK_MICROSECONDS)
