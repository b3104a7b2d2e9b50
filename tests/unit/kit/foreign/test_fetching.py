"""What comes back from elsewhere, and what does not: too slow, too large, not what was asked for, not who was asked."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kit.foreign.border import Border
from services.kit.foreign.client import ForeignClient
from services.kit.foreign.failures import BadAnswer, Refused, TooLarge, TooSlow, Unreachable
from services.kit.foreign.networks import openings_of
from tests.support.certificates import certify
from tests.support.foreign_server import PNG, ForeignServer, canary, foreign_server
from tests.unit.kit.foreign.dialling import ELSEWHERE, OWN_HOST, Dialled, Names, client_of

MOST = 100_000


@pytest.fixture
def server() -> Iterator[ForeignServer]:
    with foreign_server() as serving:
        yield serving


@pytest.fixture
def client(server: ForeignServer) -> ForeignClient:
    """Goes to names that all lead to the server."""
    return client_of(Dialled({ELSEWHERE: server.port}), names=Names())


async def test_the_octets_come_as_they_are_and_nothing_tells_who_asks(
    client: ForeignClient, server: ForeignServer
) -> None:
    for _ in range(2):
        assert await client.fetch("http://a.example/picture.png?b=c d&e=ü", most_bytes=MOST, seconds=5) == PNG

    assert [asked.path for asked in server.asked] == ["/picture.png?b=c%20d&e=%C3%BC"] * 2
    assert set(server.asked[1].headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert server.asked[1].headers["host"] == "a.example"


async def test_a_server_that_dribbles_is_left_in_time(client: ForeignClient, server: ForeignServer) -> None:
    server.dribbles("/slow", seconds=0.05)
    begun = time.monotonic()

    with pytest.raises(TooSlow):
        await client.fetch("http://a.example/slow", most_bytes=MOST, seconds=0.5)

    assert time.monotonic() - begun < 2


async def test_the_time_is_for_all_redirects_together(client: ForeignClient, server: ForeignServer) -> None:
    def late(to: str) -> None:
        told = server.answers[to]
        server.answers[to] = lambda handler: (time.sleep(0.3), told(handler))[1]

    for number in (1, 2, 3):
        server.redirects(f"/{number}", f"/{number + 1}" if number < 3 else "/picture.png")
        late(f"/{number}")

    with pytest.raises(TooSlow):
        await client.fetch("http://a.example/1", most_bytes=MOST, seconds=0.7)


async def test_more_than_is_wanted_is_not_read(client: ForeignClient, server: ForeignServer) -> None:
    server.floods("/flood")
    server.tells("/large", PNG + bytes(MOST))
    server.tells("/just", PNG + bytes(MOST - len(PNG)))

    for path in ("/flood", "/large"):
        with pytest.raises(TooLarge):
            await client.fetch(f"http://a.example{path}", most_bytes=MOST, seconds=5)

    assert len(await client.fetch("http://a.example/just", most_bytes=MOST, seconds=5)) == MOST
    assert server.sent < 20_000_000


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 404, 407, 418, 500, 503])
async def test_only_a_200_is_an_answer(client: ForeignClient, server: ForeignServer, status: int) -> None:
    server.tells("/status", b"" if status in (204, 304) else PNG, status=status)

    with pytest.raises(BadAnswer):
        await client.fetch("http://a.example/status", most_bytes=MOST, seconds=5)


async def test_a_redirect_to_nowhere_is_no_answer(client: ForeignClient, server: ForeignServer) -> None:
    server.tells("/nowhere", b"", status=302)

    with pytest.raises(BadAnswer):
        await client.fetch("http://a.example/nowhere", most_bytes=MOST, seconds=5)


async def test_nobody_there_and_nonsense_are_one_failure(client: ForeignClient, server: ForeignServer) -> None:
    server.answers["/nonsense"] = lambda handler: handler.write(b"SSH-2.0-OpenSSH_9.9\r\n")

    with pytest.raises(Unreachable):
        await client.fetch("http://a.example/nonsense", most_bytes=MOST, seconds=5)
    with pytest.raises(Unreachable):
        await client_of(Dialled({ELSEWHERE: 1}), names=Names()).fetch("http://a.example/", most_bytes=1, seconds=5)
    with pytest.raises(Unreachable):
        await client_of(Dialled()).fetch("http://nobody.invalid/", most_bytes=1, seconds=10)


async def test_the_next_address_is_tried_where_one_does_not_answer(server: ForeignServer) -> None:
    dialled = Dialled({"93.184.215.20": 1, ELSEWHERE: server.port})
    client = client_of(dialled, names=Names(**{"two.example": [["93.184.215.20", ELSEWHERE]]}))

    assert await client.fetch("http://two.example/picture.png", most_bytes=MOST, seconds=5) == PNG
    assert dialled.numbers == ["93.184.215.20", ELSEWHERE]


@pytest.mark.requirement("R44")
async def test_the_certificate_must_be_for_the_name_that_was_written(tmp_path: Path) -> None:
    serving, trusting = certify("pictures.example", tmp_path)
    named: list[str | None] = []
    serving.sni_callback = lambda _socket, name, _context: named.append(name)
    with foreign_server(serving) as server:
        border = Border(own_host=OWN_HOST, resolve=Names(), network=Dialled({ELSEWHERE: server.port}))
        client = ForeignClient(border, tls=trusting)

        assert await client.fetch("https://pictures.example/picture.png", most_bytes=MOST, seconds=5) == PNG
        with pytest.raises(Unreachable):
            await client.fetch("https://other.example/picture.png", most_bytes=MOST, seconds=5)
        with pytest.raises(Unreachable):
            await ForeignClient(border).fetch("https://pictures.example/picture.png", most_bytes=MOST, seconds=5)

        assert named == ["pictures.example", "other.example", "pictures.example"]
        assert [asked.headers["host"] for asked in server.asked] == ["pictures.example"]
        await client.close()


@pytest.mark.requirement("R43")
async def test_no_proxy_of_the_environment_comes_between(
    client: ForeignClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with canary() as bird:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{bird.port}")

        assert await client.fetch("http://a.example/picture.png", most_bytes=MOST, seconds=5) == PNG
        assert bird.knocks == 0


@pytest.mark.requirement("R45")
async def test_only_what_the_operator_opened_is_open_within(server: ForeignServer) -> None:
    here, there = f"127.0.0.1:{server.port}", "127.0.0.1:1"

    assert await _opened(here).fetch(f"http://{here}/picture.png", most_bytes=MOST, seconds=5) == PNG
    for openings in ("", there, f"127.0.0.2/32:{server.port}", "127.0.0.0/8", f"10.0.0.0/8:{server.port}"):
        with pytest.raises(Refused):
            await _opened(openings).fetch(f"http://{here}/picture.png", most_bytes=MOST, seconds=5)
    with pytest.raises(Refused):
        await _opened(f"127.0.0.0/8:{server.port}", own_host="127.0.0.1").fetch(
            f"http://{here}/picture.png", most_bytes=MOST, seconds=5
        )


def _opened(openings: str, own_host: str = OWN_HOST) -> ForeignClient:
    return ForeignClient(Border(own_host=own_host, openings=openings_of(openings)))


def test_certificates_are_read_only_when_something_is_fetched() -> None:
    assert "_pool" not in vars(ForeignClient(Border(own_host=OWN_HOST)))
