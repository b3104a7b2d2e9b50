"""`python -m services.contracts.schemas`: write what changed, refuse what would break a reader."""

import json
import sys
from pathlib import Path
from typing import Any

from services.contracts.schemas import FOLDER, broken_promises, schemas, text


def write(folder: Path, wanted: dict[str, dict[str, Any]]) -> list[str]:
    """Write every schema that keeps the promises of its committed file; returns the broken ones."""
    broken: list[str] = []
    for name, schema in wanted.items():
        file = folder / name
        faults = broken_promises(json.loads(file.read_text()), schema) if file.exists() else []
        if faults:
            broken += [f"{name}{fault}" for fault in faults]
        else:
            file.write_text(text(schema))
    return broken


def main() -> int:
    """Write the schemas; 1 when one of them breaks a promise."""
    broken = write(FOLDER, schemas())
    for fault in broken:
        sys.stderr.write(f"{fault}\n")
    if broken:
        sys.stderr.write("Readers rely on these. Keep them, or give the payload a new VERSION.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
