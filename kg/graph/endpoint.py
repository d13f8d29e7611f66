"""Another SPARQL server as it is spoken to over HTTP: who asks, how long and how much, where it may send us."""

import email.utils
import os
import re
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import httpx

from kg.errors import GraphError, QueryError

__all__ = ["CREDENTIALS", "Answer", "Endpoint", "Limits", "Login", "login", "shown"]

CREDENTIALS = "KG_CREDENTIALS"
"""Environment variable with `USER:PASSWORD` or `Bearer TOKEN`."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SENT_ON = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_HOPS = 3
_TOLD = 300
_MARKUP = re.compile(rb"<(script|style|head)\b.*?</\1\s*>|<[^<>]*>", re.I | re.S)


class Login(NamedTuple):
    """Who asks: a user with a password, or the bearer of a token."""

    user: str
    secret: str

    def __repr__(self) -> str:
        return f"Login({self.user!r}, …)"


@dataclass(frozen=True)
class Limits:
    """How long and how much."""

    seconds: float = 300.0
    """For one answer, to its end."""
    connect: float = 15.0
    size: int = 1 << 30
    """Bytes of one answer, unpacked."""
    tries: int = 6
    """How often a server that is busy (429, 503) is asked."""
    longest_wait: float = 60.0


class Answer(NamedTuple):
    """What a server answered, whole."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes

    @property
    def type(self) -> str:
        """Media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def told(self) -> str:
        """What the server says, as one short line without markup."""
        text = _MARKUP.sub(b" ", self.body[:20_000]).decode("utf-8", "replace").partition("SPARQL query:")[0]
        line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
        return line if len(line) <= _TOLD else line[: _TOLD - 1] + "…"


def login(file: Path | None = None) -> Login | None:
    """The credentials of a file (its first line), or of the environment; None where neither is given.

    Raises GraphError where the file cannot be read, or what is given is neither `USER:PASSWORD` nor `Bearer TOKEN`.
    """
    where, line = f"the environment variable {CREDENTIALS}", os.environ.get(CREDENTIALS, "")
    if file is not None:
        try:
            where, line = str(file), file.read_text(encoding="utf-8").partition("\n")[0]
        except (OSError, UnicodeDecodeError) as error:
            raise GraphError(f"{file}: the credentials cannot be read: {error}") from None
    line = line.strip()
    if not line and file is None:
        return None
    if line.lower().startswith("bearer "):
        return Login("", line[7:].strip())
    user, colon, secret = line.partition(":")
    if not colon or not user:
        raise GraphError(f"{where}: expected one line, USER:PASSWORD or Bearer TOKEN")
    return Login(user, secret)


@dataclass
class Endpoint:
    """A server by the URL of its query service. Raises QueryError for a URL that is none, or that holds credentials."""

    url: str
    login: Login | None = None
    limits: Limits = field(default_factory=Limits)
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._client: httpx.Client | None = None
        parts = _parts(self.url)
        self.shown = shown(parts)

    def send(
        self, method: str, content: bytes | Mapping[str, str] | None, headers: Mapping[str, str], url: str | None = None
    ) -> Answer:
        """One request and its whole answer, whatever its status. A mapping is sent as a form.

        A busy server is asked again after the time that it names. To be sent on is accepted within the same host only.
        Raises GraphError where the server cannot be reached, is too slow, too busy, answers too much, or knows us not.
        """
        target = _parts(url or self.url)
        hops, tries = 0, 0
        while True:
            answer = self._once(method, target, content, headers)
            if answer.status in _SENT_ON and "location" in answer.headers:
                hops += 1
                target = self._sent_on(target, answer, hops)
            elif answer.status in _BUSY and tries + 1 < self.limits.tries:
                self.pause(min(_wait(answer, tries), self.limits.longest_wait))
                tries += 1
            else:
                break
        where = shown(target)
        if answer.status in {401, 403, 407}:
            how = f"give USER:PASSWORD or Bearer TOKEN in {CREDENTIALS}, or in a file with --credentials"
            raise GraphError(f"{where} answered {answer.status}, who asks is not known or may not: {answer.told}; {how}")
        if answer.status in _BUSY:
            raise GraphError(f"{where} is busy ({answer.status}: {answer.told}), asked {self.limits.tries} times; wait")
        return answer

    def close(self) -> None:
        """Let the connection go."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _once(self, method: str, url: httpx.URL, content: bytes | Mapping[str, str] | None, sent: Mapping[str, str]) -> Answer:
        if self._client is None:
            timeout = httpx.Timeout(self.limits.seconds, connect=self.limits.connect)
            self._client = httpx.Client(timeout=timeout, auth=_Auth(self.login) if self.login else None)
        where, end = shown(url), time.monotonic() + self.limits.seconds
        data = dict(content) if isinstance(content, Mapping) else None
        body = content if isinstance(content, bytes) else None
        try:
            with self._client.stream(method, url, data=data, content=body, headers=dict(sent)) as response:
                chunks, size = [], 0
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > self.limits.size:
                        raise GraphError(f"{where} answered more than {self.limits.size:,} bytes; ask for less, as with LIMIT")
                    if time.monotonic() > end:
                        raise httpx.ReadTimeout("")
                    chunks.append(chunk)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, headers, b"".join(chunks))
        except httpx.TimeoutException:
            raise GraphError(f"{where} gave no whole answer within {self.limits.seconds:g} s; ask for less, or later") from None
        except httpx.TransportError as error:
            told = str(error) or type(error).__name__
            raise GraphError(f"{where} cannot be reached: {told}; is the server up, and the URL right?") from None
        except httpx.HTTPError as error:
            raise GraphError(f"{where} gave no answer that can be read: {error}") from None

    def _sent_on(self, url: httpx.URL, answer: Answer, hops: int) -> httpx.URL:
        """Where the server sends us, which must be itself."""
        try:
            target = url.join(answer.headers["location"])
        except httpx.InvalidURL:
            target = httpx.URL("")
        same = target.host == url.host and (target.port == url.port or (url.scheme, target.scheme) == ("http", "https"))
        if not same or target.scheme not in {url.scheme, "https"} or target.userinfo or hops > _HOPS:
            told = shown(target) if target.host else "nowhere"
            raise GraphError(f"{shown(url)} sends on to {told}, which is not followed; if you trust that place, give its URL")
        return target


