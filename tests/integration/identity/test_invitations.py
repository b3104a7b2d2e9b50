"""R31, R32: an invitation binds workspace, address and role; its token travels in the mail only and serves once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import update

from services.api.identity.invitations.domain import MOST_MAILS_EACH, new_token
from services.api.identity.invitations.models import Invitation
from services.api.identity.policy import ROLES, Role, may_give
from services.kit.actor import system_actor
from services.kit.ids import new_id
from tests.integration.identity.mailed import invitation_token
from tests.support.people import PASSWORD, People, Person


def fresh_address() -> str:
    return f"{new_id().hex}@people.example"


async def invited(people: People, owner: Person, *, role: str = "member", email: str | None = None) -> tuple[str, str]:
    """An address that was invited, and the token in its mail."""
    address = email or fresh_address()
    invitation = await owner.post("/members/invitations", {"email": address, "role": role})
    return address, await invitation_token(people, owner.workspace_id, invitation["id"])


async def accept(people: People, token: str, **more: Any) -> httpx2.Response:
    return await people.client().post("/invitations/accept", json={"token": token, **more})


async def as_somebody_new(people: People, token: str) -> httpx2.Response:
    return await accept(people, token, name="Nils Lindqvist", password=PASSWORD)


def problem(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def age(people: People, workspace_id: UUID, email: str, by: timedelta) -> None:
    """Move an invitation into the past."""
    async with people.parts.database.work(system_actor(workspace_id), correlation_id="tests-clock") as work:
        ours = update(Invitation).where(Invitation.workspace_id == workspace_id, Invitation.email == email)
        await work.session.execute(ours.values(expires_at=Invitation.expires_at - by))


async def test_somebody_new_joins_with_a_name_and_a_password(people: People) -> None:
    owner = await people.owner("Lindqvist Consulting")
    address, token = await invited(people, owner, role="manager")
    answer = await as_somebody_new(people, token)
    assert answer.status_code == 200, answer.text
    assert answer.json()["workspace"]["name"] == "Lindqvist Consulting"
    assert "rapport" in answer.headers["set-cookie"]
    me = (await people.client(answer.json()["access_token"]).get("/me")).json()
    assert (me["user"]["email"], me["user"]["name"], me["role"]) == (address, "Nils Lindqvist", "manager")
    assert (await owner.get("/members/invitations"))["items"] == []
    (accepted,) = await people.said(owner.workspace_id, "invitation.accepted")
    assert accepted["user_id"] == me["user"]["id"]
    signed_in = await people.client().post("/auth/token", data={"username": address, "password": PASSWORD})
    assert signed_in.status_code == 200


@pytest.mark.requirement("R31")
async def test_looking_at_the_link_changes_nothing(people: People) -> None:
    owner = await people.owner("Lindqvist Consulting")
    address, token = await invited(people, owner)
    for _ in range(3):
        offer = await people.client().post("/invitations/lookup", json={"token": token})
        assert offer.status_code == 200
        assert offer.json() | {"expires_at": None} == {
            "workspace_name": "Lindqvist Consulting",
            "inviter_name": "Olive Owner",
            "email": address,
            "role": "member",
            "expires_at": None,
            "has_account": False,
        }
    assert (await as_somebody_new(people, token)).status_code == 200


@pytest.mark.requirement("R31")
async def test_of_twenty_who_accept_at_once_one_joins(people: People) -> None:
    owner = await people.owner()
    address, token = await invited(people, owner)
    answers = await asyncio.gather(*(as_somebody_new(people, token) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [404] * 19
    members = (await owner.get("/members"))["items"]
    assert [member["email"] for member in members if member["email"] == address] == [address]
    assert problem(await as_somebody_new(people, token)) == (404, "invitation-unknown")


@pytest.mark.requirement("R32")
async def test_the_token_is_in_no_answer_no_event_and_no_row(people: People) -> None:
    owner = await people.owner()
    address = fresh_address()
    created = await owner.client.post("/members/invitations", json={"email": address, "role": "member"})
    invitation_id = created.json()["id"]
    token = await invitation_token(people, owner.workspace_id, invitation_id)
    secret = token[-43:]
    assert len(secret) == 43
    listed = await owner.client.get("/members/invitations")
    feed = await owner.client.get("/events", params={"limit": 200})
    resent = await owner.client.post(f"/members/invitations/{invitation_id}/resend")
    looked = await people.client().post("/invitations/lookup", json={"token": token})
    rows = await people.parts.database.reader.fetch(
        "WITH s AS MATERIALIZED (SELECT set_config('app.workspace', $1, true) w) SELECT x.* FROM s CROSS JOIN LATERAL"
        " (SELECT i::text FROM rapport.invitations i WHERE workspace_id = s.w::uuid LIMIT 10) x",
        str(owner.workspace_id),
    )
    said = await people.said(owner.workspace_id, "invitation.sent")
    for text in (created.text, listed.text, feed.text, resent.text, looked.text, rows[0]["i"], str(said)):
        assert secret not in text


@pytest.mark.requirement("R31")
@pytest.mark.requirement("R32")
@pytest.mark.parametrize("inviter", ROLES)
async def test_nobody_invites_beyond_their_own_role(people: People, inviter: Role) -> None:
    """The whole matrix: five who invite, five roles."""
    owner = await people.owner()
    person = owner if inviter == "owner" else await people.member(owner.workspace_id, inviter)
    for role in ROLES:
        answer = await person.client.post("/members/invitations", json={"email": fresh_address(), "role": role})
        expected = 201 if inviter in {"owner", "admin"} and may_give(inviter, role) else 403
        assert answer.status_code == expected, (inviter, role)


async def test_an_admin_cannot_send_an_owners_invitation_again(people: People) -> None:
    owner = await people.owner()
    admin = await people.member(owner.workspace_id, "admin")
    body = {"email": fresh_address(), "role": "owner"}
    invitation = await owner.post("/members/invitations", body)
    answer = await admin.client.post(f"/members/invitations/{invitation['id']}/resend")
    assert problem(answer) == (403, "role-beyond-yours")


@pytest.mark.requirement("R32")
async def test_who_registers_the_address_elsewhere_gets_nothing_without_the_mail(people: People) -> None:
    owner = await people.owner()
    address, token = await invited(people, owner, role="admin")
    squatter, _ = await people.signed_up(email=address)
    assert [place["id"] for place in (await squatter.get("/me/workspaces"))["items"]] == [str(squatter.workspace_id)]
    for guess in ("", "rpi_", new_token(owner.workspace_id), token[:-1] + "A" * 2):
        assert problem(await squatter.client.post("/invitations/accept", json={"token": guess}))[0] == 404
    # The mail's reader joins with that account's password alone, which a squatter's victim sets anew by mail.
    assert problem(await accept(people, token)) == (409, "account-exists")
    assert problem(await accept(people, token, password="not-the-password-of-it")) == (401, "wrong-credentials")
    assert (await squatter.client.post("/invitations/accept", json={"token": token})).status_code == 200


async def test_an_account_joins_with_its_password(people: People) -> None:
    owner = await people.owner()
    known, _ = await people.signed_up()
    _, token = await invited(people, owner, email=known.email.upper())
    answer = await accept(people, token, password=PASSWORD)
    assert answer.status_code == 200, answer.text
    assert answer.json()["user"]["id"] == str(known.user_id)
    assert len((await known.get("/me/workspaces"))["items"]) == 2


async def test_somebody_else_who_is_signed_in_cannot_accept(people: People) -> None:
    owner, other = await people.owner(), await people.owner()
    _, token = await invited(people, owner)
    answer = await other.client.post("/invitations/accept", json={"token": token})
    assert problem(answer) == (409, "other-account")
    program = await people.program(other, ["me:read"])
    assert problem(await program.client.post("/invitations/accept", json={"token": token})) == (409, "other-account")


async def test_an_invitation_is_for_its_own_workspace(people: People) -> None:
    """A token whose workspace was replaced is nobody's."""
    owner, other = await people.owner(), await people.owner()
    _, token = await invited(people, owner)
    moved = token.replace(owner.workspace_id.hex, other.workspace_id.hex)
    assert problem(await as_somebody_new(people, moved)) == (404, "invitation-unknown")


