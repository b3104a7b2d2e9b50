"""Every house rule: the repository keeps it, and a file that breaks it is caught."""

from collections.abc import Callable, Iterator

import pytest

from tests.contract.architecture import code_rules, frontend_rules, shape_rules
from tests.contract.architecture.source import Source, python_sources, text_sources, typescript_sources
from tests.support.assurance.recording import FigureTaker

Rule = Callable[[Source], Iterator[str]]

LONG_FUNCTION = "def f() -> None:\n" + "    x = 1\n" * 40
REPOSITORY = "services/api/customers/repository.py"
SERVICE = "services/api/customers/service.py"
OUTBOX = "services/notifier/outbox.py"
GUARD = {"services/kit/foreign/border.py", "services/kit/foreign/client.py"}
HTTP_CLIENTS = {"httpx", "httpx2", "httpcore", "httpcore2", "aiohttp", "requests", "urllib.request", "http.client"}

PYTHON_RULES: list[tuple[Rule, str, str]] = [
    (code_rules.commits_outside_boundaries, SERVICE, "async def f(work):\n    await work.session.commit()\n"),
    (code_rules.commits_outside_boundaries, "services/notifier/inbox.py", "def f(engine):\n    engine.begin()\n"),
    (code_rules.selects_outside_repositories, SERVICE, "statement = select(Customer)\n"),
    (code_rules.selects_outside_repositories, "services/api/customers/router.py", "s = sqlalchemy.select(Customer)\n"),
    (code_rules.unscoped_reads, REPOSITORY, "async def customers(session: AsyncSession): ...\n"),
    (code_rules.unscoped_reads, REPOSITORY, "CUSTOMERS = Listing(where=(Customer.kind == 'company',))\n"),
    (
        code_rules.unscoped_reads,
        REPOSITORY,
        "CUSTOMERS = Question(select(Customer.id).where(Customer.kind == 'company'))\n",
    ),
    (
        code_rules.unscoped_reads,
        REPOSITORY,
        "async def customers(work: Work):\n    return await work.session.execute(select(Customer))\n",
    ),
    (code_rules.other_clocks, SERVICE, "created_at = datetime.now(UTC)\n"),
    (code_rules.other_clocks, SERVICE, "day = datetime.date.today()\n"),
    (code_rules.other_clocks, SERVICE, "from time import time\n"),
    (code_rules.strayed_imports, "services/api/identity/authentication.py", "from jose import jwt\n"),
    (code_rules.strayed_imports, "services/api/integrations/hooks.py", "import httpx2\n"),
    (code_rules.strayed_imports, "services/api/integrations/hooks.py", "from urllib import request\n"),
    (code_rules.strayed_imports, "services/api/integrations/hooks.py", "import httpcore2\n"),
    (code_rules.strayed_imports, "services/notifier/channels/webhook.py", "from http.client import HTTPSConnection\n"),
    (code_rules.strayed_imports, "services/kit/foreign/border.py", "import aiohttp\n"),
    (code_rules.trusting_token_checks, "services/kit/tokens.py", "jwt.decode(token, key)\n"),
    (code_rules.trusting_token_checks, "services/kit/tokens.py", "jwt.decode(t, k, algorithms=['HS256', 'none'])\n"),
    (shape_rules.long_files, SERVICE, "x = 1\n" * 301),
    (shape_rules.long_functions, SERVICE, LONG_FUNCTION),
    (shape_rules.meaningless_names, "services/api/customers/date_utils.py", ""),
    (shape_rules.meaningless_names, "services/api/helpers/dates.py", ""),
    (shape_rules.product_words_in_kit, "services/kit/cursor.py", "def of_customers() -> None: ...\n"),
    (shape_rules.product_words_in_kit, "services/kit/cursor.py", "# Where an interaction stands.\n"),
]

