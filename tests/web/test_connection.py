"""One client's connection: its answer is heard though it goes on sending, and nothing that it leaves undone is waited for."""

import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

SHORT = """
import sys
from pathlib import Path
from kg.web.app import Front
from kg.web.limits import Limits
from kg.web.serve import bound, run
class Odd(Front):
    # gives a header that would be two, where it is asked for that

    async def answer(self, scope, receive, send):
        if scope["path"] != "/odd":
            return await super().answer(scope, receive, send)
        headers = [(b"content-length", b"2"), (b"x-odd", b"a\\r\\nset-cookie: b=c")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

channel = bound("127.0.0.1", 0)
limits = Limits(queries=1, arrival=0.2, idle=0.2, seconds=0.5)
run(Odd(Path(sys.argv[1]), limits), channel, lambda: print(channel.getsockname()[1], flush=True))
"""
QUERY = "application/sparql-query"
PATIENCE = 20_000
"""Milliseconds, for what takes a second or two."""


@pytest.fixture(scope="module")
def hurried(directory: Path) -> Iterator[tuple[str, int]]:
    """Where a server is that waits for nobody long."""
    with subprocess.Popen([sys.executable, "-c", SHORT, str(directory)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield "127.0.0.1", int(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=60) as channel:
        yield channel


def everything(channel: socket.socket) -> bytes:
    answer = b""
    while part := channel.recv(65536):
        answer += part
    return answer


def dropping(channel: socket.socket) -> None:
    """Send an end of line now and then until the other side has gone."""
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        for _ in range(PATIENCE // 50):
            channel.send(b"\r\n")
            time.sleep(0.05)


def waited(channel: socket.socket, event: int) -> int:
    """What has happened on a channel, of what one waits for, or that it is broken."""
    watching = select.poll()
    watching.register(channel, event)
    return sum(each for _, each in watching.poll(PATIENCE))


POST = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\n"
LONG = f"{POST}Content-Length: 90000000\r\n\r\n"
CHUNKED = f"{POST}Transfer-Encoding: chunked\r\n\r\n55D4A80\r\n"
HEADERS = "GET /sparql HTTP/1.1\r\nHost: localhost\r\nX-Long: "
ROWS = "SELECT * WHERE { " + " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}" for name in "abcde") + " }"
REFUSED = "PUT /graphs?default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(("begun", "status"), [(LONG, 413), (CHUNKED, 413), (HEADERS, 431)], ids=["body", "chunks", "headers"])
def test_who_goes_on_sending_after_the_answer_can_read_it(server: str, begun: str, status: int) -> None:
    with connected(server) as channel:
        channel.sendall(begun.encode() + b"#" * 5_000_000)
        assert waited(channel, select.POLLIN) == select.POLLIN
        for _ in range(20):
            channel.sendall(b"#" * 1_000_000)
        assert everything(channel).startswith(f"HTTP/1.1 {status} ".encode())


def test_who_reads_nothing_before_all_is_sent_is_answered(server: str) -> None:
    at = urlsplit(server)
    client = HTTPConnection(at.hostname or "", at.port, timeout=60)
    client.request("POST", "/sparql", b"#" * 50_000_000, {"Content-Type": QUERY})
    answer = client.getresponse()
    assert (answer.status, b"too long" in answer.read()) == (413, True)
    client.close()


def test_who_is_refused_may_end_the_body_and_ask_again(server: str) -> None:
    with httpx.Client(base_url=server) as client:
        for _ in range(2):
            told = client.put("/graphs", params={"default": ""}, content=b"#" * 300_000, headers={"Content-Type": "text/turtle"})
            assert (told.status_code, "connection" in told.headers) == (403, False)


@pytest.mark.parametrize("begun", [LONG, REFUSED], ids=["closed", "kept open"])
def test_a_body_that_never_ends_is_not_waited_for_once_it_was_answered(hurried: tuple[str, int], begun: str) -> None:
    with socket.create_connection(hurried, timeout=60) as channel:
        channel.sendall(begun.encode())
        assert channel.recv(65536).startswith(b"HTTP/1.1 4")
        dropping(channel)


def test_an_answer_that_nobody_takes_is_not_kept(hurried: tuple[str, int]) -> None:
    with socket.socket() as channel:
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        channel.connect(hurried)
        channel.sendall(f"GET /sparql?format=csv&query={quote(ROWS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 40)
        dropping(channel)


def asked(query: str, method: str = "GET", *headers: str) -> bytes:
    lines = (f"{method} /sparql?format=csv&query={quote(query)} HTTP/1.1", "Host: localhost", *headers, "", "")
    return "\r\n".join(lines).encode()


def test_what_is_asked_at_once_is_answered_in_order(server: str) -> None:
    with connected(server) as channel:
        values = [f'SELECT ?v {{ VALUES ?v {{ "n{number}" }} }}' for number in range(9)]
        last = asked("ASK {}", "GET", "Connection: close")
        channel.sendall(b"".join([*map(asked, values), asked("ASK {}", "HEAD"), last]))
        answer = everything(channel)
    bodies = [part.partition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert bodies == [*(f"v\r\nn{number}\r\n".encode() for number in range(9)), b"", b"true"]
    assert answer.count(b"connection: close") == 1


def test_an_answer_to_head_has_the_headers_of_one_to_get(server: str) -> None:
    with httpx.Client(base_url=server) as client:
        got, headed = (client.request(method, "/sparql", params={"query": "ASK {}"}) for method in ("GET", "HEAD"))
    del got.headers["date"], headed.headers["date"]  # the second may have passed
    assert got.headers == headed.headers


def test_a_header_that_holds_a_line_break_is_never_sent(hurried: tuple[str, int]) -> None:
    with socket.create_connection(hurried, timeout=60) as channel:
        channel.sendall(b"GET /odd HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert everything(channel) == b""  # closed without a word


@pytest.mark.parametrize("begun", [asked("ASK {}"), LONG.encode() + b"#" * 100], ids=["answered", "refused"])
def test_a_connection_on_which_nothing_more_is_asked_is_closed(hurried: tuple[str, int], begun: bytes) -> None:
    with socket.create_connection(hurried, timeout=60) as channel:
        channel.sendall(begun)
        assert everything(channel).startswith(b"HTTP/1.1 ")
