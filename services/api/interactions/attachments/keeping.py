"""Files of mails go into the store before the transaction that names them; what has no place is named all the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.api.interactions.attachments import repository
from services.api.interactions.mail.bodies import Attachment
from services.api.interactions.mail.message import ParsedMail
from services.kit.actor import Actor
from services.kit.database import Database
from services.kit.storage import FileStorage

MAX_FILE_BYTES = 26 * 1024 * 1024
MAX_FILES = 100
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Keeper:
    """The store, and how many bytes one workspace may have in it."""

    database: Database
    files: FileStorage
    quota_bytes: int

    async def keep(self, actor: Actor, mails: Sequence[ParsedMail]) -> list[ParsedMail]:
        """The mails with each file stored, or with the reason why it is not. A file that is there costs nothing."""
        wanted = [file for mail in mails for file in mail.attachments]
        if not wanted:
            return list(mails)
        async with self.database.work(actor, correlation_id="attachments") as work:
            used = await repository.stored_bytes(work)
            known = await repository.stored_digests(work, digests=[bytes.fromhex(file.sha256) for file in wanted])
        room = _Room(self.quota_bytes - used, known)
        return [await self._kept(actor.workspace_id, mail, room) for mail in mails]

    async def _kept(self, workspace_id: UUID, mail: ParsedMail, room: "_Room") -> ParsedMail:
        files = []
        for number, file in enumerate(mail.attachments):
            reason = room.refuses(file, number)
            if reason is None:
                await self.files.keep(workspace_id, file.octets)
            files.append(replace(file, octets=b"", is_stored=reason is None, not_stored_because=reason))
        return replace(mail, attachments=tuple(files))


@dataclass
class _Room:
    """What is left of the workspace's place."""

    left: int
    known: set[bytes]

    def refuses(self, file: Attachment, number: int) -> str | None:
        """Why the file cannot be stored; None where it can, and then its place is taken."""
        digest = bytes.fromhex(file.sha256)
        if number >= MAX_FILES:
            return "number"
        if file.size > MAX_FILE_BYTES:
            return "size"
        if digest in self.known:
            return None
        if file.size > self.left:
            return "quota"
        self.left -= file.size
        self.known.add(digest)
        return None
