"""Project keys: the short names people say, made from a project's name where none is given."""

import re
import unicodedata
from collections.abc import Collection

SHORTEST, LONGEST = 2, 10
PATTERN = rf"^[A-Z0-9]{{{SHORTEST},{LONGEST}}}$"
NAMELESS = "PROJECT"
WORD = re.compile(r"[A-Z0-9]+")
INITIALS = 6
LETTERS = 4


def key_stem(name: str) -> str:
    """The initials of several words, else the beginning of the one; marks on letters are dropped.

    A name without latin letters or digits gives `PROJECT`.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = WORD.findall(plain)
    stem = "".join(word[0] for word in words)[:INITIALS] if len(words) > 1 else "".join(words)[:LETTERS]
    return stem if len(stem) >= SHORTEST else NAMELESS


def free_key(stem: str, taken: Collection[str]) -> str:
    """The stem where it is free, else the stem with the lowest free number from 2."""
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem[: LONGEST - len(str(number))]}{number}"
    return key
