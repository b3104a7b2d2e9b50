"""A web server elsewhere, and a listener that nobody may knock at."""

import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def png(width: int, height: int, colour: bytes) -> bytes:
    """A picture of one colour, three octets of red, green and blue."""
    rows = zlib.compress((b"\x00" + colour * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


PNG = png(120, 40, b"\x3a\x48\xbb")

Answer = Callable[["Handler"], None]


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]


@dataclass
class ForeignServer:
    """Answers each path as it was told to; `asked` holds what came, in order."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0

    def url(self, path: str = "/picture.png", *, host: str = "localhost") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def tells(self, path: str, octets: bytes, *, kind: str = "image/png", status: int = 200) -> None:
        """Answer a path with these octets."""
        self.answers[path] = lambda handler: handler.tell(status, octets, {"Content-Type": kind})

    def redirects(self, path: str, location: str, *, status: int = 302) -> None:
        """Answer a path with the way to another address."""
        self.answers[path] = lambda handler: handler.tell(status, b"", {"Location": location})

    def dribbles(self, path: str, *, seconds: float) -> None:
        """Answer a path with a picture that never ends, one octet at a time."""

        def answer(handler: "Handler") -> None:
            handler.begin(200, {"Content-Type": "image/png"})
            for octet in PNG * 1000:
                handler.write(bytes([octet]))
                time.sleep(seconds)

        self.answers[path] = answer

    def floods(self, path: str, *, chunk: int = 64 * 1024) -> None:
        """Answer a path with octets without end and without saying how many."""

        def answer(handler: "Handler") -> None:
            handler.begin(200, {"Content-Type": "image/png"})
            while True:
                handler.write(PNG + bytes(chunk))

        self.answers[path] = answer


class Handler(BaseHTTPRequestHandler):
    """Looks up what its server was told to answer."""

    foreign: ForeignServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.foreign.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.foreign.answers.get(path, lambda handler: handler.tell(404, b"nothing", {}))
        with suppress(ConnectionError):
            answer(self)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        """Status and headers; the body ends with the connection."""
        self.send_response_only(status)
        for name, value in {**headers, "Connection": "close", "Set-Cookie": "reader=1"}.items():
            self.send_header(name, value)
        self.end_headers()

    def tell(self, status: int, octets: bytes, headers: dict[str, str]) -> None:
        """A whole answer."""
        self.begin(status, {"Content-Length": str(len(octets)), **headers})
        self.write(octets)

    def write(self, octets: bytes) -> None:
        """Some of the body."""
        self.wfile.write(octets)
        self.foreign.sent += len(octets)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def foreign_server(tls: ssl.SSLContext | None = None) -> Iterator[ForeignServer]:
    """A server on a port of the loopback that serves a picture at /picture.png."""
    handler = type("Told", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        served.daemon_threads = True
        if tls is not None:
            served.socket = tls.wrap_socket(served.socket, server_side=True)
        foreign = handler.foreign = ForeignServer(served.server_address[1])
        foreign.tells("/picture.png", PNG)
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield foreign
        finally:
            served.shutdown()
            thread.join(5)


@dataclass
class Canary:
    """Listens on every address of this machine; `knocks` counts who connected."""

    port: int
    knocks: int = 0


@contextmanager
def canary() -> Iterator[Canary]:
    """A listener that nobody may reach."""
    with _listening() as listener:
        bird = Canary(listener.getsockname()[1])
        thread = threading.Thread(target=_count, args=(listener, bird), daemon=True)
        thread.start()
        try:
            yield bird
        finally:
            # A knock still under way is heard; then the listener is woken to see that it is over.
            time.sleep(0.05)
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _listening() -> socket.socket:
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("", 0))


def _count(listener: socket.socket, bird: Canary) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            bird.knocks += 1
            connection.close()