class _Auth(httpx.Auth):
    """Shows who asks only where the server asks for it, and no password or token in the clear to another machine."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None and self._login.user:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("www-authenticate", "").lower()
            digest = "digest" in asked and ("basic" not in asked or request.url.scheme != "https")
            self._chosen = (httpx.DigestAuth if digest else httpx.BasicAuth)(*self._login)
        if not isinstance(self._chosen, httpx.DigestAuth) and request.url.scheme != "https" and request.url.host not in _LOOPBACK:
            raise GraphError(
                f"{shown(request.url)} would get the credentials in the clear; give an https URL, or reach it by a tunnel"
            )
        if self._chosen is None:
            request.headers["Authorization"] = f"Bearer {self._login.secret}"
            yield request
        else:
            yield from self._chosen.auth_flow(request)


def _parts(url: str) -> httpx.URL:
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL:
        parts = httpx.URL("")
    if parts.userinfo:
        raise QueryError(f"the URL of {parts.host} holds credentials; take them out, and give them in {CREDENTIALS}")
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise QueryError(f"{url!r} is no endpoint; expected the URL of a SPARQL service, as http://127.0.0.1:7878/query")
    return parts


def shown(url: httpx.URL) -> str:
    """A URL without what may be secret: user, password, parameters."""
    port = "" if url.port is None else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}{url.path}"


def _wait(answer: Answer, tries: int) -> float:
    """Seconds that a busy server asks to be left alone, else ever longer."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdigit():
        return float(told)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    except ValueError:
        return 2.0**tries
