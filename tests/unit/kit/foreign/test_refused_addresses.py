"""R43: no address of a machine, a network or a cloud from within, in whatever form it is written."""

from collections.abc import Iterator

import pytest

from services.kit.foreign.failures import Refused, Unreachable
from services.kit.foreign.networks import is_of_the_internet
from tests.support.assurance.recording import FigureTaker
from tests.support.foreign_server import Canary, canary
from tests.unit.kit.foreign.dialling import OWN_HOST, Dialled, Names, client_of

pytestmark = pytest.mark.requirement("R43")

#: Each is this machine, by its loopback.
OURSELVES = (
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.255.255.254:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7F.0x0.0x0.0x1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0177.0.0.01:{port}/",
    "http://0x7f.1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0x0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://\uff11\uff12\uff17.0.0.1:{port}/",
    "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:{port}/",
    "http://127\u30020\u30020\u30021:{port}/",
    "http://loc\uff41lhost:{port}/",
    "HTTP://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    " http://127.0.0.1:{port}/ ",
)
#: Networks that no reader of the internet is in.
INSIDE = (
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://168.63.129.16/machine",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[5f00::1]/",
    "http://[::ffff:0:10.0.0.1]/",
    "http://[::ffff:169.254.169.254]/",
)
#: Good addresses of the internet, asked for in a way in which no picture is.
UNFIT = (
    "http://reader@93.184.215.14/",
    "http://reader:secret@93.184.215.14/",
    "http://93.184.215.14@127.0.0.1:{port}/",
    "http://93.184.215.14:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@93.184.215.14/",
    "http://93.184.215.14#@127.0.0.1:{port}/".replace("#", "%23"),
    "http://127.0.0.1:{port}\t.example/",
    "http://127.0.0.1:{port}\r\nHost: a.example/",
    "http://93.184.215.14:22/",
    "http://93.184.215.14:25/",
    "http://93.184.215.14:6379/",
    "http://93.184.215.14:8080/",
    "http://93.184.215.14:0/",
    "http://93.184.215.14:65536/",
    "http://93.184.215.14:-80/",
    "https://93.184.215.14:5432/",
    f"https://{OWN_HOST}/api/v1/me",
    f"http://{OWN_HOST}./",
    f"http://{OWN_HOST.upper()}:{{port}}/",
    "http://rapport\uff0eexample/",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:{port}/_GET",
    "ftp://127.0.0.1:{port}/",
    "unix:///run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/info",
    "dict://127.0.0.1:{port}/stats",
    "ws://127.0.0.1:{port}/",
    "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)",
    "cid:logo",
    "//127.0.0.1:{port}/",
    "/api/v1/me",
    "http://",
    "http:///picture.png",
    "http://[::1",
    "http://[::1]extra:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://..:{port}/",
    "http://a..example/",
    "http://*.example/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://a.example/" + "a" * 5_000,
    "",
)


@pytest.fixture(scope="module")
def bird() -> Iterator[Canary]:
    """Somebody within, who hears every knock, late ones too."""
    with canary() as listening:
        yield listening
    assert listening.knocks == 0


def test_the_table_is_long_enough() -> None:
    assert len({*OURSELVES, *INSIDE, *UNFIT}) >= 60


@pytest.mark.parametrize("address", [*OURSELVES, *INSIDE, *UNFIT])
async def test_nobody_within_is_asked(address: str, bird: Canary, figure: FigureTaker) -> None:
    dialled = Dialled()
    client = client_of(dialled, port=bird.port)

    with pytest.raises((Refused, Unreachable)):
        await client.fetch(address.replace("{port}", str(bird.port)), most_bytes=1000, seconds=5)

    await client.close()
    assert (dialled.numbers, bird.knocks) == ([], 0)
    figure("R43", "addresses refused", len({*OURSELVES, *INSIDE, *UNFIT}))
    figure("R43", "connections made for them", len(dialled.numbers) + bird.knocks)


async def test_the_canary_would_hear_it() -> None:
    """The table shows nothing where nobody could have knocked."""
    dialled = Dialled()
    with canary() as bird:
        client = client_of(dialled, port=bird.port, openings=f"127.0.0.0/8:{bird.port}, [::1]:{bird.port}")
        for address in ("http://127.1:{port}/", "http://2130706433:{port}/", "http://localhost:{port}/"):
            with pytest.raises(Unreachable):
                await client.fetch(address.replace("{port}", str(bird.port)), most_bytes=1000, seconds=5)

    assert bird.knocks >= 3
    assert len(dialled.numbers) >= 3


@pytest.mark.parametrize(
    "addresses",
    [
        ["93.184.215.14", "127.0.0.1"],
        ["127.0.0.1", "93.184.215.14"],
        ["93.184.215.14", "93.184.215.15", "93.184.215.16", "93.184.215.17", "10.0.0.1"],
        ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fd00::1"],
        ["::ffff:93.184.215.14"],
        ["fe80::1%2"],
        [],
    ],
    ids=str,
)
async def test_one_address_within_spoils_a_name(addresses: list[str], bird: Canary) -> None:
    dialled = Dialled()
    client = client_of(dialled, port=bird.port, names=Names(**{"mixed.example": [addresses]}))

    with pytest.raises((Refused, Unreachable)):
        await client.fetch(f"http://mixed.example:{bird.port}/", most_bytes=1000, seconds=5)

    assert (dialled.numbers, bird.knocks) == ([], 0)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"]
)
def test_the_internet_is_open(address: str) -> None:
    assert is_of_the_internet(address)
