"""What an operator opens of the network within, and how a slip of the pen is told."""

import pytest

from services.kit.foreign.networks import openings_of
from services.kit.settings import ConfigurationError, load_settings


def test_openings_are_networks_with_or_without_a_port() -> None:
    read = openings_of("10.20.0.0/16, 10.20.0.5:8080,fd00:7::/64 ,[fd00:7::5]:8443,[::1],")

    assert [(str(one.network), one.port) for one in read] == [
        ("10.20.0.0/16", None),
        ("10.20.0.5/32", 8080),
        ("fd00:7::/64", None),
        ("fd00:7::5/128", 8443),
        ("::1/128", None),
    ]


@pytest.mark.parametrize(
    "text", ["intranet", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.1:http", "10.0.0.1:0", "10.0.0.1:70000", "[::1", "[::1]8"]
)
def test_what_is_no_opening_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        openings_of(text)


@pytest.mark.requirement("R45")
def test_only_the_environment_opens_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALLOW_PRIVATE_TARGETS", raising=False)
    assert load_settings().openings == ()

    monkeypatch.setenv("ALLOW_PRIVATE_TARGETS", "10.20.0.0/16")
    assert [str(opening.network) for opening in load_settings().openings] == ["10.20.0.0/16"]

    monkeypatch.setenv("ALLOW_PRIVATE_TARGETS", "the intranet")
    with pytest.raises(ConfigurationError, match=r"^ALLOW_PRIVATE_TARGETS must be networks such as"):
        load_settings()
