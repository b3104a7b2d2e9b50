"""The one composition root: what the API and the worker are made of."""

from dataclasses import dataclass
from pathlib import Path

from services.api.collaboration.comments import following as comments
from services.api.collaboration.watchers.service import stop_all_watching
from services.api.identity.authentication import Authenticator
from services.api.identity.dependencies import Leaving
from services.api.interactions.attachments.keeping import MEBIBYTE, Keeper
from services.api.interactions.pictures.service import Gallery
from services.api.projects.members.service import leave_all_projects
from services.kit.database import Database
from services.kit.foreign.border import Border
from services.kit.foreign.client import ForeignClient
from services.kit.passwords import Passwords
from services.kit.seal import Sealer
from services.kit.settings import Settings
from services.kit.storage import FileStorage, LocalFiles
from services.kit.tokens import Tokens

API_ROLE = "rapport_app"
WORKER_ROLE = "rapport_worker"

#: What follows from what lower contexts do, in whichever process that happens; being imported is all it needs.
FOLLOWING = (comments,)


@dataclass(frozen=True)
class Parts:
    """The long-lived parts of one process."""

    settings: Settings
    database: Database
    tokens: Tokens
    passwords: Passwords
    sealer: Sealer
    authenticator: Authenticator
    leaving: tuple[Leaving, ...]
    files: FileStorage
    foreign: ForeignClient
    gallery: Gallery

    @property
    def keeper(self) -> Keeper:
        """What puts files of mails into the store."""
        return Keeper(self.database, self.files, self.settings.storage_quota_mb * MEBIBYTE)

    async def close(self) -> None:
        """Let go of threads and connections."""
        self.passwords.close()
        await self.foreign.close()
        await self.database.close()


def compose(settings: Settings, *, role: str = API_ROLE, application: str = "rapport-api") -> Parts:
    """Make the parts; nothing is connected yet."""
    database = Database(settings.database_url, role=role, application=application)
    tokens = Tokens(settings.secret_keys, issuer=settings.public_url)
    foreign = ForeignClient(Border(own_host=settings.public_host, openings=settings.openings))
    return Parts(
        settings=settings,
        database=database,
        tokens=tokens,
        passwords=Passwords(),
        sealer=Sealer(settings.secret_keys),
        authenticator=Authenticator(database, tokens),
        leaving=(stop_all_watching, leave_all_projects),
        files=LocalFiles(Path(settings.data_dir) / "files"),
        foreign=foreign,
        gallery=Gallery(foreign),
    )
