"""Files of a mail are kept, given only to those who may see it, and freed when nobody names them any more (R52)."""

import base64
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.api.interactions.attachments.keeping import Keeper
from services.api.interactions.attachments.sweeping import sweep_files
from services.api.worker.inbound import InboundReader
from services.kit.clock import now
from services.kit.database import Database
from services.kit.settings import Settings
from tests.support.hostile_files import HOSTILE_FILES
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces

PAGE = b"%PDF-1.7\nA page"


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


def enclosing(*files: tuple[str, str, bytes], message_id: str = "<1@x>", to: str = "a@b.example") -> bytes:
    """A mail with files: name, declared type, octets."""
    parts = [
        f"Content-Type: {' '.join(declared.split())}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename*=utf-8''{_quoted(name)}\r\n\r\n{base64.b64encode(octets).decode()}"
        for name, declared, octets in files
    ]
    body = "".join(f"--cut\r\n{part}\r\n" for part in ["\r\nSee the files.", *parts])
    return letter(text=f"{body}--cut--", Content_Type="multipart/mixed; boundary=cut", message_id=message_id, to=to)


def _quoted(name: str) -> str:
    return "".join(f"%{octet:02X}" for octet in name.encode())


async def test_a_file_comes_back_as_it_was_sent(office: PostOffice, settings: Settings) -> None:
    found = await office.interaction(await office.deliver(enclosing(("Pläne.pdf", "application/pdf", PAGE))))
    (file,) = found["attachments"]
    answer = await office.workspace.client.get(f"{BASE}/interactions/{found['id']}/attachments/{file['id']}")

    assert (file["is_stored"], file["not_stored_because"]) == (True, None)
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''Pl%C3%A4ne.pdf")
    assert answer.headers["x-content-type-options"] == "nosniff"
    kept = [path for path in (Path(settings.data_dir) / "files" / office.workspace.id.hex).rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]


@pytest.mark.requirement("R52")
async def test_hostile_files_are_kept_under_names_of_ours_and_served_as_downloads(
    office: PostOffice, settings: Settings
) -> None:
    for number, (name, kind, octets, _) in enumerate(HOSTILE_FILES):
        mail = enclosing((name, kind, octets), message_id=f"<{number}@x>")
        found = await office.interaction(await office.deliver(mail))
        (file,) = found["attachments"]
        answer = await office.workspace.client.get(
            f"{BASE}/interactions/{found['id']}/attachments/{file['id']}", params={"inline": "true"}
        )
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["content-type"] in {
            *("application/octet-stream", "application/pdf", "application/zip", "image/png"),
            "text/plain; charset=utf-8",
        }

    folder = Path(settings.data_dir) / "files" / office.workspace.id.hex
    assert all(len(path.name) == 64 and path.name.isalnum() for path in folder.rglob("*") if path.is_file())


@pytest.mark.requirement("R52")
async def test_only_those_who_may_see_the_mail_get_its_files(office: PostOffice, workspaces: Workspaces) -> None:
    found = await office.interaction(await office.deliver(enclosing(("a.pdf", "application/pdf", PAGE))))
    path = f"{BASE}/interactions/{found['id']}/attachments/{found['attachments'][0]['id']}"
    project = await office.workspace.create("/projects", name="Secret", is_private=True)
    viewer, stranger = (await office.workspace.join("viewer")).client, (await workspaces.make()).client

    assert (await viewer.get(path)).status_code == 200
    assert (await stranger.get(path)).status_code == 404
    assert (await workspaces.anonymous().get(path)).status_code == 401
    changed = await office.workspace.client.patch(
        f"{BASE}/interactions/{found['id']}", json={"project_ids": [project["id"]]}
    )
    assert changed.status_code == 200
    assert (await viewer.get(path)).status_code == 404


@pytest.mark.requirement("R52")
async def test_what_has_no_room_is_named_and_not_kept(office: PostOffice, worker_database: Database) -> None:
    small = Keeper(worker_database, office.workspace.parts.files, quota_bytes=len(PAGE) + 4)
    reader = InboundReader(worker_database, office.workspace.parts.sealer, small)
    cramped = replace(office, reader=reader)
    files = [
        ("a.pdf", "application/pdf", PAGE),
        ("b.bin", "a/b", b"more than four"),
        ("c.pdf", "application/pdf", PAGE),
    ]
    found = await cramped.interaction(await cramped.deliver(enclosing(*files)))

    assert [(file["is_stored"], file["not_stored_because"]) for file in found["attachments"]] == [
        (True, None),
        (False, "quota"),
        (True, None),
    ]
    missing = found["attachments"][1]["id"]
    answer = await office.workspace.client.get(f"{BASE}/interactions/{found['id']}/attachments/{missing}")
    assert answer.status_code == 404


async def test_files_are_freed_when_no_interaction_names_them_any_more(
    office: PostOffice, worker_database: Database
) -> None:
    shared, own = ("a.pdf", "application/pdf", PAGE), ("b.bin", "a/b", b"only here")
    first = await office.interaction(await office.deliver(enclosing(shared, own)))
    second = await office.interaction(await office.deliver(enclosing(shared, message_id="<2@x>")))
    files, workspace_id = office.workspace.parts.files, office.workspace.id
    orphan = await files.keep(workspace_id, b"of a transaction that was undone")
    answer = await office.workspace.client.delete(f"{BASE}/interactions/{first['id']}")
    assert answer.status_code == 204

    await sweep_files(worker_database, files)
    assert await files.read(workspace_id, orphan) is not None
    await sweep_files(worker_database, files, young=timedelta(seconds=-1))
    assert await files.read(workspace_id, orphan) is None
    path = f"{BASE}/interactions/{second['id']}/attachments/{second['attachments'][0]['id']}"
    assert (await office.workspace.client.get(path)).content == PAGE
    assert len(await files.kept_before(workspace_id, now() + timedelta(minutes=1))) == 1
