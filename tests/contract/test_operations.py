"""The operator's page knows every setting."""

import re

import pytest

from deploy.local.product import ROOT
from services.kit.settings import Settings

PAGE = (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_explained(name: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert any(re.search(rf"`{name}`", row.split("|")[1]) for row in rows)
