"""`python -m deploy.local`: the whole product in the foreground."""

import argparse
import ctypes
import errno
import os
import signal
import sys
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.process import PR_SET_PDEATHSIG
from deploy.local.product import FRONTEND, rapport
from deploy.local.settings import read_settings
from deploy.local.supervisor import Composition, Supervisor


def main(
    arguments: list[str] | None = None,
    *,
    compose: Composition = rapport,
    frontend: Path | None = FRONTEND,
) -> int:
    """Run the stack; return 0 after a requested stop, 1 after a failure told in one sentence."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("--reload", action="store_true", help="restart what changes")
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when make is killed")
    options = parser.parse_args(arguments)
    if options.stop_with_parent:
        _stop_with_parent()
    try:
        settings = read_settings(os.environ)
        supervisor = Supervisor(settings, compose, frontend=frontend, is_reloading=options.reload)
        return supervisor.run()
    except StackError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        full = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        print(f"Rapport cannot go on: {full}{where}.", file=sys.stderr)
    return 1


def _stop_with_parent() -> None:
    # make passes on SIGTERM, but nobody passes on the SIGKILL that ends make itself.
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
