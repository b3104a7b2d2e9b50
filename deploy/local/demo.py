"""`make demo`: load the demo into the product that runs on this DATA_DIR."""

import os
import subprocess
import sys

from deploy.local.errors import StackError
from deploy.local.product import ROOT
from deploy.local.running import RunningStack


def main() -> int:
    """Run the loader with the environment of the running product; return its exit code."""
    try:
        running = RunningStack.find(os.environ)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    # Who asks for the demo wants it, also after it was removed.
    loader = [sys.executable, "-m", "services.api.demo", "--again"]
    return subprocess.run(loader, cwd=ROOT, env=running.full_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
