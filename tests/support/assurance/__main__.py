"""`make assurance`: write `docs/assurance.md` from the records of the last runs; refuse what failed or never ran."""

import sys

from tests.support.assurance.document import DOCUMENT, NOT_SEEN, latest, read_document, render
from tests.support.assurance.marks import shown
from tests.support.assurance.recording import read_records

SHOWN = 20


def main() -> int:
    """The exit code: 1 when a marked test last failed or was never seen to pass; the page is then left alone."""
    marks = shown()
    earlier = read_document(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}
    seen = latest(marks, earlier, read_records())
    missing = sorted({f"{mark.path}::{mark.test} {seen[mark]}" for mark in marks if seen[mark] in {"failed", NOT_SEEN}})
    if missing:
        sys.stderr.write(
            "\n".join(["Run these first:", *missing[:SHOWN], *(["..."] if missing[SHOWN:] else [])]) + "\n"
        )
        return 1
    DOCUMENT.write_text(render(marks, seen), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
