"""What the documents name is there: files, folders, links and make targets."""

import re
from pathlib import PurePosixPath

import pytest

from tests.contract.architecture.source import ROOT, Source, text_sources

FOLDERS = ("services", "tests", "migrations", "frontend", "deploy", "docs")
NAMED = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*\w)`")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:|#)([^)#]+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)\b(?= |`|,|$)", re.MULTILINE)
# Made by `make install` or `make run`, not committed.
MADE = frozenset({"frontend/dist"})
DOCUMENTS = [source for source in text_sources() if source.path.endswith(".md")]


def missing(document: Source) -> list[str]:
    """What a document names and the repository does not have."""
    folder = PurePosixPath(document.path).parent
    paths = [*NAMED.findall(document.text), *(str(folder / link) for link in LINK.findall(document.text))]
    makefile = (ROOT / "Makefile").read_text()
    spans = " ".join(re.findall(r"`[^`\n]+`", document.text))
    targets = [name for name in TARGET.findall(spans) if not re.search(rf"^{name}:", makefile, re.MULTILINE)]
    return [path for path in paths if path not in MADE and not (ROOT / path).exists()] + targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path)
def test_a_document_names_only_what_is_there(document: Source) -> None:
    assert missing(document) == []


@pytest.mark.parametrize("text", ["`services/api/utopia.py`", "[more](docs/utopia.md)", "`make utopia`"])
def test_a_document_that_names_what_is_not_there_is_caught(text: str) -> None:
    assert len(missing(Source("README.md", text))) == 1
