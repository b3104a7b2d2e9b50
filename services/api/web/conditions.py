"""ETag and If-Match (RFC 9110): the entity tag is the version."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from services.kit.problems import NotFound, PreconditionFailed, invalid_field

TAG = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')


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
    matched = TAG.match(if_match.strip())
    if matched is None:
        raise invalid_field("/If-Match", "if_match_invalid", 'Send the entity tag you were given, for example "3".')
    return int(matched[1])


ExpectedVersion = Annotated[int | None, Depends(_expected)]


def check_version(expected: int | None, actual: int) -> None:
    """Refuse a change that was made against another version.

    Raises:
        PreconditionFailed: `expected` is given and differs.
    """
    if expected is not None and expected != actual:
        raise PreconditionFailed
