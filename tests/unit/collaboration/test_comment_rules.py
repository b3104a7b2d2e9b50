"""Whom a comment mentions, and how it reads."""

from uuid import UUID

import pytest

from services.api.collaboration.comments.domain import blind_sentence, excerpt, listed, mentioned, plain, with_names
from services.kit.ids import new_id

ADA, BO = new_id(), new_id()


def test_everybody_mentioned_counts_once_in_the_order_of_the_text() -> None:
    body = f"@[Bo](user:{BO}) and @[Ada](user:{ADA}), again @[Bo](user:{BO})"
    assert mentioned(body) == [BO, ADA]


@pytest.mark.parametrize(
    "body",
    [
        "@Ada",
        "[Ada](user:0190b6a0-0000-7000-8000-000000000001)",
        "@[Ada](user:1)",
        "@[](user:x)",
        "a@[b",
        "@[A\nB](user:",
    ],
)
def test_what_only_looks_like_a_mention_is_text(body: str) -> None:
    assert mentioned(body) == []
    assert plain(body) == with_names(body, {}) == body


def test_nobody_is_mentioned_under_a_name_that_is_not_theirs() -> None:
    body = f"@[The boss](user:{str(ADA).upper()}) knows"
    assert with_names(body, {ADA: "Ada [AL] Lovelace"}) == f"@[Ada (AL) Lovelace](user:{ADA}) knows"


def test_mails_and_lists_show_the_names_alone() -> None:
    body = f"Ask @[Ada](user:{ADA})\n\n**before** Friday"
    assert plain(body) == "Ask @Ada\n\n**before** Friday"
    assert excerpt(body) == "Ask @Ada before Friday"


def test_an_excerpt_is_short_and_on_one_line() -> None:
    assert excerpt("word " * 100).endswith("…")
    assert len(excerpt("word " * 100)) <= 140


@pytest.mark.parametrize(("names", "said"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed_as_people_say_them(names: list[str], said: str) -> None:
    assert listed(names) == said


def test_the_refusal_names_the_people_and_the_way_out() -> None:
    assert blind_sentence(["Sofia Nyberg"]).startswith("Sofia Nyberg does not see this")
    assert blind_sentence(["Ada", "Bo"]).startswith("Ada and Bo do not see this")
    assert "Put them on the project first" in blind_sentence(["Ada"])


def test_a_mention_is_read_whatever_case_its_id_has() -> None:
    assert mentioned(f"@[Ada](user:{str(ADA).upper()})") == [UUID(str(ADA))]
