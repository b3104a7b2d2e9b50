"""Pure rules of a comment: whom it mentions, how it reads as plain text, and who may be mentioned in it."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

#: `@[Eva Lindqvist](user:0190b6a0-0000-7000-8000-000000000001)`: the name as it is shown, and whom it means.
MENTION = re.compile(
    r"@\[([^\[\]\n]{1,200})\]\(user:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)", re.IGNORECASE
)
#: Of what comments know of Markdown, the signs around words that are shown otherwise.
MARKS = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*")
MAXIMUM_MENTIONED = 20
EXCERPT_CHARACTERS = 140


def mentioned(body: str) -> list[UUID]:
    """Whom a comment mentions, each once, in the order they are named."""
    return list(dict.fromkeys(UUID(found[2]) for found in MENTION.finditer(body)))


def with_names(body: str, names: Mapping[UUID, str]) -> str:
    """The comment with everybody under their own name, whatever the writer called them."""

    def named(found: re.Match[str]) -> str:
        user_id = UUID(found[2])
        name = " ".join(names.get(user_id, found[1]).replace("[", "(").replace("]", ")").split())
        return f"@[{name}](user:{user_id})"

    return MENTION.sub(named, body)


def plain(body: str) -> str:
    """The comment for mails, lists and search: mentions are `@` and a name."""
    return MENTION.sub(lambda found: f"@{found[1]}", body)


def excerpt(body: str) -> str:
    """The first words on one line, without the signs of Markdown."""
    words = " ".join(MARKS.sub(lambda found: found[1] or found[2] or found[3], plain(body)).split())
    return words if len(words) <= EXCERPT_CHARACTERS else f"{words[: EXCERPT_CHARACTERS - 1].rstrip()}…"


def listed(names: Iterable[str]) -> str:
    """`Ada`, `Ada and Bo`, `Ada, Bo and Cy`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def blind_sentence(names: list[str]) -> str:
    """What to do about people who are mentioned where they cannot look."""
    who = f"{listed(names)} {'does' if len(names) == 1 else 'do'} not see this, because the project is private."
    return f"{who} Put them on the project first, or leave the mention out."
