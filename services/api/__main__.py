"""`python -m services.api`: the API's process."""

import sys

from services.api.serving import main

if __name__ == "__main__":
    sys.exit(main())
