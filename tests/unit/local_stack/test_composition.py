"""Which processes run and what each of them is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.durability import POSTGRES_REQUIRED, weak_settings
from deploy.local.errors import StackError
from deploy.local.instance import Instance
from deploy.local.logs import trim
from deploy.local.product import Launch, rapport
from deploy.local.running import RunningStack
from deploy.local.settings import read_settings


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return Launch(
        settings=read_settings({"DATA_DIR": str(tmp_path), "PORT": "9100"}),
        instance="local-1",
        secret_key="k" * 32,
        database_url="postgresql://rapport:p@127.0.0.1:5/rapport",
        nats_url="nats://127.0.0.1:6",
        api_port=7,
        mailbox_port=8,
    )


def test_every_process_of_the_product_gets_the_same_environment(launch: Launch) -> None:
    inherited = {"MAKEFLAGS": "-j", "SIGNUP": "closed", "PATH": "/bin"}
    product = rapport(launch, inherited)
    own = [s for s in product.services if s.name in {"api", "worker", "notifier", "mailbox"}]
    assert len(own) == 4
    for service in own:
        assert service.environment == product.environment
    assert product.environment["DATABASE_URL"] == launch.database_url
    assert product.environment["SMTP_URL"] == "smtp://127.0.0.1:8"
    assert product.environment["LOCAL_MAILBOX"] == str(launch.maildir)
    assert product.environment["SIGNUP"] == "closed"
    assert "MAKEFLAGS" not in product.environment


def test_caddy_never_sees_the_secrets(launch: Launch) -> None:
    caddy = next(s for s in rapport(launch, {"PATH": "/bin"}).services if s.name == "caddy")
    told = " ".join(caddy.environment.values())
    assert launch.secret_key not in told
    assert launch.database_url not in told
    assert caddy.environment["RAPPORT_BIND"] == "127.0.0.1"


def test_only_a_machine_of_ones_own_shows_metrics_without_a_token(launch: Launch) -> None:
    settings = replace(launch.settings, public_url="https://crm.example.org")
    public = rapport(replace(launch, settings=settings), {})
    caddy = next(s for s in public.services if s.name == "caddy")
    assert "RAPPORT_METRICS_FROM" not in caddy.environment
    assert public.demo is None


def test_with_a_mail_server_given_there_is_no_local_mailbox(launch: Launch) -> None:
    settings = replace(launch.settings, smtp_url="smtp://mail.example.org:25")
    product = rapport(replace(launch, settings=settings, mailbox_port=None), {"LOCAL_MAILBOX": "x"})
    assert "mailbox" not in {s.name for s in product.services}
    assert "LOCAL_MAILBOX" not in product.environment
    assert product.environment["SMTP_URL"] == "smtp://mail.example.org:25"


def test_services_stop_before_the_edge_and_the_mailbox(launch: Launch) -> None:
    stages = {s.name: s.stage for s in rapport(launch, {}).services}
    assert {stages[n] for n in ("api", "worker", "notifier")} == {0}
    assert {stages[n] for n in ("caddy", "mailbox")} == {1}


def test_an_instance_keeps_its_name_key_and_ports(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})
    first = Instance.open(settings)
    port = first.port_for("api", tmp_path)
    second = Instance.open(settings)
    assert (second.name, second.secret_key) == (first.name, first.secret_key)
    assert second.port_for("api", tmp_path) == port
    assert (tmp_path / "instance.json").stat().st_mode & 0o077 == 0


def test_a_given_key_is_used_and_not_kept(tmp_path: Path) -> None:
    given = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 40, "INSTANCE": "blue"}
    instance = Instance.open(read_settings(given))
    instance.port_for("api", tmp_path)
    assert (instance.secret_key, instance.name) == ("s" * 40, "blue")
    assert "s" * 40 not in (tmp_path / "instance.json").read_text()


def test_a_damaged_instance_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text("{")
    with pytest.raises(StackError, match="is damaged"):
        Instance.open(read_settings({"DATA_DIR": str(tmp_path)}))


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("name", POSTGRES_REQUIRED)
def test_each_durability_setting_is_required(name: str) -> None:
    shown = dict.fromkeys(POSTGRES_REQUIRED, "on")
    assert weak_settings(shown) == []
    assert weak_settings({**shown, name: "off"}) == [f"{name} is off"]


def test_a_long_log_keeps_one_older_part(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_text("line\n" * 100)
    assert trim(tmp_path, maximum=1000) == []
    assert trim(tmp_path, maximum=100) == [log]
    assert log.read_text() == ""
    assert (tmp_path / "api.log.1").read_text() == "line\n" * 100


def test_no_running_product_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="does not run on"):
        RunningStack.find({"DATA_DIR": str(tmp_path)})
