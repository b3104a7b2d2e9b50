"""Settings of a source: how it is guarded, what its provider needs, and what is done with what comes in."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.api.feedback.responses.domain import Metric
from services.api.integrations.providers.port import Provider
from services.api.web.fields import Change, OneLine, Storable

#: What every source has, whoever posts to it.
SHARED: Final = frozenset({"basic_auth", "quiet_after_days"})
#: What every source of mail has on top.
OF_MAIL: Final = frozenset({"create_contacts", "address"})
#: Shown as they are; everything else is a secret and only named.
SHOWN: Final = frozenset({"create_contacts", "address", "quiet_after_days", "topic_arn", "client_id", "mapping"})

BasicAuth = Annotated[str, StringConstraints(pattern=r"^[^:\s][^:]*:.+$", max_length=300), Storable, OneLine]
Mailbox = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        pattern=r"^[^\s@+<>()\",;:]{1,31}@[^\s@<>()\",;:]{1,200}\.[^\s@<>()\",;:.]{2,}$",
        max_length=250,
    ),
    Storable,
    OneLine,
]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Storable, OneLine]
PublicKey = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=4000), Storable]
SignedUrl = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^https?://\S+$", max_length=2000), Storable, OneLine
]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Storable]
Metrics = Annotated[dict[Question, Metric], Field(max_length=100)]
QuietDays = Annotated[int, Field(ge=1, le=365)]


class SourceSettings(Change):
    """Each provider knows some of these; one that it does not use is refused."""

    required: ClassVar[frozenset[str]] = frozenset({"create_contacts"})

    basic_auth: BasicAuth | None = Field(
        default=None, examples=["mailer:a-long-password"], description="`user:password`; when set it is required."
    )
    create_contacts: bool = Field(
        default=False, description="An unknown sender at a known customer's domain becomes a contact."
    )
    address: Mailbox | None = Field(
        default=None,
        examples=["inbox@crm.example.com"],
        description="The mailbox whose mail this source brings; projects get addresses of their own in it.",
    )
    quiet_after_days: QuietDays | None = Field(
        default=None, description="After so many days without a request the source counts as quiet."
    )
    signed_url: SignedUrl | None = Field(default=None, description="The address as the provider signs it (Mandrill).")
    public_key: PublicKey | None = Field(default=None, description="What the provider's signature is checked with.")
    inbound_secret: Word | None = Field(default=None, description="The second secret, for inbound mail.")
    topic_arn: Word | None = Field(default=None, description="The only topic that is listened to (SES).")
    client_id: Word | None = Field(default=None, description="The id of the app (SurveyMonkey).")
    access_token: Word | None = Field(default=None, description="What answers are fetched with (SurveyMonkey).")
    api_key: Word | None = Field(default=None, description="What answers are fetched with (Jotform).")
    mapping: Metrics | None = Field(
        default=None,
        examples=[{"How likely are you to recommend us?": "nps"}],
        description="Of surveys: which question (its reference, id or title) or calculated value carries which metric. "
        "Without it the kind and the scale of a question tell.",
    )

    def stored(self) -> dict[str, Any]:
        """What was given, without what is empty."""
        return {key: value for key, value in self.given().items() if value not in (None, False)}


class SourceSettingsRead(BaseModel):
    """Secrets are not shown, only that they are set."""

    model_config = ConfigDict(extra="ignore")

    has_basic_auth: bool
    create_contacts: bool
    address: str | None
    quiet_after_days: int | None
    topic_arn: str | None
    client_id: str | None
    mapping: dict[str, Metric] | None
    secret_keys: list[str] = Field(description="Names of the secret settings that are set, such as `public_key`.")


def shown_settings(settings: Mapping[str, Any]) -> SourceSettingsRead:
    """The settings as admins see them."""
    return SourceSettingsRead(
        has_basic_auth="basic_auth" in settings,
        create_contacts=bool(settings.get("create_contacts")),
        address=settings.get("address"),
        quiet_after_days=settings.get("quiet_after_days"),
        topic_arn=settings.get("topic_arn"),
        client_id=settings.get("client_id"),
        mapping=settings.get("mapping"),
        secret_keys=sorted(settings.keys() - SHOWN),
    )


def keys_of(provider: Provider) -> frozenset[str]:
    """The settings that a source of this provider may have."""
    return SHARED | provider.settings_keys | (OF_MAIL if provider.kind == "email" else frozenset())


def unused(provider: Provider, keys: Iterable[str]) -> list[str]:
    """Those of the given settings that the provider has no use for, sorted."""
    return sorted(set(keys) - keys_of(provider))
