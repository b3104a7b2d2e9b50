"""What an operator may say, and how a mistake is answered."""

from pathlib import Path

import pytest

from deploy.local.errors import StackError
from deploy.local.settings import read_settings

SECRET = "0123456789abcdef0123456789abcdef"


def test_an_empty_environment_runs_everything_on_the_loopback() -> None:
    settings = read_settings({})
    assert settings.local_url == settings.public_url == "http://127.0.0.1:8000"
    assert settings.binds == ("127.0.0.1",)
    assert settings.data_dir == Path(".data").absolute()
    assert settings.loads_demo
    assert settings.database_url is settings.nats_url is settings.smtp_url is None


def test_an_empty_value_counts_as_unset() -> None:
    assert read_settings({"PORT": "", "DATABASE_URL": " "}) == read_settings({})


def test_the_public_url_follows_the_port() -> None:
    assert read_settings({"PORT": "9100"}).public_url == "http://127.0.0.1:9100"


@pytest.mark.parametrize("demo", ["0", "1"])
def test_no_demo_where_others_can_sign_in(demo: str) -> None:
    public = {"PUBLIC_URL": "https://crm.example.org/", "DEMO": demo}
    settings = read_settings(public)
    assert not settings.loads_demo
    assert settings.public_url == "https://crm.example.org"


@pytest.mark.parametrize(
    ("host", "binds"),
    [
        ("localhost", ("127.0.0.1",)),
        ("0.0.0.0", ("0.0.0.0",)),
        ("192.168.7.5", ("127.0.0.1", "192.168.7.5")),
    ],
)
def test_only_host_opens_the_stack_to_others(host: str, binds: tuple[str, ...]) -> None:
    assert read_settings({"HOST": host}).binds == binds


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_every_common_form_of_the_database_url_becomes_one(scheme: str) -> None:
    settings = read_settings({"DATABASE_URL": f"{scheme}://u:p@db.example.org/crm"})
    assert settings.database_url == "postgresql://u:p@db.example.org/crm"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DEMO", "yes"),
        ("PUBLIC_URL", "crm.example.org"),
        ("DATABASE_URL", "mysql://db.example.org/crm"),
        ("DATABASE_URL", "postgresql://db.example.org:port/crm"),
        ("NATS_URL", "http://broker.example.org"),
        ("SMTP_URL", "mail.example.org:25"),
        ("SECRET_KEY", "short"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(StackError) as refused:
        read_settings({"SECRET_KEY": SECRET, name: value})
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_the_sentence_about_a_bad_url_does_not_repeat_its_password() -> None:
    with pytest.raises(StackError) as refused:
        read_settings({"DATABASE_URL": "mysql://u:hunter2@db.example.org/crm"})
    assert "hunter2" not in str(refused.value)
