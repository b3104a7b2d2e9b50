"""Pictures of a mail from elsewhere: fetched by the API for whoever sees the mail, and only if the mail shows them."""

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from services.api.interactions.pictures import service
from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.assurance.recording import FigureTaker
from tests.support.foreign_server import PNG, ForeignServer, canary, foreign_server
from tests.support.workspace import BASE, TestWorkspace, Workspaces

pytestmark = pytest.mark.requirement("R50")

PROBLEMS = "https://rapport.dev/problems/"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "
AVIF = b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00avifmiaf"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(scope="module")
def server() -> Iterator[ForeignServer]:
    """The server of the sender's pictures."""
    with foreign_server() as serving:
        yield serving


def opened(settings: Settings, server: ForeignServer, **more: Any) -> FastAPI:
    """The application of an operator who opened that server, and nothing else of the loopback."""
    openings = f"127.0.0.1:{server.port}, [::1]:{server.port}"
    return create_app(settings.model_copy(update={"allow_private_targets": openings, **more}))


@pytest.fixture(scope="module")
async def made(app: FastAPI, settings: Settings, server: ForeignServer) -> AsyncIterator[Workspaces]:
    application = opened(settings, server)
    async with application.router.lifespan_context(application):
        workspaces = Workspaces(application)
        yield workspaces
        await workspaces.close()


@pytest.fixture
async def here(made: Workspaces) -> TestWorkspace:
    return await made.make()


async def mail_with(workspace: TestWorkspace, *addresses: str, **more: Any) -> str:
    """An interaction whose HTML shows these pictures; its id."""
    html = "".join(f'<p>Look:</p><img src="{address.replace("&", "&amp;")}" alt="x">' for address in addresses)
    body = {"channel": "email", "occurred_at": "2026-11-20T08:15:00Z", "text": "Look", "html": html, **more}
    return str((await workspace.create("/interactions", **body))["id"])


async def fetch(client: AsyncClient, interaction_id: str, url: str) -> Response:
    return await client.get(f"{BASE}/interactions/{interaction_id}/remote-picture", params={"url": url})


def told(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix(PROBLEMS)


async def test_a_picture_comes_as_it_is_and_can_do_nothing(here: TestWorkspace, server: ForeignServer) -> None:
    url = server.url("/picture.png?reader=eva&mail=7")
    mail = await mail_with(here, url)
    server.asked.clear()

    answer = await fetch(here.client, mail, url)

    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    assert "set-cookie" not in answer.headers
    assert [asked.path for asked in server.asked] == ["/picture.png?reader=eva&mail=7"]
    assert set(server.asked[0].headers) == {"host", "user-agent", "accept", "accept-encoding"}


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"GIF89a\x01", "image/gif"),
        (WEBP, "image/webp"),
        (AVIF, "image/avif"),
    ],
)
async def test_its_type_is_told_by_its_octets(
    here: TestWorkspace, server: ForeignServer, octets: bytes, kind: str
) -> None:
    server.tells("/told", octets, kind="text/html")
    url = server.url("/told")

    answer = await fetch(here.client, await mail_with(here, url), url)

    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, kind, octets)


@pytest.mark.parametrize(
    "octets",
    [SVG, b"<?xml version='1.0'?>" + SVG, b"<html><script>1</script>", b"", b"%PDF-1.7", b"\x1f\x8b" + PNG, b" " + PNG],
)
async def test_what_is_no_picture_of_dots_is_not_shown(
    here: TestWorkspace, server: ForeignServer, octets: bytes
) -> None:
    server.tells("/odd", octets, kind="image/png")
    url = server.url("/odd")

    assert told(await fetch(here.client, await mail_with(here, url), url)) == (502, "picture-not-shown")


async def test_a_picture_that_is_too_large_is_not_read_to_its_end(here: TestWorkspace, server: ForeignServer) -> None:
    server.floods("/flood")
    server.tells("/large", PNG + bytes(service.MOST_BYTES))
    urls = [server.url("/flood"), server.url("/large")]
    mail = await mail_with(here, *urls)

    for url in urls:
        assert told(await fetch(here.client, mail, url)) == (502, "picture-too-large")


