"""Setting up where providers may post to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from services.api.integrations import events
from services.api.integrations.errors import (
    provider_unavailable,
    secret_needed,
    secret_not_made,
    secret_useless,
    settings_unused,
)
from services.api.integrations.models import InboundSource
from services.api.integrations.providers.port import Credentials, Provider
from services.api.integrations.providers.registry import PROVIDERS, available, provider_named
from services.api.integrations.sources import repository
from services.api.integrations.sources.domain import new_token, path_of, workspace_of
from services.api.integrations.sources.schemas import (
    InboundProviderRead,
    InboundSourceCreate,
    InboundSourceCreated,
    InboundSourceRead,
    InboundSourceUpdate,
)
from services.api.integrations.sources.settings import SourceSettings, keys_of, shown_settings, unused
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.actor import Actor
from services.kit.clock import now
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
    last_received_at: datetime | None = None


async def add_source(work: Work, *, given: InboundSourceCreate, sealer: Sealer) -> InboundSourceCreated:
    """Make an address for a provider to post to. The answer shows the secret, this once.

    Raises:
        Invalid: the provider is not available in this version, has nothing to verify with, or was given what it does
            not use.
    """
    provider = provider_named(given.provider)
    if provider is None or provider.kind != given.kind:
        raise provider_unavailable(given.provider, given.kind, available(given.kind))
    settings = given.settings.stored()
    secret = given.secret or provider.new_secret()
    _check_guard(provider, Credentials(secret, settings))
    source_id, token = new_id(), new_token(work.workspace_id)
    context = _context(source_id)
    source = InboundSource(
        workspace_id=work.workspace_id,
        id=source_id,
        kind=given.kind,
        provider=given.provider,
        name=given.name or f"{'Mail' if given.kind == 'email' else 'Surveys'} by {given.provider}",
        token_hash=digest(token),
        token_sealed=sealer.seal(token, context=context),
        secret_sealed=sealer.seal(secret, context=context) if secret else None,
        settings_sealed=_sealed(settings, sealer, context),
    )
    work.session.add(source)
    await work.session.flush()
    work.record(events.source_created(source), subject=events.source_subject(source), sequence=source.version)
    return await _with_secret(work, source, sealer, secret)


async def change_source(
    work: Work, *, source_id: UUID, change: InboundSourceUpdate, sealer: Sealer, expected_version: int | None = None
) -> InboundSourceCreated:
    """Rename a source, give it another secret, or change its settings. A secret is shown only where Rapport made it.

    Raises:
        NotFound: there is no such source here.
        PreconditionFailed: it changed since `expected_version`.
        Invalid: nothing would guard it any more, or it was given what its provider does not use.
    """
    source = await repository.source_for_change(work, source_id=source_id)
    check_version(expected_version, source.version)
    provider, context = PROVIDERS[source.provider], _context(source.id)
    before = opened_source(work.workspace_id, _columns(source), sealer).credentials
    made = _made(provider) if change.makes_secret else None
    secret = made or (change.secret if "secret" in change.model_fields_set else before.secret)
    settings = _merged(before.settings, change.settings)
    _check_guard(provider, Credentials(secret, settings))
    changed = apply({"name": change.name} if change.name is not None else {}, source)
    if secret != before.secret:
        source.secret_sealed = sealer.seal(secret, context=context) if secret else None
        changed.append("secret")
    if settings != before.settings:
        source.settings_sealed = _sealed(settings, sealer, context)
        changed.append("settings")
    if changed:
        await work.session.flush()
        payload = events.source_updated(source, changed)
        work.record(payload, subject=events.source_subject(source), sequence=source.version)
    return await _with_secret(work, source, sealer, made)


async def note_heard(work: Work, *, source_id: UUID) -> None:
    """The source was heard from just now."""
    at = now()
    await repository.touch(work, source_id=source_id, column="last_received_at", at=at, before=at)


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


async def mailboxes(reader: Reader, actor: Actor, *, sealer: Sealer) -> list[tuple[UUID, str, str]]:
    """The sources of mail that name their mailbox: id, name, address."""
    rows = await reader.rows(repository.UNSCOPED_MAIL_SOURCES, actor.workspace_id)
    found = ((row["id"], row["name"], _settings(row["settings_sealed"], sealer, _context(row["id"]))) for row in rows)
    return [(source_id, name, settings["address"]) for source_id, name, settings in found if settings.get("address")]


def opened_source(workspace_id: UUID, columns: Mapping[str, Any], sealer: Sealer) -> OpenSource:
    """A source as it is stored, with its credentials in clear."""
    context = _context(columns["id"])
    sealed = columns["secret_sealed"]
    secret = sealer.open(sealed, context=context) if sealed else None
    credentials = Credentials(secret, _settings(columns["settings_sealed"], sealer, context))
    last_received_at = columns.get("last_received_at")
    return OpenSource(columns["id"], workspace_id, columns["name"], columns["provider"], credentials, last_received_at)


def shown_source(columns: dict[str, Any], sealer: Sealer) -> InboundSourceRead:
    """A source as its admins see it: the address in clear, secrets only as being there."""
    context = _context(UUID(str(columns["id"])))
    settings = _settings(columns.pop("settings_sealed"), sealer, context)
    return InboundSourceRead(
        **{name: columns[name] for name in InboundSourceRead.model_fields if name in columns},
        url=path_of(sealer.open(columns["token_sealed"], context=context)),
        settings=shown_settings(settings),
    )


def known_providers() -> list[InboundProviderRead]:
    """What can post to a source in this version, by name."""
    return [
        InboundProviderRead(
            name=provider.name,
            kind=provider.kind,
            takes_secret=provider.takes_secret,
            makes_secret=provider.new_secret() is not None,
            settings=sorted(keys_of(provider)),
        )
        for _, provider in sorted(PROVIDERS.items())
    ]


def _check_guard(provider: Provider, credentials: Credentials) -> None:
    if useless := unused(provider, credentials.settings):
        raise settings_unused(provider.name, useless)
    if credentials.secret and not provider.takes_secret:
        raise secret_useless(provider.name)
    if not provider.is_guarded(credentials):
        raise secret_needed(provider.name)


def _made(provider: Provider) -> str:
    made = provider.new_secret()
    if made is None:
        raise secret_not_made(provider.name)
    return made


def _merged(before: Mapping[str, Any], change: SourceSettings | None) -> dict[str, Any]:
    """Only what is named changes; what is empty then is not kept."""
    merged = {**before, **(change.given() if change else {})}
    return {key: value for key, value in merged.items() if value not in (None, False)}


def _sealed(settings: Mapping[str, Any], sealer: Sealer, context: str) -> str:
    return sealer.seal(orjson.dumps(dict(settings)).decode(), context=context)


async def _with_secret(work: Work, source: InboundSource, sealer: Sealer, secret: str | None) -> InboundSourceCreated:
    unmatched, failed = await repository.open_counts(work, source_id=source.id)
    columns = {**_columns(source), "has_secret": source.secret_sealed is not None}
    shown = shown_source({**columns, "unmatched_count": unmatched, "failed_count": failed}, sealer)
    return InboundSourceCreated(**shown.model_dump(), secret=secret)


def _settings(sealed: str | None, sealer: Sealer, context: str) -> dict[str, Any]:
    settings: dict[str, Any] = orjson.loads(sealer.open(sealed, context=context)) if sealed else {}
    return settings


def _columns(source: InboundSource) -> dict[str, Any]:
    return {column.key: getattr(source, column.key) for column in InboundSource.__table__.columns}


def _context(source_id: UUID) -> str:
    return f"inbound-source:{source_id}"
