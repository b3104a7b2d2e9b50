"""Pure rules: whose answer it is, and on which project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.feedback.responses.domain import MatchedBy

#: The names under which the link of a survey may say where an answer belongs.
CONTACT_FIELDS = ("contact_id", "contact")
CUSTOMER_FIELDS = ("customer_id", "customer")
PROJECT_FIELDS = ("project_id", "project_key", "project")


@dataclass(frozen=True)
class KnownContact:
    """A contact as matching sees it."""

    id: UUID
    customer_id: UUID


@dataclass(frozen=True)
class KnownProject:
    """A project as matching sees it."""

    id: UUID
    customer_ids: Sequence[UUID]


@dataclass(frozen=True)
class Known:
    """What the workspace knows of an answer: what its hidden fields name, who has its address, who has the domain."""

    named_contact: KnownContact | None = None
    named_customer_id: UUID | None = None
    named_project: KnownProject | None = None
    contacts: Sequence[KnownContact] = ()
    domain_customers: Sequence[UUID] = ()


@dataclass(frozen=True)
class Match:
    """Where an answer belongs and why we think so; where it belongs nowhere, `reason` says what was missing."""

    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_id: UUID | None = None
    matched_by: MatchedBy | None = None
    reason: str | None = None


def named(hidden: Mapping[str, str], fields: Sequence[str]) -> str:
    """The first of these hidden fields that says something; their names may be written in any case."""
    lower = {name.strip().lower(): value.strip() for name, value in hidden.items()}
    return next((lower[name] for name in fields if lower.get(name)), "")


def id_in(value: str) -> UUID | None:
    """The id that a hidden field holds; None where it is something else."""
    try:
        return UUID(value)
    except ValueError:
        return None


def match(address: str, known: Known) -> Match:
    """Hidden fields, then a contact's address, then a customer's domain. What points at several points at none."""
    project_id = known.named_project.id if known.named_project else None
    if known.named_contact is not None:
        return Match(known.named_contact.customer_id, known.named_contact.id, project_id, "hidden")
    customer_id = known.named_customer_id or _only_customer(known.named_project)
    if customer_id is not None:
        return Match(customer_id, _contact_at(customer_id, known), project_id, "hidden")
    found = _by_address(address, known)
    if project_id is None:
        return found
    return Match(found.customer_id, found.contact_id, project_id, found.matched_by or "hidden")


def _by_address(address: str, known: Known) -> Match:
    """Of a project with several customers, only those can have answered."""
    candidates = set(known.named_project.customer_ids) if known.named_project else set()
    contacts = [one for one in known.contacts if not candidates or one.customer_id in candidates]
    customers = {contact.customer_id for contact in contacts}
    if len(customers) == 1:
        return Match(contacts[0].customer_id, contacts[0].id if len(contacts) == 1 else None, None, "contact")
    if customers:
        return Match(reason=f"The address {address} belongs to contacts of several customers.")
    by_domain = {one for one in known.domain_customers if not candidates or one in candidates}
    if len(by_domain) == 1:
        return Match(by_domain.pop(), None, None, "domain")
    if by_domain:
        return Match(reason=f"The domain of {address} belongs to several customers.")
    if not address:
        return Match(reason="The answer names neither an address nor a contact, customer or project.")
    return Match(reason=f"No contact has the address {address}, and no customer has its domain.")


def _only_customer(project: KnownProject | None) -> UUID | None:
    return project.customer_ids[0] if project and len(project.customer_ids) == 1 else None


def _contact_at(customer_id: UUID, known: Known) -> UUID | None:
    found = [contact.id for contact in known.contacts if contact.customer_id == customer_id]
    return found[0] if len(found) == 1 else None