async def test_after_seven_days_it_works_no_more_and_can_be_sent_again(people: People) -> None:
    owner = await people.owner()
    address, token = await invited(people, owner)
    (invitation,) = (await owner.get("/members/invitations"))["items"]
    await age(people, owner.workspace_id, address, timedelta(days=7))
    assert problem(await as_somebody_new(people, token)) == (404, "invitation-unknown")
    await owner.post(f"/members/invitations/{invitation['id']}/resend", None, expected=200)
    again = await invitation_token(people, owner.workspace_id, invitation["id"])
    assert again != token
    assert problem(await as_somebody_new(people, token)) == (404, "invitation-unknown")
    assert (await as_somebody_new(people, again)).status_code == 200


async def test_an_expired_invitation_gives_way_to_a_new_one(people: People) -> None:
    owner = await people.owner()
    address, _ = await invited(people, owner)
    await age(people, owner.workspace_id, address, timedelta(days=8))
    await owner.post("/members/invitations", {"email": address, "role": "viewer"})
    assert [item["role"] for item in (await owner.get("/members/invitations"))["items"]] == ["viewer"]


async def test_a_revoked_invitation_works_no_more(people: People) -> None:
    owner = await people.owner()
    _, token = await invited(people, owner)
    (invitation,) = (await owner.get("/members/invitations"))["items"]
    path = f"/members/invitations/{invitation['id']}"
    assert (await owner.client.delete(path)).status_code == 204
    assert problem(await as_somebody_new(people, token)) == (404, "invitation-unknown")
    assert problem(await owner.client.delete(path)) == (404, "not-found")
    assert len(await people.said(owner.workspace_id, "invitation.revoked")) == 1


