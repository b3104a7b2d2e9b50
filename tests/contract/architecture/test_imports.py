"""Who may import whom: the tree keeps every contract of pyproject.toml, and each contract notices a planted import."""

from copy import deepcopy
from typing import Any

import pytest
from importlinter.application.use_cases import create_report, read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract, registry

from tests.contract.architecture.source import ROOT

configure()
for kind, name in ((ForbiddenContract, "forbidden"), (LayersContract, "layers"), (ProtectedContract, "protected")):
    registry.register(kind, name)
OPTIONS = read_user_options(config_filename=str(ROOT / "pyproject.toml"))
CONTRACTS: dict[str, dict[str, Any]] = {options["name"]: options for options in OPTIONS.contracts_options}

CUSTOMERS = "services.api.customers"
CONTACTS = "services.api.customers.contacts"

PLANTED: dict[str, list[tuple[str, str]]] = {
    "Services meet only in contracts, and stand on kit": [
        ("services.api.wiring", "services.notifier.rules"),
        ("services.notifier.consumer", "services.api.models"),
        ("services.kit.work", f"{CUSTOMERS}.models"),
        ("services.contracts.envelope", "services.kit.clock"),
    ],
    "Contracts import no framework but pydantic": [("services.contracts.payload", "sqlalchemy")],
    "A context imports only what lies below it": [
        (f"{CUSTOMERS}.service", "services.api.projects.service"),
        ("services.api.identity.authentication", "services.api.timeline.service"),
        ("services.api.web.dependencies", "services.api.identity.policy"),
    ],
    "A service knows no router": [(f"{CONTACTS}.service", f"{CUSTOMERS}.router")],
    "A repository knows no service and no router": [(f"{CUSTOMERS}.repository", f"{CONTACTS}.service")],
    "Models know no repository, service or router": [(f"{CONTACTS}.models", f"{CUSTOMERS}.repository")],
    "Rules are pure: domain, policy and errors import no framework": [
        ("services.api.search.domain", "sqlalchemy"),
        ("services.api.identity.policy", "fastapi"),
        (f"{CUSTOMERS}.errors", "starlette"),
        ("services.notifier.rules.tasks", "services.notifier.channels.smtp"),
    ],
    "Only identity touches the tables of identity": [
        (f"{CUSTOMERS}.service", "services.api.identity.members.models"),
        ("services.api.interactions.service", "services.api.identity.accounts.repository"),
    ],
    "Only timeline touches the tables of timeline": [(f"{CUSTOMERS}.service", "services.api.timeline.repository")],
    "Only search touches the tables of search": [(f"{CUSTOMERS}.service", "services.api.search.models")],
    "Only customers touches the tables of customers": [
        ("services.api.interactions.service", f"{CUSTOMERS}.repository"),
        ("services.api.projects.service", f"{CONTACTS}.models"),
    ],
    "Only projects touches the tables of projects": [
        ("services.api.interactions.service", "services.api.projects.models"),
    ],
    "Only interactions touches the tables of interactions": [
        ("services.api.integrations.reading", "services.api.interactions.repository"),
    ],
    "Only collaboration touches the tables of collaboration": [
        ("services.api.integrations.reading", "services.api.collaboration.comments.repository"),
    ],
    "Only communications touches the tables of communications": [
        ("services.api.integrations.reading", "services.api.communications.notifications.repository"),
    ],
    "Only feedback touches the tables of feedback": [
        ("services.api.integrations.reading", "services.api.feedback.responses.repository"),
    ],
    "Only integrations touches the tables of integrations": [
        ("services.api.worker.inbound", "services.api.integrations.messages.repository"),
    ],
}
CASES = [(name, *link) for name, links in PLANTED.items() for link in links]


@pytest.fixture(scope="module")
def graph() -> Any:
    """The imports of `services`, read once."""
    return create_report(OPTIONS, cache_dir=None).graph


def kept(name: str, graph: Any) -> bool:
    """Whether a contract holds."""
    options = CONTRACTS[name]
    contract: Contract = registry.get_contract_class(options["type"])(
        name=name, session_options=OPTIONS.session_options, contract_options=options
    )
    return contract.check(deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_tree_keeps_the_contract(name: str, graph: Any) -> None:
    assert kept(name, graph)


@pytest.mark.parametrize(("name", "importer", "imported"), CASES)
def test_a_planted_import_breaks_the_contract(name: str, importer: str, imported: str, graph: Any) -> None:
    planted = deepcopy(graph)
    assert importer in planted.modules
    assert imported in planted.modules or not imported.startswith("services.")
    if imported not in planted.modules:
        planted.add_module(imported, is_squashed=True)

    planted.add_import(importer=importer, imported=imported)

    assert not kept(name, planted)


def test_every_contract_has_a_planted_import() -> None:
    assert set(PLANTED) == set(CONTRACTS)
