"""`python -m services.api.worker`."""

import sys

from services.api.worker.main import main

if __name__ == "__main__":
    sys.exit(main())
