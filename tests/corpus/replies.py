"""Replies with what their collectors say the writer wrote, and the comparison that forgives nothing but white space."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.api.interactions.mail.message import parse_mail
from services.api.interactions.mail.trimming.reply import trim
from tests.corpus.fixtures import FOLDER

REPLIES = FOLDER / "2-replies"
RECEIVED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
#: What every HTML reply of that set says, as its manifest notes.
HTML_REPLY = "Hi. I am fine.\n\nThanks,\nAlex"


@dataclass(frozen=True)
class Outcome:
    """One case: which set it is from, whether it came out right, and what came out."""

    name: str
    family: str
    is_right: bool
    got: str


def even(text: str) -> str:
    """The text but for line ends, white space at them, and how many blank lines stand in a row."""
    lines = "\n".join(line.rstrip() for line in re.split("\r\n?|\n", text))
    return re.sub(r"\n{2,}", "\n\n", lines).strip()


def outcomes() -> list[Outcome]:
    """Every case with an assertion of those who wrote the original tests."""
    return [*_trimmer(), *_crisp(), *_talon(), *_talon_html(), *_talon_signatures()]


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _outcome(path: Path, family: str, got: str, expected: str) -> Outcome:
    return Outcome(path.name, family, even(got) == even(expected), got)


def _trimmer() -> list[Outcome]:
    found = []
    for path in sorted(REPLIES.glob("trimmer__*.input.txt")):
        expected = _read(path.with_name(path.name.replace(".input.", ".expected_trimmed.")))
        found.append(_outcome(path, "trimmer", trim(even(_read(path))), expected))
    return found


def _crisp() -> list[Outcome]:
    found = []
    for path in sorted(REPLIES.glob("crisp-oss__*.expected.json")):
        text = even(_read(path.with_name(path.name.replace(".expected.json", ".txt"))))
        got = trim(text)
        rules = json.loads(_read(path))
        found.append(Outcome(path.name, "crisp", all(_holds(rule, text, got) for rule in rules), got))
    return found


def _holds(rule: dict[str, Any], text: str, got: str) -> bool:
    """Fragments of that parser in our terms: the first is what is kept, one alone means that nothing is cut."""
    if pattern := rule.get("matches"):
        [(expression, piece)] = re.findall(r"^/(.*)/\.test\(fragments\[(\d)\]", pattern)
        cut = even(text).removeprefix(even(got)).strip()
        return re.search(expression, even(got) if piece == "0" else cut) is not None
    if rule["what"] == "fragments.length":
        return bool((even(got) == even(text)) == (rule["equals"] == 1))
    return even(got) == even(rule["equals"])


def _talon() -> list[Outcome]:
    found = []
    for path in sorted(REPLIES.glob("talon__*.eml")):
        beside = path.with_name(f"{path.stem}_reply_text")
        expected = _read(beside) if beside.exists() else "Hello"
        found.append(_outcome(path, "talon", _text(path.read_bytes()), expected))
    return found


def _talon_html() -> list[Outcome]:
    head = b"From: Alex <alex@example.com>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    manifest = _read(FOLDER / "MANIFEST.md")
    names = re.findall(r"(?m)^- (talon-html__\S+\.html) \|.*fixtures/html_replies/", manifest)
    paths = [path for name in sorted(names) if (path := REPLIES / name).exists()]
    return [_outcome(path, "talon-html", _text(head + path.read_bytes()), HTML_REPLY) for path in paths]


def _talon_signatures() -> list[Outcome]:
    found = []
    for path in sorted(REPLIES.glob("talon-sig__*_body")):
        beside = [path.with_name(path.name.replace("_body", end)) for end in ("_sender", "_signature")]
        sender, signature = (_read(one).strip() if one.exists() else "" for one in beside)
        body = even(_read(path))
        got = trim(body, sender_name=sender or None)
        found.append(_outcome(path, "talon-sig", got, body.removesuffix(even(signature))))
    return found


def _text(raw: bytes) -> str:
    return parse_mail(raw, received_at=RECEIVED).text
