"""The OpenAPI document on stdout, sorted and stable: `python -m services.api.openapi`. Needs neither engine nor key."""

import json
import secrets
import sys
from typing import Any

from services.api.main import create_app
from services.kit.settings import Settings


def document() -> dict[str, Any]:
    """The document of this version; it depends on no setting."""
    app = create_app(Settings(_env_file=None, secret_key=secrets.token_hex()))
    return app.openapi()


def text() -> str:
    """The document as it is committed: sorted keys, two spaces, one newline at the end."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
