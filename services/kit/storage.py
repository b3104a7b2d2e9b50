"""Where files lie: a port, and a folder behind it. Names are made from the content; nothing a client says is a path."""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from services.kit.clock import now

DIGEST_BYTES = 32


class FileStorage(Protocol):
    """Octets by workspace and SHA-256; the same octets are kept once per workspace."""

    async def keep(self, workspace_id: UUID, octets: bytes) -> bytes:
        """Store octets so that they survive a crash; returns their SHA-256."""

    async def read(self, workspace_id: UUID, digest: bytes) -> bytes | None:
        """The octets; None where they are not there."""

    async def workspaces(self) -> list[UUID]:
        """The workspaces that have files."""

    async def kept_before(self, workspace_id: UUID, moment: datetime) -> list[bytes]:
        """Digests of files that nobody stored again since `moment`."""

    async def forget(self, workspace_id: UUID, digest: bytes, *, before: datetime) -> bool:
        """Remove a file, unless it was stored again since `before`."""


class LocalFiles:
    """A folder: `<workspace>/<two digits>/<digest>`, written beside and renamed, so that a file is whole or absent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, workspace_id: UUID, octets: bytes) -> bytes:
        """Store octets so that they survive a crash; returns their SHA-256."""
        return await asyncio.to_thread(self._keep, workspace_id, octets)

    async def read(self, workspace_id: UUID, digest: bytes) -> bytes | None:
        """The octets; None where they are not there, or are not what their name says."""
        return await asyncio.to_thread(self._read, workspace_id, digest)

    async def workspaces(self) -> list[UUID]:
        """The workspaces that have files."""
        return await asyncio.to_thread(lambda: list(self._workspaces()))

    async def kept_before(self, workspace_id: UUID, moment: datetime) -> list[bytes]:
        """Digests of files that nobody stored again since `moment`; halves of interrupted writes go at once."""
        return await asyncio.to_thread(lambda: list(self._kept_before(workspace_id, moment)))

    async def forget(self, workspace_id: UUID, digest: bytes, *, before: datetime) -> bool:
        """Remove a file, unless it was stored again since `before`."""
        return await asyncio.to_thread(self._forget, self._path(workspace_id, digest), before)

    def _keep(self, workspace_id: UUID, octets: bytes) -> bytes:
        digest = hashlib.sha256(octets).digest()
        path = self._path(workspace_id, digest)
        try:
            if path.stat().st_size == len(octets):
                # Young again, so that a sweep which is under way leaves it.
                os.utime(path)
                return digest
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        _sync_folder(path.parent)
        return digest

    def _read(self, workspace_id: UUID, digest: bytes) -> bytes | None:
        try:
            octets = self._path(workspace_id, digest).read_bytes()
        except FileNotFoundError:
            return None
        return octets if hashlib.sha256(octets).digest() == digest else None

    def _workspaces(self) -> Iterator[UUID]:
        if not self._folder.is_dir():
            return
        for folder in self._folder.iterdir():
            if len(folder.name) == DIGEST_BYTES and _is_hex(folder.name):
                yield UUID(hex=folder.name)

    def _kept_before(self, workspace_id: UUID, moment: datetime) -> Iterator[bytes]:
        for path in (self._folder / workspace_id.hex).glob("[0-9a-f][0-9a-f]/*"):
            if not _is_older(path, moment):
                continue
            if len(path.name) == 2 * DIGEST_BYTES and _is_hex(path.name):
                yield bytes.fromhex(path.name)
            elif path.name.endswith(".part"):
                path.unlink(missing_ok=True)

    def _forget(self, path: Path, before: datetime) -> bool:
        if not _is_older(path, before):
            return False
        path.unlink(missing_ok=True)
        return True

    def _path(self, workspace_id: UUID, digest: bytes) -> Path:
        if len(digest) != DIGEST_BYTES:
            raise ValueError("a file is named by its SHA-256")
        name = digest.hex()
        return self._folder / workspace_id.hex / name[:2] / name


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=now().tzinfo) < moment
    except FileNotFoundError:
        return False


def _is_hex(name: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in name)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
