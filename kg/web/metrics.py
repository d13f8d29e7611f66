"""What a server counts, in the form that Prometheus reads.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.web.pool import Pool

__all__ = ["MEDIA_TYPE", "Metrics"]

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of durations, in seconds."""


class Metrics:
    """Requests by what was asked for and how it ended, how long they took, bytes sent."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds = [0] * (len(_BOUNDS) + 1)
        self._sum = 0.0
        self._sent = 0
        self._broken = 0

    def add(self, route: str, method: str, status: int, seconds: float, sent: int, broken: bool) -> None:
        """Count a request. `broken`: its answer was broken off."""
        self._requests[route, method, status] += 1
        self._seconds[bisect_left(_BOUNDS, seconds)] += 1
        self._sum += seconds
        self._sent += sent
        self._broken += broken

    def text(self, pool: "Pool", lost: int) -> str:
        """All of it, how the processes of a pool are doing, and how many lines the log has lost."""
        log = _one("kg_log_lines_lost_total", "counter", "Lines of the log that its file did not take in time.", lost)
        return "\n".join((*self._told(), *_pool(pool), *log, ""))

    def _told(self) -> Iterator[str]:
        yield from _head("kg_requests_total", "counter", "Requests, by route, method and status.")
        for (route, method, status), number in sorted(self._requests.items()):
            yield f'kg_requests_total{{route="{route}",method="{method}",status="{status}"}} {number}'
        yield from _head("kg_request_seconds", "histogram", "Time from the head of a request to the end of its answer.")
        total = 0
        for bound, number in zip((*_BOUNDS, "+Inf"), self._seconds, strict=True):
            total += number
            yield f'kg_request_seconds_bucket{{le="{bound}"}} {total}'
        yield f"kg_request_seconds_sum {self._sum:.6f}"
        yield f"kg_request_seconds_count {total}"
        yield from _one("kg_sent_bytes_total", "counter", "Bytes of bodies sent.", self._sent)
        yield from _one("kg_broken_off_total", "counter", "Answers that were broken off after a part was sent.", self._broken)


def _pool(pool: "Pool") -> Iterator[str]:
    yield from _one("kg_processes", "gauge", "Processes that answer queries.", len(pool.links))
    yield from _one("kg_queries_running", "gauge", "Queries that are being answered.", pool.running)
    yield from _one("kg_queries_waiting", "gauge", "Queries that wait for a process.", len(pool.waiting))
    yield from _head("kg_ended_total", "counter", "Processes that were ended, or died, while they answered a query.")
    for why, number in sorted(pool.ended.items()):
        yield f'kg_ended_total{{why="{why}"}} {number}'
    yield from _one("kg_memory_bytes", "gauge", "Memory of the processes that answer queries.", pool.memory)
    yield from _one("kg_snapshot", "gauge", "Number of the state of the store that was opened last.", int(pool.snapshot or 0))


def _one(name: str, kind: str, told: str, value: int) -> Iterator[str]:
    yield from _head(name, kind, told)
    yield f"{name} {value}"


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"