async def test_a_server_that_is_slow_gone_or_elsewhere_is_told(
    here: TestWorkspace, server: ForeignServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FETCH_SECONDS", 0.5)
    server.dribbles("/slow", seconds=0.05)
    server.redirects("/round", "/round")
    urls = [server.url("/slow"), server.url("/missing"), server.url("/round"), "http://nobody.invalid/a.png"]
    mail = await mail_with(here, *urls)
    begun = time.monotonic()

    answers = [told(await fetch(here.client, mail, url)) for url in urls[:3]]

    assert answers == [(504, "picture-too-slow"), (502, "picture-not-shown"), (502, "picture-not-shown")]
    assert time.monotonic() - begun < 4
    monkeypatch.setattr(service, "FETCH_SECONDS", 10)
    assert told(await fetch(here.client, mail, urls[3])) == (502, "picture-unreachable")


@pytest.mark.requirement("R43", "R44")
async def test_nothing_within_is_asked_and_nothing_of_it_told(
    here: TestWorkspace, server: ForeignServer, figure: FigureTaker
) -> None:
    with canary() as bird:
        within = f"http://127.0.0.1:{bird.port}/secret.png"
        server.redirects("/in", within)
        server.redirects("/own", "http://127.0.0.1:8000/api/v1/me", status=307)
        urls = [
            *(within, f"http://localhost:{bird.port}/", f"http://[::1]:{bird.port}/", f"//127.1:{bird.port}/"),
            *("http://127.0.0.1:8000/api/v1/me", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/"),
            *(server.url("/in"), server.url("/own"), "http://nobody.invalid/a.png"),
        ]
        mail = await mail_with(here, *urls)

        answers = [await fetch(here.client, mail, url) for url in urls]

        assert {told(answer) for answer in answers} == {(502, "picture-unreachable")}
        assert len({answer.json()["detail"] for answer in answers}) == 1
        assert bird.knocks == 0
        figure("R44", "connections within", bird.knocks)


async def test_only_what_the_mail_shows_is_fetched(here: TestWorkspace, server: ForeignServer) -> None:
    shown, linked = server.url("/picture.png?a=1&b=2"), server.url("/linked.png")
    mail = await mail_with(here, shown)
    other = await mail_with(here, server.url("/other.png"))
    html = f'<a href="{linked}">{linked}</a><img alt="&lt;img src={linked}&gt;" src="{shown}">'
    linking = await mail_with(here, html=html)
    server.asked.clear()

    for url in (linked, server.url("/picture.png"), server.url("/other.png"), shown + "&c=3", shown.upper(), "x"):
        assert told(await fetch(here.client, mail, url)) == (404, "not-found"), url
    assert told(await fetch(here.client, linking, linked)) == (404, "not-found")
    assert told(await fetch(here.client, other, shown)) == (404, "not-found")
    assert server.asked == []

    assert (await fetch(here.client, linking, shown)).status_code == 200
    assert (await fetch(here.client, mail, f" {shown} ")).status_code == 200


async def test_an_interaction_without_html_shows_nothing(here: TestWorkspace, server: ForeignServer) -> None:
    call = await here.create("/interactions", channel="call", occurred_at="2026-11-20T08:15:00Z", text=server.url())

    assert told(await fetch(here.client, call["id"], server.url())) == (404, "not-found")


async def test_an_address_must_be_one(here: TestWorkspace) -> None:
    mail = await mail_with(here, "cid:logo", "file:///etc/passwd")

    assert told(await fetch(here.client, mail, "")) == (422, "invalid-request")
    assert told(await fetch(here.client, mail, "http://a.example/" + "a" * 4_000)) == (422, "invalid-request")
    assert told(await fetch(here.client, mail, "cid:logo")) == (502, "picture-unreachable")
    assert told(await fetch(here.client, mail, "file:///etc/passwd")) == (404, "not-found")


@pytest.mark.requirement("R16")
async def test_only_those_who_see_the_mail_see_its_pictures(
    here: TestWorkspace, made: Workspaces, server: ForeignServer
) -> None:
    mail = await mail_with(here, server.url())
    viewer, stranger = (await here.join("viewer")).client, (await made.make()).client
    server.asked.clear()

    foreign, random = await fetch(stranger, mail, server.url()), await fetch(stranger, str(uuid4()), server.url())
    assert told(foreign) == told(random) == (404, "not-found")
    assert foreign.json()["detail"] == random.json()["detail"]
    assert (await fetch(made.anonymous(), mail, server.url())).status_code == 401
    assert server.asked == []
    assert (await fetch(viewer, mail, server.url())).status_code == 200

    project = await here.create("/projects", name="Secret", is_private=True)
    changed = await here.client.patch(f"{BASE}/interactions/{mail}", json={"project_ids": [project["id"]]})
    assert changed.status_code == 200
    server.asked.clear()
    assert told(await fetch(viewer, mail, server.url())) == (404, "not-found")
    assert server.asked == []
    assert (await fetch(here.client, mail, server.url())).status_code == 200


async def test_one_person_fetches_so_many_within_ten_minutes_and_no_more(
    settings: Settings, server: ForeignServer, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_PER_WINDOW", 3)
    strict = opened(settings, server, rate_limits="on")
    workspaces = Workspaces(strict)
    here = await workspaces.make()
    other = await here.join("member")
    mail = await mail_with(here, server.url())

    answers = [await fetch(here.client, mail, server.url()) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3].headers["retry-after"]) <= 600
    assert told(answers[3]) == (429, "too-many-pictures")
    assert (await fetch(other.client, mail, server.url())).status_code == 200
    await workspaces.close()
    await strict.state.parts.close()


@pytest.mark.requirement("R45")
async def test_no_workspace_opens_what_the_operator_did_not(
    workspaces: Workspaces, server: ForeignServer, figure: FigureTaker
) -> None:
    """The same server, as an instance sees it whose operator said nothing."""
    here = await workspaces.make()
    mail = await mail_with(here, server.url())
    server.asked.clear()

    assert told(await fetch(here.client, mail, server.url())) == (502, "picture-unreachable")
    assert server.asked == []
    figure("R45", "private servers asked without the operator's word", len(server.asked))
