"""Where nodes are drawn: computed once, from nothing but the network, so that the first sight in any tool is good already.

Each connected component is laid out by itself and the components are packed in rows, since forces alone fling apart what nothing
holds together. Within a component nodes repel one another and edges pull, as in ForceAtlas2 (Jacomy and others 2014,
doi:10.1371/journal.pone.0098679): attraction grows with distance, repulsion with the degrees, so that hubs get room. It begins
from distances to a few pivots (Brandes and Pich 2007, doi:10.1007/978-3-540-70904-6_6) rather than from chance. Repulsion is
exact for small components; for large ones masses are laid on a grid and their field is one convolution.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.export.labels import font_size, text_width
from kg.export.network import Network

__all__ = ["placed"]

_Points: TypeAlias = NDArray[np.float64]
"""Shape (n, 2): x and y."""
_Indices: TypeAlias = NDArray[np.int64]

_ROOM = 70.0
"""Side of the square that a node has for itself and its label on the average, in units of the drawing."""
_GAP = 36.0
"""Between components."""
_WIDEST = 200.0
"""Room that a component leaves for its longest label, at most."""
_ASPECT = 1.5
"""Width of the whole by its height, about that of a screen."""
_EXACT = 500
"""Nodes of a component up to which each repels each; a step costs some 5 ms there, as does the grid beyond."""
_GRID = 128
_PIVOTS = 24
_LENS = 0.8
"""Power of the distance from the middle: under 1, the crowd about a hub gets more room and the far ends less."""
_STEPS = (300, 160, 60)
"""Steps for components up to _EXACT nodes, up to 10,000, and beyond."""


def placed(network: Network) -> Network:
    """The network with x and y for each of its nodes; one that has places keeps them."""
    nodes = tuple(network.nodes)
    if any(node.x or node.y for node in nodes) or not nodes:
        return network
    index = {node.id: number for number, node in enumerate(nodes)}
    weights: dict[tuple[int, int], float] = {}
    for edge in network.edges:
        ends = (index[edge.source], index[edge.target])
        pair = (min(ends), max(ends))
        if pair[0] != pair[1]:
            weights[pair] = weights.get(pair, 0.0) + max(edge.weight, 0.0)
    widths = np.array([text_width(node.label, font_size(node)) for node in nodes])
    points = _packed(_components(len(nodes), weights), weights, np.array([node.size for node in nodes]), widths)
    points = np.round(points - (points.min(axis=0) + points.max(axis=0)) / 2, 1) + 0.0  # the sum makes -0.0 one with 0.0
    return replace(network, nodes=tuple(replace(node, x=x, y=y) for node, (x, y) in zip(nodes, points.tolist(), strict=True)))


def _components(count: int, pairs: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Nodes that edges join, the largest component first."""
    root = list(range(count))

    def top(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for source, target in pairs:
        one, other = sorted((top(source), top(target)))
        root[other] = one
    found: dict[int, list[int]] = {}
    for node in range(count):
        found.setdefault(top(node), []).append(node)
    return sorted(found.values(), key=lambda members: (-len(members), members))


def _packed(
    components: list[list[int]], weights: Mapping[tuple[int, int], float], sizes: NDArray[np.float64], widths: NDArray[np.float64]
) -> _Points:
    """Components side by side in rows, the largest first; `widths` are those of the labels."""
    own: list[dict[tuple[int, int], float]] = [{} for _ in components]
    place = {node: (number, at) for number, members in enumerate(components) for at, node in enumerate(members)}
    for (source, target), weight in weights.items():
        number, at = place[source]
        own[number][at, place[target][1]] = weight
    boxes = []
    for members, pairs in zip(components, own, strict=True):
        drawn = _component(len(members), pairs, sizes[members])
        reach = np.array([min(float(widths[members].max()), _WIDEST), float(sizes[members].max())]) / 2 + _GAP / 2
        low, high = drawn.min(axis=0) - reach, drawn.max(axis=0) + reach
        boxes.append((drawn - low, high - low))
    area = sum(float(box[0] * box[1]) for _, box in boxes)
    width = max([(area * _ASPECT) ** 0.5, *(float(box[0]) for _, box in boxes)])
    points = np.zeros((len(sizes), 2))
    x = y = height = 0.0
    for members, (drawn, box) in zip(components, boxes, strict=True):
        if x and x + box[0] > width:
            x, y, height = 0.0, y + height, 0.0
        points[members] = drawn + np.array([x, y])
        x, height = x + float(box[0]), max(height, float(box[1]))
    return points


def _component(count: int, pairs: Mapping[tuple[int, int], float], sizes: NDArray[np.float64]) -> _Points:
    if count == 1:
        return np.zeros((1, 2))
    ends = np.array(sorted(pairs), dtype=np.int64)
    pull: NDArray[np.float64] = np.sqrt([weight for _, weight in sorted(pairs.items())])
    pull = np.minimum(pull / np.median(pull), 4.0)  # what was done together a hundred times must not fall into one point
    points = _forced(_begun(count, ends), ends, pull)
    points -= points.mean(axis=0)
    away = np.hypot(points[:, 0], points[:, 1])
    points *= (np.maximum(away / away.max(), 1e-3) ** (_LENS - 1))[:, None]
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned = points @ _signed(axes).T  # the long way lies across
    extent = np.maximum(np.ptp(turned, axis=0), 1e-9)
    room = max(_ROOM * (1 + 12 / (count + 4)) if count > 4 else _ROOM, sizes.mean() * 1.6) * count**0.5  # few: large type
    scaled = turned * (room / (extent[0] * max(extent[1], extent[0] / 3)) ** 0.5)
    return _apart(scaled, sizes)


def _signed(axes: _Points) -> _Points:
    """Axes whose largest part is positive: which way a singular vector points is left to the library."""
    largest = axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]
    return axes * np.where(largest < 0, -1.0, 1.0)[:, None]


