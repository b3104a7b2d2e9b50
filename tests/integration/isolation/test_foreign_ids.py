"""R16: every route, every place where it takes an id, with the id of another workspace: the answer to a random id.

The cases come from the OpenAPI document, so a new route has its cases at once; an id whose kind is unknown fails.
"""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.assurance.recording import FigureTaker
from tests.support.builders import KINDS, Furnished
from tests.support.id_cases import Case, call, cases_of, is_nothing, told
from tests.support.operations import Operation, operations
from tests.support.people import People

pytestmark = pytest.mark.requirement("R16")

#: Path parameters that are no ids, each with the reason.
NOT_IDS = {
    "system": "the name of another system",
    "external_id": "that system's id, looked for in the caller's workspace only",
    "subject_kind": "the kind of record that the id beside it names",
    "token": "an unguessable token that carries its own workspace",
    "key": "the name of a file in the local mailbox",
}

#: What they answer with comes from a server elsewhere; where they are good is shown beside that server.
ASKS_ELSEWHERE = {
    "GET /interactions/{interaction_id}/remote-picture": "tests/integration/interactions/test_remote_pictures.py",
}


@pytest.fixture(scope="module")
def routes(app: FastAPI) -> list[Operation]:
    return operations(app)


@pytest.fixture(scope="module")
def cases(routes: list[Operation]) -> list[Case]:
    return cases_of(routes)


def unexplained(routes: list[Operation]) -> set[str]:
    """Names that take an id of no known kind, or something else in a path without a reason."""
    ids = {case.place.name for case in cases_of(routes)}
    in_paths = {parameter["name"] for operation in routes for parameter in operation.parameters("path")}
    return (ids | (in_paths - NOT_IDS.keys())) - KINDS.keys()


def test_every_id_names_a_known_kind_of_record(routes: list[Operation]) -> None:
    assert unexplained(routes) == set(), "add the kind of record to tests/support/builders.py"


def test_a_new_route_whose_ids_are_unknown_is_noticed(settings: Settings) -> None:
    def planted(planted_id: UUID, other_id: UUID, text: str) -> None:
        """A route nobody made a case for."""

    grown = create_app(settings)
    grown.add_api_route("/api/v1/planted/{planted_id}/{text}", planted)
    assert unexplained(operations(grown)) == {"planted_id", "other_id", "text"}


async def test_with_ones_own_ids_the_calls_are_good(furnished: Furnished, cases: list[Case]) -> None:
    """Otherwise the refusals below could have any reason."""
    refused = []
    for case in cases:
        if case.operation.method == "DELETE" or str(case.operation) in ASKS_ELSEWHERE:
            continue
        answer = await call(furnished.here.client, case, furnished.own, furnished.own[KINDS[case.place.name]])
        if not (answer.is_success or answer.status_code == 409):
            refused.append((str(case), answer.status_code, answer.text[:300]))
    assert refused == []


async def test_a_foreign_id_is_answered_like_a_random_one(
    furnished: Furnished, cases: list[Case], figure: FigureTaker
) -> None:
    different = []
    for case in cases:
        foreign = await call(furnished.here.client, case, furnished.own, furnished.foreign[KINDS[case.place.name]])
        random = await call(furnished.here.client, case, furnished.own, str(uuid4()))
        if not is_nothing(foreign, case.place) or told(foreign) != told(random):
            different.append((str(case), foreign.status_code, foreign.text[:200], random.status_code))
    assert different == []
    figure("R16", "places that take an id", len(cases))


async def test_a_path_of_foreign_ids_only_is_not_found(furnished: Furnished, cases: list[Case]) -> None:
    found = []
    for case in cases:
        if case.place.place != "path":
            continue
        answer = await call(
            furnished.here.client,
            case,
            furnished.own,
            furnished.foreign[KINDS[case.place.name]],
            all_of_path=furnished.foreign,
        )
        if answer.status_code != 404:
            found.append((str(case), answer.status_code, answer.text[:200]))
    assert found == []


async def test_none_of_this_left_a_trace_in_the_other_workspace(people: People, furnished: Furnished) -> None:
    """The calls above came from outside; what its owner reads there is what they made."""
    for kind, path in {"customer": "/customers", "contact": "/contacts", "key": "/api-keys"}.items():
        items = (await furnished.there.get(path))["items"]
        assert [(item["id"], item["version"]) for item in items] == [(furnished.foreign[kind], 1)]
    assert await people.said(furnished.there.workspace_id, "api_key.revoked") == []
