"""Access tokens: whatever is not exactly what we signed is refused, in one way, quickly (R26)."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest

from services.kit.tokens import ACCESS_LIFE, InvalidToken, Tokens
from tests.support.assurance.recording import FigureTaker
from tests.support.forged_tokens import FORGERIES, Forge, forge

SECRET = "unit-test-secret-0123456789-abcdefghij"
OLD_SECRET = "older-unit-test-secret-9876543210-zyxw"
ISSUER = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens([SECRET], issuer=ISSUER)


@pytest.fixture(scope="module")
def material() -> Forge:
    return forge(SECRET, issuer=ISSUER, user_id=uuid4(), workspace_id=uuid4())


def test_a_signed_token_says_who_where_and_which_version(tokens: Tokens) -> None:
    user_id, workspace_id = uuid4(), uuid4()
    claims = tokens.verify_access(tokens.sign_access(user_id=user_id, workspace_id=workspace_id, token_version=3))
    assert (claims.user_id, claims.workspace_id, claims.token_version) == (user_id, workspace_id, 3)
    assert claims.expires_at - claims.issued_at == ACCESS_LIFE


def test_a_longer_life_than_fifteen_minutes_cannot_be_asked_for(tokens: Tokens) -> None:
    token = tokens.sign_access(user_id=uuid4(), workspace_id=uuid4(), token_version=0, life=timedelta(days=1))
    claims = tokens.verify_access(token)
    assert claims.expires_at - claims.issued_at == timedelta(minutes=15)


def test_the_forge_itself_makes_valid_tokens(tokens: Tokens, material: Forge) -> None:
    assert tokens.verify_access(material.token()).token_version == 0


@pytest.mark.requirement("R26")
def test_there_are_at_least_forty_forgeries(figure: FigureTaker) -> None:
    assert len(FORGERIES) >= 40
    figure("R26", "forgeries", len(FORGERIES))


@pytest.mark.requirement("R26")
@pytest.mark.parametrize("name", sorted(FORGERIES))
def test_a_forgery_is_refused_within_five_milliseconds(
    name: str, tokens: Tokens, material: Forge, figure: FigureTaker
) -> None:
    token = FORGERIES[name](material)
    spent = []
    for _ in range(3):
        started = time.perf_counter()
        with pytest.raises(InvalidToken) as refusal:
            tokens.verify_access(token)
        spent.append(time.perf_counter() - started)
        assert refusal.type is InvalidToken
    assert min(spent) <= 0.005
    figure("R26", "slowest refusal", min(spent) * 1000, "ms")


@pytest.mark.requirement("R27")
def test_a_token_signed_with_the_previous_secret_still_counts_after_rotation() -> None:
    before = Tokens([OLD_SECRET], issuer=ISSUER)
    during = Tokens([SECRET, OLD_SECRET], issuer=ISSUER)
    after = Tokens([SECRET], issuer=ISSUER)
    old = before.sign_access(user_id=uuid4(), workspace_id=uuid4(), token_version=0)
    new = during.sign_access(user_id=uuid4(), workspace_id=uuid4(), token_version=0)
    assert during.verify_access(old) != during.verify_access(new)
    assert after.verify_access(new) == during.verify_access(new)
    with pytest.raises(InvalidToken):
        after.verify_access(old)


def test_an_unsubscribe_link_names_its_member_and_survives_a_rotation() -> None:
    workspace_id, user_id = uuid4(), uuid4()
    link = Tokens([OLD_SECRET], issuer=ISSUER).sign_unsubscribe(workspace_id, user_id)
    claims = Tokens([SECRET, OLD_SECRET], issuer="https://elsewhere.example").verify_unsubscribe(link)
    assert (claims.workspace_id, claims.user_id) == (workspace_id, user_id)


@pytest.mark.requirement("R49")
def test_an_unsubscribe_link_that_was_changed_anywhere_is_refused(tokens: Tokens) -> None:
    link = tokens.sign_unsubscribe(uuid4(), uuid4())
    for place in range(0, len(link) - 1, 7):
        changed = link[:place] + ("A" if link[place] != "A" else "B") + link[place + 1 :]
        with pytest.raises(InvalidToken):
            tokens.verify_unsubscribe(changed)


@pytest.mark.parametrize("text", ["", "x", "ü" * 94, "A" * 94, "A" * 5000, "../" * 31 + "A"])
def test_an_unsubscribe_link_that_is_no_token_is_refused(text: str, tokens: Tokens) -> None:
    with pytest.raises(InvalidToken):
        tokens.verify_unsubscribe(text)


@pytest.mark.requirement("R26")
def test_no_token_of_one_purpose_serves_another(tokens: Tokens) -> None:
    access = tokens.sign_access(user_id=uuid4(), workspace_id=uuid4(), token_version=0)
    with pytest.raises(InvalidToken):
        tokens.verify_unsubscribe(access)
    with pytest.raises(InvalidToken):
        tokens.verify_access(tokens.sign_unsubscribe(uuid4(), uuid4()))
