"""The targets that people, documents and continuous integration call."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TARGETS = [
    *("run", "dev", "demo", "post-mail", "post-survey", "test", "test-fast", "check", "types"),
    *("bench", "chaos", "assurance", "lock", "clean"),
]


@pytest.fixture(scope="module")
def makefile() -> str:
    return (ROOT / "Makefile").read_text()


@pytest.mark.parametrize("target", TARGETS)
def test_every_promised_target_exists_and_explains_itself(makefile: str, target: str) -> None:
    assert re.search(rf"^{target}:.* ## \S", makefile, re.MULTILINE)


def test_help_is_the_default(makefile: str) -> None:
    assert ".DEFAULT_GOAL := help" in makefile


def test_the_supervisor_replaces_the_shell_that_make_signals(makefile: str) -> None:
    recipe = makefile.partition("\nrun:")[2].partition("\n\n")[0]
    assert recipe.splitlines()[-1].startswith("\t@exec ")


def test_the_browser_comes_last_and_the_checks_first(makefile: str) -> None:
    recipe = makefile.partition("\ntest:")[2].partition("\n\n")[0]
    assert recipe.splitlines()[0].startswith(" check ")
    assert recipe.index("$(LAYERS)") < recipe.index("npm test") < recipe.index("tests/browser")


def test_continuous_integration_runs_what_people_run() -> None:
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec make test")
