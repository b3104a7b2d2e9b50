"""What a source answers: good signatures are stored and read once, everything else is turned away without effect."""

import time

import pytest

from services.api.integrations.messages.domain import REFUSED_BODY_BYTES, REFUSED_KEPT
from services.api.integrations.sources.domain import new_token
from services.kit.database import Database
from tests.support.assurance.recording import FigureTaker
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


@pytest.mark.requirement("R37")
async def test_a_well_signed_mail_is_stored_as_it_came_and_answered_at_once(
    office: PostOffice, figure: FigureTaker
) -> None:
    mail = letter()
    started = time.perf_counter()
    answer = await office.post(mail)

    assert answer.status_code == 202
    taken = time.perf_counter() - started
    assert taken < 1
    figure("R37", "answered after", taken * 1000, "ms")
    assert answer.json()["status"] == "received"
    raw = await office.workspace.client.get(f"{BASE}/inbound-messages/{answer.json()['id']}/raw")
    assert raw.content == mail
    assert raw.headers["content-disposition"].startswith("attachment")
    assert raw.headers["x-content-type-options"] == "nosniff"


@pytest.mark.requirement("R35")
async def test_a_repeat_is_answered_alike_and_recorded_once(office: PostOffice) -> None:
    first = await office.deliver(letter())
    repeated = await office.post(letter())
    await office.reader.drain()

    assert repeated.status_code == 200
    assert repeated.json()["id"] == first["id"]
    assert len((await office.read("/interactions"))["items"]) == 1


@pytest.mark.requirement("R34")
@pytest.mark.parametrize(
    "flaw", ["missing", "truncated", "of another body", "of another source", "not hex", "empty key"]
)
async def test_a_bad_signature_is_refused_without_any_effect(
    office: PostOffice, workspaces: Workspaces, worker_database: Database, flaw: str
) -> None:
    mail = letter()
    stranger = await PostOffice.open(workspaces, worker_database)
    unsigned = {**office.source, "secret": ""}
    signatures = {
        "missing": "",
        "truncated": office.sign(mail)[:-1],
        "of another body": office.sign(mail + b"!"),
        "of another source": stranger.sign(mail),
        "not hex": "ä" * 32,
        "empty key": PostOffice(office.workspace, unsigned, office.reader, office.provider).sign(mail),
    }
    answer = await office.post(mail, signature=signatures[flaw])
    await office.reader.drain()

    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/signature-invalid")
    (refused,) = (await office.read("/inbound-messages"))["items"]
    assert refused["status"] == "refused"
    assert refused["reason"]
    assert (await office.read("/interactions"))["items"] == []


async def test_a_refused_body_is_kept_up_to_its_cap_and_cannot_be_replayed(office: PostOffice) -> None:
    await office.post(letter(text="x" * 3 * REFUSED_BODY_BYTES), signature="wrong")
    (refused,) = (await office.read("/inbound-messages", status="refused"))["items"]
    raw = await office.workspace.client.get(f"{BASE}/inbound-messages/{refused['id']}/raw")
    replayed = await office.workspace.client.post(f"{BASE}/inbound-messages/{refused['id']}/replay")

    assert len(raw.content) == REFUSED_BODY_BYTES
    assert refused["size"] > REFUSED_BODY_BYTES
    assert replayed.status_code == 409


async def test_refusals_cannot_fill_the_disk(office: PostOffice) -> None:
    for number in range(REFUSED_KEPT + 5):
        await office.post(b"%d" % number, signature="wrong")

    page = await office.read("/inbound-messages", status="refused", limit=200)
    assert len(page["items"]) == REFUSED_KEPT
    newest = await office.workspace.client.get(f"{BASE}/inbound-messages/{page['items'][0]['id']}/raw")
    assert newest.content == b"%d" % (REFUSED_KEPT + 4)


async def test_a_refused_body_does_not_keep_the_same_body_out_later(office: PostOffice) -> None:
    await office.post(letter(), signature="wrong")

    assert (await office.post(letter())).status_code == 202


async def test_an_address_that_nobody_was_given_is_not_found(office: PostOffice) -> None:
    for token in ("x", "x" * 43, "ä" * 43, new_token(office.workspace.id)):
        answer = await office.provider.post(f"{BASE}/inbound/{token}", content=letter())
        assert answer.status_code == 404


@pytest.mark.requirement("R36")
async def test_a_body_over_25_mib_is_refused(office: PostOffice) -> None:
    answer = await office.post(b"x" * (25 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert (await office.read("/inbound-messages"))["items"] == []


async def test_nonsense_with_a_good_signature_is_kept_as_failed_with_the_reason(office: PostOffice) -> None:
    failed = await office.deliver(b'{"not": "a mail"}')

    assert failed["status"] == "failed"
    assert "not a mail" in failed["reason"] or "header field" in failed["reason"]
    assert (await office.read("/interactions"))["items"] == []
    replayed = await office.workspace.client.post(f"{BASE}/inbound-messages/{failed['id']}/replay")
    await office.reader.drain()
    assert replayed.status_code == 202
    assert (await office.message(failed["id"]))["status"] == "failed"


async def test_basic_authentication_is_demanded_where_the_source_says_so(
    workspaces: Workspaces, worker_database: Database
) -> None:
    guarded = await PostOffice.open(workspaces, worker_database, basic_auth="mailer:a-long-password")
    headers = {"X-Rapport-Signature": guarded.sign(letter())}
    without = await guarded.provider.post(guarded.source["url"], content=letter(), headers=headers)
    with_it = await guarded.provider.post(
        guarded.source["url"], content=letter(), headers=headers, auth=("mailer", "a-long-password")
    )

    assert (without.status_code, with_it.status_code) == (401, 202)


async def test_the_correlation_id_of_the_request_is_that_of_its_events(office: PostOffice) -> None:
    headers = {"X-Rapport-Signature": office.sign(letter()), "X-Correlation-Id": "mail-from-the-mta-1"}
    await office.provider.post(office.source["url"], content=letter(), headers=headers)
    await office.reader.drain()

    (recorded,) = await office.said("interaction.recorded")
    assert recorded.correlation_id == "mail-from-the-mta-1"
