"""What a request holds beside its path: parameters, a body, leave to write."""

import asyncio
import hmac
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.web.asgi import Receive, Scope, header
from kg.web.frames import Failure

if TYPE_CHECKING:
    from kg.web.app import Front

__all__ = ["Refused", "allow_writing", "body_of", "fields_of", "media_type_of", "text_of"]

_FIELDS = 1000


class Refused(Exception):
    """A request that is not carried out; `failure` says why, `headers` go with it."""

    def __init__(self, status: int, title: str, detail: str, headers: dict[str, str] | None = None, retry: int = 0) -> None:
        super().__init__(detail)
        self.failure = Failure(status, title, detail, retry)
        self.headers = headers or {}


def fields_of(encoded: bytes) -> list[tuple[str, str]]:
    """Parameters of a query string or form. Raises Refused where they cannot be read."""
    parts = [part for part in encoded.split(b"&") if part]
    try:
        if len(parts) > _FIELDS:
            raise ValueError
        return [(_decoded(name), _decoded(value)) for name, _, value in (part.partition(b"=") for part in parts)]
    except ValueError:
        detail = f"parameters are to be UTF-8, percent-encoded, and at most {_FIELDS:,}"
        raise Refused(400, "Not well-formed", detail) from None


def _decoded(encoded: bytes) -> str:
    """What was percent-encoded, as `urllib.parse.unquote_plus` reads it. Raises ValueError where it is not UTF-8, or not ASCII.

    Half of a query's characters are escapes, and the library's loop over them took as long as all else that is read from a
    request. Python's own escapes, `\\x41` for `%41`, are read at once.
    """
    text = encoded.replace(b"+", b" ").decode("ascii")
    if "%" not in text:
        return text
    try:
        plain = text.replace("\\", r"\\").replace("%", r"\x").encode().decode("unicode_escape")
    except UnicodeDecodeError:  # a `%` that begins no escape stands for itself
        return unquote(text, errors="strict")
    return plain.encode("latin-1").decode()


def text_of(body: bytes) -> str:
    """A body as text. Raises Refused where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "Not well-formed", "the text of a query or update is to be UTF-8") from None


def media_type_of(scope: Scope) -> str:
    """Of a request's body, without parameters, in lower case."""
    return header(scope, b"content-type").partition(";")[0].strip().lower()


async def body_of(scope: Scope, receive: Receive, front: "Front") -> bytes:
    """The body of a request. Raises Refused where it is too long or does not come in time."""
    limits = front.limits
    told = header(scope, b"content-length")
    if told.isdigit() and int(told) > limits.body:
        raise _too_long(limits.body)
    parts, size, more = [], 0, True
    try:
        async with asyncio.timeout(limits.arrival):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The client has gone", "")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > limits.body:
                    raise _too_long(limits.body)
                more = message.get("more_body", False)
    except TimeoutError:
        detail = f"it did not come within {limits.arrival:g} seconds"
        raise Refused(408, "The body came too slowly", detail, {"connection": "close"}) from None
    return b"".join(parts)


def allow_writing(scope: Scope, front: "Front") -> None:
    """Raise Refused where the client may not write: 403 where nobody may, 401 where the token is missing or wrong."""
    if front.options.token is None:
        detail = "this server was started without a token and only reads; to write, start it with --token-file"
        raise Refused(403, "Read only", detail)
    scheme, _, given = header(scope, b"authorization").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("latin-1"), front.options.token.encode()):
        detail = "writing needs the token that the server was started with, as `Authorization: Bearer TOKEN`"
        raise Refused(401, "No leave to write", detail, {"www-authenticate": 'Bearer realm="kg"'})


def _too_long(limit: int) -> Refused:
    return Refused(413, "The body is too long", f"at most {limit:,} bytes are allowed", {"connection": "close"})
