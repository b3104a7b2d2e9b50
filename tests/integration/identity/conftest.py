"""People for the tests of identity."""

import pytest
from fastapi import FastAPI

from tests.support.people import People


@pytest.fixture(scope="session")
def people(app: FastAPI) -> People:
    return People(app)