async def test_whom_one_cannot_invite(people: People) -> None:
    owner = await people.owner()
    member = await people.member(owner.workspace_id)
    address, _ = await invited(people, owner)
    for email, slug in ((member.email.upper(), "already-a-member"), (address.upper(), "already-invited")):
        answer = await owner.client.post("/members/invitations", json={"email": email, "role": "member"})
        assert problem(answer) == (409, slug)
        assert answer.json()["errors"][0]["pointer"] == "/email"
    answer = await owner.client.post("/members/invitations", json={"email": "no address", "role": "member"})
    assert answer.status_code == 422


async def test_of_ten_who_invite_the_same_address_at_once_one_does(people: People) -> None:
    owner = await people.owner()
    body = {"email": fresh_address(), "role": "member"}
    answers = await asyncio.gather(*(owner.client.post("/members/invitations", json=body) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


async def test_one_invitation_is_mailed_so_often_and_no_oftener(people: People) -> None:
    owner = await people.owner()
    await invited(people, owner)
    (invitation,) = (await owner.get("/members/invitations"))["items"]
    again = f"/members/invitations/{invitation['id']}/resend"
    answers = [await owner.client.post(again) for _ in range(MOST_MAILS_EACH)]
    assert [answer.status_code for answer in answers] == [200] * (MOST_MAILS_EACH - 1) + [409]


async def test_somebody_new_needs_a_name_and_a_good_password(people: People) -> None:
    owner = await people.owner()
    _, token = await invited(people, owner)
    missing = await accept(people, token)
    assert [error["pointer"] for error in missing.json()["errors"]] == ["/name", "/password"]
    weak = await accept(people, token, name="Nils", password="password1")
    assert weak.json()["errors"][0] == {
        "pointer": "/password",
        "code": "password_too_common",
        "message": weak.json()["errors"][0]["message"],
    }
    assert (await as_somebody_new(people, token)).status_code == 200


async def test_who_left_comes_back_by_an_invitation_with_its_role(people: People) -> None:
    owner = await people.owner()
    person, _ = await people.signed_up()
    await people.admit(person.user_id, owner.workspace_id, "admin")
    assert (await owner.client.delete(f"/members/{person.user_id}")).status_code == 204
    _, token = await invited(people, owner, role="viewer", email=person.email)
    answer = await accept(people, token, password=PASSWORD)
    assert answer.status_code == 200
    member = await owner.get(f"/members/{person.user_id}")
    assert (member["role"], member["left_at"]) == ("viewer", None)


@pytest.mark.parametrize(
    "forged", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Host": "127.0.0.1/?x="}]
)
async def test_a_forged_host_reaches_no_event(people: People, forged: dict[str, str]) -> None:
    """The notifier writes links from PUBLIC_URL; nothing of a request's address is in what it learns."""
    owner = await people.owner()
    client = people.client(owner.token, **forged)
    answer = await client.post("/members/invitations", json={"email": fresh_address(), "role": "member"})
    assert answer.status_code in {201, 400}
    said = await people.said(owner.workspace_id, "invitation.sent")
    assert "evil" not in str(said)
    assert "?x=" not in str(said)
