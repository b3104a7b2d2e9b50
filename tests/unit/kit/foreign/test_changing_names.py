"""R44: a name that leads elsewhere the second time, and an answer that leads inside, reach nobody within."""

from collections.abc import Iterator

import pytest

from services.kit.foreign.failures import BadAnswer, Refused
from tests.support.assurance.recording import FigureTaker
from tests.support.foreign_server import PNG, Canary, ForeignServer, canary, foreign_server
from tests.unit.kit.foreign.dialling import ELSEWHERE, OWN_HOST, Dialled, Names, client_of

pytestmark = pytest.mark.requirement("R44")

ROUNDS = 100
STATUSES = (301, 302, 303, 307, 308)
WITHIN = (
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "//127.1:{port}/",
    "http://[::1]:{port}/",
    "http://within.example:{port}/",
    "http://reader@a.example:{port}/",
    f"http://{OWN_HOST}:{{port}}/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "http://[half",
)


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    """Somebody within, who hears every knock, late ones too."""
    with canary() as listening:
        yield listening
    assert listening.knocks == 0


@pytest.fixture(scope="module")
def serving() -> Iterator[ForeignServer]:
    with foreign_server() as started:
        yield started


@pytest.fixture
def server(serving: ForeignServer) -> ForeignServer:
    """The server, asked for nothing yet."""
    serving.asked.clear()
    return serving


async def test_what_was_checked_is_what_is_connected_to(
    server: ForeignServer, bird: Canary, figure: FigureTaker
) -> None:
    """Each name is public for the check and private for whoever asks again; then it is asked for again."""
    hosts = [f"turns{number}.example" for number in range(ROUNDS)]
    names = Names(**{host: [[ELSEWHERE], ["127.0.0.1"]] for host in hosts})
    dialled = Dialled({ELSEWHERE: server.port})
    client = client_of(dialled, port=bird.port, names=names)

    for host in hosts:
        address = f"http://{host}:{bird.port}/picture.png"
        assert await client.fetch(address, most_bytes=1000, seconds=5) == PNG
        with pytest.raises(Refused):
            await client.fetch(address, most_bytes=1000, seconds=5)

    await client.close()
    assert bird.knocks == 0
    assert dialled.numbers == [ELSEWHERE] * ROUNDS
    assert names.asked == [host for host in hosts for _ in range(2)]
    assert [asked.headers["host"] for asked in server.asked] == [f"{host}:{bird.port}" for host in hosts]
    figure("R44", "names that changed", ROUNDS)
    figure("R44", "connections within", bird.knocks)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("location", WITHIN)
async def test_no_redirect_leads_within(location: str, status: int, server: ForeignServer, bird: Canary) -> None:
    server.redirects("/there", location.replace("{port}", str(bird.port)), status=status)
    names = Names(**{"within.example": [["127.0.0.1"]], "localhost": [["127.0.0.1"]], "127.1": [["127.0.0.1"]]})
    names.literal("127.0.0.1", "::1", "169.254.169.254")
    dialled = Dialled({ELSEWHERE: server.port})
    client = client_of(dialled, port=bird.port, names=names)

    with pytest.raises(Refused):
        await client.fetch("http://a.example/there", most_bytes=1000, seconds=5)

    await client.close()
    assert (dialled.numbers, bird.knocks) == ([ELSEWHERE], 0)


async def test_three_redirects_are_followed_and_four_are_not(server: ForeignServer) -> None:
    server.redirects("/1", "http://b.example/2")
    server.redirects("/2", "/3?size=large", status=307)
    server.redirects("/3", "//c.example/picture.png", status=308)
    server.redirects("/0", "/1")
    client = client_of(Dialled({ELSEWHERE: server.port}), names=Names())

    assert await client.fetch("http://a.example/1", most_bytes=1000, seconds=5) == PNG
    assert [asked.headers["host"] for asked in server.asked] == ["a.example", "b.example", "b.example", "c.example"]
    with pytest.raises(BadAnswer):
        await client.fetch("http://a.example/0", most_bytes=1000, seconds=5)

    await client.close()
    assert not any("cookie" in asked.headers or "referer" in asked.headers for asked in server.asked)
