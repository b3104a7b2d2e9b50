"""Domains beyond ASCII: two spellings of one domain are one, whichever people and mails use."""

import pytest
from sqlalchemy import func, select

from services.kit.actor import system_actor
from services.kit.database import Database
from services.kit.mail_names import ascii_address
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces

SPELLINGS = ["bücher.example", "xn--bcher-kva.example", "BÜCHER.example"]


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


@pytest.mark.parametrize("written", SPELLINGS)
@pytest.mark.parametrize("mailed", SPELLINGS)
async def test_a_domain_matches_in_each_spelling(written: str, mailed: str, office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Bücher", domains=[written])
    interaction = await office.interaction(await office.deliver(letter(sender=f"x@mail.{mailed}")))

    assert (interaction["customer_id"], interaction["matched_by"]) == (customer["id"], "domain")
    assert interaction["participants"][0]["address"] == f"x@mail.{mailed}".lower()
    assert customer["domains"] == [written.lower()]


@pytest.mark.parametrize("written", SPELLINGS)
@pytest.mark.parametrize("mailed", SPELLINGS)
async def test_a_contact_matches_in_each_spelling(written: str, mailed: str, office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Bücher")
    given = {"customer_id": customer["id"], "name": "Mia", "emails": [f"mia@{written}"]}
    contact = await office.workspace.create("/contacts", **given)
    interaction = await office.interaction(await office.deliver(letter(sender=f"Mia <mia@{mailed}>")))

    assert (interaction["contact_id"], interaction["matched_by"]) == (contact["id"], "contact")
    assert interaction["participants"][0]["contact_id"] == contact["id"]
    (found,) = (await office.read("/contacts", email=f"mia@{mailed}"))["items"]
    assert found["id"] == contact["id"]


async def test_an_address_that_changes_leaves_the_index(office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Bücher")
    given = {"customer_id": customer["id"], "name": "Mia", "emails": ["mia@bücher.example"]}
    contact = await office.workspace.create("/contacts", **given)
    path = f"{BASE}/contacts/{contact['id']}"
    changed = await office.workspace.client.patch(path, json={"emails": ["mia@müller.example"]})
    assert changed.status_code == 200
    before = await office.deliver(letter(sender="mia@xn--bcher-kva.example", message_id="<1@x>"))
    now = await office.deliver(letter(sender="mia@xn--mller-kva.example", message_id="<2@x>"))

    assert (before["status"], now["status"]) == ("unmatched", "processed")


async def test_a_stranger_is_named_in_the_letters_of_their_language(office: PostOffice) -> None:
    message = await office.deliver(letter(sender="x@xn--bcher-kva.example"))

    assert "x@bücher.example" in message["reason"]


async def test_two_spellings_of_a_domain_are_given_once(office: PostOffice) -> None:
    customer = await office.workspace.create("/customers", name="Bücher", domains=SPELLINGS)

    assert customer["domains"] == ["bücher.example"]


async def test_the_database_makes_the_same_form_as_the_services(office: PostOffice) -> None:
    names = ["bücher.example", "straße.example", "例え.テスト", "пример.рф", "ελληνικά.example", "παράδειγμα.δοκιμή"]
    names += [
        "mañana.example",
        "北京大学.中国",
        "한국.example",
        "ünïcödé-ñame.example",
        "a.üb.c.example",
        "plain.example",
    ]
    names += ["ليهمابتكلموشعربي.example", "почемужеонинеговорятпорусски.example", "למההםפשוטלאמדבריםעברית.example"]
    actor = system_actor(office.workspace.id)
    async with office.workspace.parts.database.work(actor, correlation_id="names") as work:
        for address in (f"Mia@{name}" for name in names):
            made = (await work.session.execute(select(func.rapport.ascii_address(address)))).scalar_one()
            assert made == ascii_address(address)
            assert made.isascii()