def _begun(count: int, ends: _Indices) -> _Points:
    """Positions by distance to pivots, each the farthest from those before; twins are set a little apart."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for source, target in ends.tolist():
        beside[source].append(target)
        beside[target].append(source)
    nearest = np.full(count, np.inf)
    pivot = max(range(count), key=lambda node: (len(beside[node]), -node))
    columns = []
    for _ in range(min(_PIVOTS, count)):
        distances = _distances(pivot, beside)
        columns.append(distances)
        nearest = np.minimum(nearest, distances)
        pivot = int(nearest.argmax())
    squared = np.array(columns).T ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    points = np.zeros((count, 2))
    axes = _signed(axes[:2])
    points[:, : len(axes)] = -0.5 * centred @ axes.T
    points /= max(float(np.abs(points).max()), 1e-9)
    turn = np.arange(count) * (np.pi * (3 - 5**0.5))  # golden angle: no two the same, no pattern
    points += 0.08 * np.sqrt((np.arange(count) + 1) / count)[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return points


def _distances(start: int, beside: list[list[int]]) -> NDArray[np.float64]:
    """Edges to walk from a node to each other."""
    found = np.full(len(beside), -1.0)
    found[start], level, far = 0.0, [start], 0.0
    while level:
        far += 1
        level = [other for node in level for other in beside[node] if found[other] < 0 and not found.__setitem__(other, far)]
    return found


def _forced(points: _Points, ends: _Indices, pull: NDArray[np.float64]) -> _Points:
    """Let nodes repel and edges pull, in steps that grow smaller until nothing moves."""
    count = len(points)
    mass = np.ones(count)
    mass += np.bincount(ends.ravel(), minlength=count)
    points = points * count**0.5
    steps = _STEPS[0] if count <= _EXACT else _STEPS[1] if count <= 10_000 else _STEPS[2]
    repelled = _each if count <= _EXACT else _by_grid
    for step in range(steps):
        moved = repelled(points, mass) * mass[:, None]
        stretch = (points[ends[:, 1]] - points[ends[:, 0]]) * pull[:, None]
        for axis in (0, 1):
            moved[:, axis] += np.bincount(ends[:, 0], stretch[:, axis], count) - np.bincount(ends[:, 1], stretch[:, axis], count)
        moved -= 0.3 * points * mass[:, None] / count**0.5  # gravity
        moved /= mass[:, None]
        length = np.maximum(np.hypot(moved[:, 0], moved[:, 1]), 1e-9)
        most = 0.35 * count**0.5 * (1 - step / steps) ** 1.5
        points = points + moved * (np.minimum(length * 0.5, most) / length)[:, None]
        points -= points.mean(axis=0)
    return points


def _each(points: _Points, mass: NDArray[np.float64]) -> _Points:
    """What every node feels of all others, by mass over distance."""
    across, down = (np.subtract.outer(points[:, axis], points[:, axis]) for axis in (0, 1))
    felt = mass[None, :] / np.maximum(across * across + down * down, 1e-4)  # a node feels nothing of itself: no distance
    return np.stack([(across * felt).sum(axis=1), (down * felt).sum(axis=1)], axis=1)


def _by_grid(points: _Points, mass: NDArray[np.float64]) -> _Points:
    """The same, with masses shared out among the four nearest points of a grid and the field read back from them."""
    low = points.min(axis=0)
    cell = max(float(np.ptp(points, axis=0).max()), 1e-9) / (_GRID - 2)
    at = (points - low) / cell
    corner = at.astype(np.int64)
    part = at - corner
    shares = [
        ((corner[:, 0] + right) * _GRID + corner[:, 1] + down, np.abs(1 - right - part[:, 0]) * np.abs(1 - down - part[:, 1]))
        for right in (0, 1)
        for down in (0, 1)
    ]
    laid = sum(np.bincount(where, mass * share, _GRID * _GRID) for where, share in shares).reshape(_GRID, _GRID)  # type: ignore[union-attr]
    spread = np.fft.rfft2(laid, (2 * _GRID, 2 * _GRID))
    field = np.zeros_like(points)
    for axis, kernel in enumerate(_kernels()):
        felt = np.fft.irfft2(spread * kernel, (2 * _GRID, 2 * _GRID))[:_GRID, :_GRID].ravel()
        for where, share in shares:
            field[:, axis] += felt[where] * share
    return field / cell


@cache
def _kernels() -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """One over the distance, along x and along y, transformed; softened within a square of the grid."""
    offset = np.fft.fftfreq(2 * _GRID, 1 / (2 * _GRID))
    squared = offset[:, None] ** 2 + offset[None, :] ** 2 + 0.25
    return np.fft.rfft2(offset[:, None] / squared), np.fft.rfft2(offset[None, :] / squared)


def _apart(points: _Points, sizes: NDArray[np.float64], rounds: int = 30) -> _Points:
    """Push discs apart until none lies upon another, as far as that comes in some rounds."""
    points = points.copy()
    for _ in range(rounds):
        one, other = _near(points, float(sizes.max()) + 6)
        between = points[other] - points[one]
        length = np.hypot(between[:, 0], between[:, 1])
        lacking = (sizes[one] + sizes[other]) / 2 + 6 - length
        close = lacking > 0.01
        if not close.any():
            break
        one, other = one[close], other[close]
        way = np.where(length[close, None] > 1e-6, between[close] / np.maximum(length[close, None], 1e-6), (1.0, 0.0))
        push = way * (lacking[close, None] * 0.5)
        for axis in (0, 1):
            points[:, axis] += np.bincount(other, push[:, axis], len(points)) - np.bincount(one, push[:, axis], len(points))
    return points


def _near(points: _Points, reach: float) -> tuple[_Indices, _Indices]:
    """Pairs of nodes in the same or neighbouring squares of that side, each pair once."""
    cells = np.floor((points - points.min(axis=0)) / reach).astype(np.int64)
    across = int(cells[:, 1].max()) + 3
    keys = cells[:, 0] * across + cells[:, 1] + 1
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    ones, others = [], []
    for offset in (0, 1, across - 1, across, across + 1):
        begin, end = np.searchsorted(ranked, keys + offset), np.searchsorted(ranked, keys + offset, side="right")
        number = end - begin
        one = np.repeat(np.arange(len(points)), number)
        at = np.arange(number.sum()) - np.repeat(number.cumsum() - number, number) + np.repeat(begin, number)
        other = order[at]
        kept = one < other if offset == 0 else np.full(len(one), True)
        ones.append(one[kept])
        others.append(other[kept])
    return np.concatenate(ones), np.concatenate(others)
