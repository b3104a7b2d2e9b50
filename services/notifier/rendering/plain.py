"""Text as a mail header or a line may hold it."""

import re
import unicodedata

SUBJECT_LENGTH = 180
QUOTE_LENGTH = 600
NAME_LENGTH = 120

_BLANKS = re.compile(r"\s+")


def one_line(text: str, most: int = SUBJECT_LENGTH) -> str:
    """Visible characters on one line: no CR, LF or other control, no direction override, at most `most` characters."""
    visible = "".join(" " if _is_hidden(character) else character for character in text)
    return shortened(_BLANKS.sub(" ", visible).strip(), most)


def header_text(text: str, most: int = SUBJECT_LENGTH) -> str:
    """One line for a mail header. Python decodes what looks like an encoded word and would write the CR LF in it."""
    return one_line(text, most).replace("=?", "= ?")


def paragraphs(text: str, most: int = QUOTE_LENGTH) -> list[str]:
    """The non-empty lines of a longer text, each made visible, at most `most` characters together."""
    lines = [one_line(line, most) for line in shortened(text.strip(), most).splitlines()]
    return [line for line in lines if line]


def shortened(text: str, most: int) -> str:
    """The text, or its beginning up to a word's end and an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > most // 2 else cut).rstrip() + "…"


def _is_hidden(character: str) -> bool:
    # Cc holds CR, LF and NUL; Cf the overrides that let a name read backwards; Zl and Zp are line ends too.
    # Surrogates (Cs) cannot be encoded; joiners of scripts and emoji stay.
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in "\u200c\u200d"
