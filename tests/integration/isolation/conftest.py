"""Two furnished workspaces that nobody shares."""

import pytest
from fastapi import FastAPI

from tests.support.builders import Furnished, furnish
from tests.support.people import People


@pytest.fixture(scope="package")
def people(app: FastAPI) -> People:
    return People(app)


@pytest.fixture(scope="package")
async def furnished(people: People) -> Furnished:
    here, there = await people.owner("Here"), await people.owner("There")
    return Furnished(here, there, await furnish(people, here), await furnish(people, there))


@pytest.fixture(scope="module")
async def apart(people: People) -> Furnished:
    """Two more, for a module that changes what is in them."""
    here, there = await people.owner("Here"), await people.owner("There")
    return Furnished(here, there, await furnish(people, here), await furnish(people, there))
