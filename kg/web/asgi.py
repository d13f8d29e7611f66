"""What an ASGI application is called with. Source: https://asgi.readthedocs.io/en/latest/specs/www.html"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

__all__ = ["WHOLE", "Receive", "Scope", "Send", "header"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

WHOLE = "kg.whole"
"""The extension of a scope by which an answer is sent at once, where its connection has one: `(scope, status, headers, body)`.

False where that cannot be: then it is sent by messages, as any other.
"""


def header(scope: Scope, name: bytes) -> str:
    """A request header's value, several joined by commas; empty where there is none. `name` in lower case."""
    known: dict[bytes, str] | None = scope.get("kg.headers")
    if known is None:
        known = scope["kg.headers"] = {}
        for key, value in scope["headers"]:
            text = value.decode("latin-1")
            known[key] = f"{known[key]},{text}" if key in known else text
    return known.get(name, "")
