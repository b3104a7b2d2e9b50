"""Bytes to text that PostgreSQL takes: every charset survives, broken or invented."""

import codecs
import re

_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
    "x-unknown": "utf-8",
    "x-user-defined": "cp1252",
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "x-gbk": "gbk",
    "x-sjis": "cp932",
    "x-euc-jp": "euc-jp",
    "x-windows-949": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "windows-874": "cp874",
    "ansi_x3.110-1983": "cp1252",
    # What mail calls Latin-1 is Windows-1252 in practice (the WHATWG encoding standard says so for HTML too); the
    # same holds for GB 2312, whose writers use all of GB 18030, and for Shift JIS.
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
}
# C0 but for tab, line feed and carriage return; DEL; surrogates; the non-characters that JSON readers stumble on.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")


def storable(text: str) -> str:
    """Drop what PostgreSQL's `text` refuses (NUL, lone surrogates) and what no reader sees (control characters)."""
    return _UNSTORABLE.sub("", text)


def one_line(text: str, longest: int) -> str:
    """A header's value: storable, white space folded to single spaces, at most `longest` characters."""
    return " ".join(storable(text[: longest * 8]).split())[:longest].rstrip()


def unix_lines(text: str) -> str:
    """Every way to end a line becomes a line feed."""
    return _LINE_ENDS.sub("\n", text)


def decode(octets: bytes, charset: str | None) -> str:
    """Text of `octets`. Never raises: what is not in `charset` is read as UTF-8, then as Windows-1252."""
    for name in (charset, "utf-8", "cp1252"):
        codec = _codec(name)
        if codec is None:
            continue
        try:
            return codec.decode(octets, "strict")[0]
        except (UnicodeError, ValueError):
            continue
    declared = _codec(charset)
    if declared is not None and declared.name not in ("utf-8", "ascii", "utf-7"):
        return declared.decode(octets, "replace")[0]
    return octets.decode("cp1252", "replace")


def _codec(name: str | None) -> codecs.CodecInfo | None:
    if not name:
        return None
    plain = name.strip().strip("\"'").lower()
    try:
        # CodecInfo is asked directly, because lookup() also finds codecs that are no text encodings (zlib, hex).
        codec = codecs.lookup(_ALIASES.get(plain, plain))
    except (LookupError, ValueError, UnicodeError):
        return None
    return codec if getattr(codec, "_is_text_encoding", False) else None
