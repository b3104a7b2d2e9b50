"""The local mailbox in the product: newest first, harmless, and only on a local stack."""

import mailbox
import os
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.workspace import TestWorkspace, Workspaces

PATH = "/api/v1/local-mailbox"


def deliver(folder: Path, subject: str, *, at: int, html: str | None = None) -> str:
    """One mail in the Maildir, received at a second since 1970; returns its key."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Rapport <rapport@localhost>", "eva@lindqvist.example", subject
    mail.set_content("Petri Aho wrote.")
    if html is not None:
        mail.add_alternative(html, subtype="html")
    key = mailbox.Maildir(folder, create=True).add(mail)
    os.utime(folder / "new" / key, (at, at))
    return key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
async def local(app: FastAPI, settings: Settings, folder: Path) -> AsyncIterator[FastAPI]:
    """The same product, told where its mailbox is."""
    parts = app.state.parts
    application = create_app(settings.model_copy(update={"local_mailbox": str(folder)}))
    application.state.database, application.state.authenticate = parts.database, parts.authenticator.authenticate
    yield application
    await application.state.parts.close()


@pytest.fixture
async def owner(workspaces: Workspaces, local: FastAPI) -> AsyncIterator[AsyncClient]:
    workspace = await workspaces.make()
    client = _beside(workspace, local)
    yield client
    await client.aclose()


def _beside(workspace: TestWorkspace, local: FastAPI) -> AsyncClient:
    authorization = {"Authorization": workspace.client.headers["Authorization"]}
    return AsyncClient(transport=ASGITransport(app=local), base_url="http://127.0.0.1:8000", headers=authorization)


async def test_mails_are_listed_newest_first_in_pages(owner: AsyncClient, folder: Path) -> None:
    for number in range(3):
        deliver(folder, f"Mail {number}", at=1_700_000_000 + number)

    first = (await owner.get(PATH, params={"limit": 2})).json()
    second = (await owner.get(PATH, params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [item["subject"] for item in first["items"] + second["items"]] == ["Mail 2", "Mail 1", "Mail 0"]
    assert second["next_cursor"] is None
    assert first["items"][0]["from"] == "Rapport <rapport@localhost>"
    assert first["items"][0]["received_at"] == "2023-11-14T22:13:22Z"


async def test_an_empty_mailbox_is_an_empty_list(owner: AsyncClient) -> None:
    assert (await owner.get(PATH)).json() == {"items": [], "next_cursor": None}


async def test_a_mail_is_read_with_its_headers_and_without_scripts(owner: AsyncClient, folder: Path) -> None:
    key = deliver(folder, "Grüße", at=1_700_000_000, html="<p onclick=x()>Hello<script>alert(1)</script></p>")

    mail = (await owner.get(f"{PATH}/{key}")).json()

    assert (mail["subject"], mail["text"].strip(), mail["html"]) == ("Grüße", "Petri Aho wrote.", "<p>Hello</p>")
    assert {"name": "to", "value": "eva@lindqvist.example"} in mail["headers"]


@pytest.mark.parametrize("key", ["nothing", "..", "..%2F..%2Fetc%2Fpasswd", "%00"])
async def test_a_key_that_names_no_mail_is_not_found(owner: AsyncClient, folder: Path, key: str) -> None:
    deliver(folder, "one", at=1_700_000_000)

    assert (await owner.get(f"{PATH}/{key}")).status_code == 404


async def test_without_a_local_mailbox_the_answer_says_so(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.get(PATH)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "not-a-local-stack")


async def test_only_admins_read_other_peoples_mail(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    member, admin = await workspace.join("member"), await workspace.join("admin")

    assert (await member.client.get(PATH)).status_code == 403
    assert (await admin.client.get(PATH)).status_code == 404
