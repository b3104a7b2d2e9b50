"""`python -m services.api.demo`."""

import sys

from services.api.demo.main import main

if __name__ == "__main__":
    sys.exit(main())
