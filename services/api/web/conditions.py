"""ETag and If-Match (RFC 9110): the entity tag is the version."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from services.kit.problems import NotFound, PreconditionFailed, invalid_field

# One tag, or some with commas between them. Bare numbers are taken too; a proxy that packs an answer marks its tag.
TAGS = re.compile(r'\s*(?:W/)?("[\x21\x23-\x7e]*"|\d+)\s*(?:,|$)')
OURS = re.compile(r'"?(\d{1,9})(?:-(?:gzip|zstd|br|deflate))?"?')
NEVER = 0


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def json_item(found: tuple[bytes, int] | None) -> Response:
    """One record's JSON with its entity tag.

    Raises:
        NotFound: there is none that this actor can see.
    """
    if found is None:
        raise NotFound
    return Response(found[0], headers={"ETag": etag(found[1])}, media_type="application/json")


async def _expected(
    if_match: Annotated[str | None, Header(description="The version you read, as an entity tag.")] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    tags = _tags(if_match)
    if not tags:
        raise invalid_field("/If-Match", "if_match_invalid", 'Send the entity tag you were given, for example "3".')
    # No version is 0: what is no tag of ours fits none.
    return max(int(found[1]) if (found := OURS.fullmatch(tag)) else NEVER for tag in tags)


def _tags(field: str) -> list[str]:
    """The entity tags of a field, of which the newest counts; none where it is not well-formed."""
    tags, at = [], 0
    while at < len(field) and (found := TAGS.match(field, at)):
        tags.append(found[1])
        at = found.end()
    return tags if at == len(field) else []


ExpectedVersion = Annotated[int | None, Depends(_expected)]


def check_version(expected: int | None, actual: int) -> None:
    """Refuse a change that was made against another version.

    Raises:
        PreconditionFailed: `expected` is given and differs.
    """
    if expected is not None and expected != actual:
        raise PreconditionFailed
