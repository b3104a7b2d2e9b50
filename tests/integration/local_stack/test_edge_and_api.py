"""What one request does to its connection is nothing to the next: the edge shares connections among everybody."""

import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.integration.local_stack.edge import Edge

MEBIBYTE = 1024 * 1024
API = ("-m", "tests.integration.local_stack.edged_api")


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    running = Edge(tmp_path_factory.mktemp("edge"), api=API)
    yield running
    running.stop()


def post(edge: Edge, path: str, *, size: int = 2) -> int:
    """The status of an answer to a body that is sent whole, whatever is answered meanwhile."""
    with socket.create_connection(("127.0.0.1", edge.port), timeout=20) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
        # Where the edge has answered it reads no further; its answer waits here.
        with suppress(OSError):
            connection.sendall(b"x" * size)
        return int(connection.makefile("rb").readline().split()[1])


@pytest.mark.requirement("R36")
@pytest.mark.parametrize("size", [MEBIBYTE + 1, 2 * MEBIBYTE, 30 * MEBIBYTE])
def test_what_is_too_large_is_413_through_the_edge_every_time(edge: Edge, size: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        statuses = Counter(pool.map(lambda _: post(edge, "/api/v1/customers", size=size), range(20)))
    assert statuses == {413: 20}


def test_what_breaks_one_request_breaks_no_other(edge: Edge) -> None:
    paths = ["/api/broken", "/api/v1/customers"] * 60
    with ThreadPoolExecutor(6) as pool:
        statuses = Counter(pool.map(lambda path: (path, post(edge, path)), paths))
    assert statuses == {("/api/broken", 500): 60, ("/api/v1/customers", 200): 60}