TYPESCRIPT_RULES: list[tuple[Rule, str, str]] = [
    (shape_rules.long_files, "frontend/src/ui/Panel.tsx", "export const one = 1;\n" * 251),
    (shape_rules.meaningless_names, "frontend/src/ui/utils.ts", ""),
    (frontend_rules.upward_imports, "frontend/src/ui/Panel.tsx", "import { x } from '@/features/customers/queries';\n"),
    (frontend_rules.upward_imports, "frontend/src/api/client.ts", "import { x } from '../app/session';\n"),
    (
        frontend_rules.upward_imports,
        "frontend/src/features/customers/CustomerPage.tsx",
        "import { x } from '../projects/queries';\n",
    ),
    (
        frontend_rules.upward_imports,
        "frontend/src/features/customers/CustomerPage.tsx",
        "const page = import('@/app/router');\n",
    ),
]

TEXT_RULES: list[tuple[Rule, str, str]] = [
    (shape_rules.registry_hosts, "frontend/.npmrc", "registry=https://registry.np" + "mjs.org\n"),
    (shape_rules.addresses_in_locks, "requirements.lock", "rapport @ https://example.org/rapport.whl\n"),
    (shape_rules.addresses_in_locks, "frontend/package-lock.json", '{"resolved": "react-19.tgz"}\n'),
    (shape_rules.addresses_in_locks, "frontend/package-lock.json", '{"url": "https://example.org/fund"}\n'),
    (shape_rules.machine_paths, "Makefile", "VENV := /ho" + "me/ada/rapport/.venv\n"),
]


def _name(case: tuple[Rule, str, str]) -> str:
    return f"{case[0].__name__} in {case[1]}"


def _distinct(cases: list[tuple[Rule, str, str]]) -> list[Rule]:
    return list(dict.fromkeys(rule for rule, _, _ in cases))


@pytest.mark.parametrize("rule", _distinct(PYTHON_RULES), ids=lambda rule: rule.__name__)
def test_the_python_of_the_repository_keeps_the_rule(rule: Rule) -> None:
    assert [broken for source in python_sources() for broken in rule(source)] == []


@pytest.mark.parametrize("rule", _distinct(TYPESCRIPT_RULES), ids=lambda rule: rule.__name__)
def test_the_typescript_of_the_repository_keeps_the_rule(rule: Rule) -> None:
    assert [broken for source in typescript_sources() for broken in rule(source)] == []


def test_no_text_of_the_repository_names_a_registry_or_a_machine() -> None:
    rules = _distinct(TEXT_RULES)

    assert [broken for source in text_sources() for rule in rules for broken in rule(source)] == []


@pytest.mark.parametrize("case", PYTHON_RULES + TYPESCRIPT_RULES + TEXT_RULES, ids=_name)
def test_a_planted_violation_is_caught_and_placed(case: tuple[Rule, str, str]) -> None:
    rule, path, text = case

    broken = list(rule(Source(path, text)))

    assert len(broken) == 1
    assert broken[0].startswith(f"{path}:")


@pytest.mark.requirement("R45")
def test_only_the_guard_speaks_http_to_others(figure: FigureTaker) -> None:
    """Each client of HTTP, planted in each service, is caught; where the guard is, only its own is not."""
    clients = [name for name, homes in code_rules.HOMES.items() if name in HTTP_CLIENTS or homes & GUARD]
    sources = python_sources()
    planted = [Source(path, f"import {client}\n") for client in clients for path in (SERVICE, OUTBOX, *GUARD)]

    exceptions = [broken for source in sources for broken in code_rules.strayed_imports(source)]
    caught = [source for source in planted if list(code_rules.strayed_imports(source))]

    assert set(clients) >= HTTP_CLIENTS
    assert exceptions == []
    assert [source for source in planted if source not in caught] == [
        source for source in planted if source.path in GUARD and source.text == "import httpcore2\n"
    ]
    figure("R45", "exceptions", len(exceptions))


def test_every_exemption_names_a_file_that_is_there_and_its_reason() -> None:
    paths = {source.path for source in python_sources()}
    exempted = code_rules.BOUNDARIES | code_rules.SELECTS_ELSEWHERE | code_rules.CLOCKS

    assert set(exempted) <= paths
    assert all(len(reason.split()) > 1 for reason in exempted.values())


def test_a_home_of_a_library_is_there_and_imports_it() -> None:
    texts = {source.path: source.text for source in python_sources()}

    for library, homes in code_rules.HOMES.items():
        for home in homes:
            assert f"import {library}" in texts[home] or f"from {library}" in texts[home]
