"""Setting up where providers may post to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from services.api.integrations import events
from services.api.integrations.errors import provider_unavailable, secret_needed
from services.api.integrations.models import InboundSource
from services.api.integrations.providers.port import Credentials
from services.api.integrations.providers.registry import available, provider_named
from services.api.integrations.sources import repository
from services.api.integrations.sources.domain import new_token, path_of, workspace_of
from services.api.integrations.sources.schemas import (
    InboundSourceCreate,
    InboundSourceCreated,
    InboundSourceRead,
    SourceSettingsRead,
)
from services.api.web.conditions import check_version
from services.kit.ids import new_id
from services.kit.reads import Reader
from services.kit.seal import Sealer, digest
from services.kit.work import Work


@dataclass(frozen=True)
class OpenSource:
    """A source with its credentials in clear, as receiving and reading need it."""

    id: UUID
    workspace_id: UUID
    name: str
    provider: str
    credentials: Credentials


async def add_source(work: Work, *, given: InboundSourceCreate, sealer: Sealer) -> InboundSourceCreated:
    """Make an address for a provider to post to. The answer shows the secret, this once.

    Raises:
        Invalid: the provider is not available in this version, or has nothing to verify with.
    """
    provider = provider_named(given.provider)
    if provider is None or provider.kind != given.kind:
        raise provider_unavailable(given.provider, given.kind, available(given.kind))
    secret = given.secret or provider.new_secret()
    settings = given.settings.model_dump(exclude_none=True)
    if not provider.is_guarded(Credentials(secret, settings)):
        raise secret_needed(given.provider)
    source_id, token = new_id(), new_token(work.workspace_id)
    context = _context(source_id)
    source = InboundSource(
        workspace_id=work.workspace_id,
        id=source_id,
        kind=given.kind,
        provider=given.provider,
        name=given.name or f"Mail by {given.provider}",
        token_hash=digest(token),
        token_sealed=sealer.seal(token, context=context),
        secret_sealed=sealer.seal(secret, context=context) if secret else None,
        settings_sealed=sealer.seal(orjson.dumps(settings).decode(), context=context),
    )
    work.session.add(source)
    await work.session.flush()
    work.record(events.source_created(source), subject=events.source_subject(source), sequence=source.version)
    shown = shown_source({**_columns(source), "has_secret": secret is not None}, sealer)
    return InboundSourceCreated(**shown.model_dump(), secret=secret)


async def delete_source(work: Work, *, source_id: UUID, expected_version: int | None = None) -> None:
    """Close an address. What came in through it stays recorded; its raw requests are deleted.

    Raises:
        NotFound: there is no such source here.
        PreconditionFailed: it changed since `expected_version`.
    """
    source = await repository.source_for_change(work, source_id=source_id)
    check_version(expected_version, source.version)
    work.record(events.source_deleted(source), subject=events.source_subject(source), sequence=source.version + 1)
    await work.session.delete(source)
    await work.session.flush()


async def open_source_of_token(reader: Reader, *, token: str, sealer: Sealer) -> OpenSource | None:
    """The source of an address; None where nobody was given this address."""
    workspace_id = workspace_of(token)
    if workspace_id is None:
        return None
    rows = await reader.rows(repository.UNSCOPED_SOURCE_OF_TOKEN, workspace_id, token_hash=digest(token))
    return opened_source(workspace_id, dict(rows[0]), sealer) if rows else None


def opened_source(workspace_id: UUID, columns: Mapping[str, Any], sealer: Sealer) -> OpenSource:
    """A source as it is stored, with its credentials in clear."""
    context = _context(columns["id"])
    sealed = columns["secret_sealed"]
    secret = sealer.open(sealed, context=context) if sealed else None
    credentials = Credentials(secret, _settings(columns["settings_sealed"], sealer, context))
    return OpenSource(columns["id"], workspace_id, columns["name"], columns["provider"], credentials)


def shown_source(columns: dict[str, Any], sealer: Sealer) -> InboundSourceRead:
    """A source as its admins see it: the address in clear, secrets only as being there."""
    context = _context(UUID(str(columns["id"])))
    settings = _settings(columns.pop("settings_sealed"), sealer, context)
    return InboundSourceRead(
        **{name: columns[name] for name in InboundSourceRead.model_fields if name in columns},
        url=path_of(sealer.open(columns["token_sealed"], context=context)),
        settings=SourceSettingsRead(
            has_basic_auth="basic_auth" in settings, create_contacts=bool(settings.get("create_contacts"))
        ),
    )


def _settings(sealed: str | None, sealer: Sealer, context: str) -> dict[str, Any]:
    settings: dict[str, Any] = orjson.loads(sealer.open(sealed, context=context)) if sealed else {}
    return settings


def _columns(source: InboundSource) -> dict[str, Any]:
    return {column.key: getattr(source, column.key) for column in InboundSource.__table__.columns}


def _context(source_id: UUID) -> str:
    return f"inbound-source:{source_id}"
