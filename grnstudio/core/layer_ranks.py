"""Which layer the nodes of a graph go to: orders that break cycles, ranks that keep links short.

Nodes are whole numbers.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence

DEPTHS = (0.2, 0.5, 0.85, 1.0)  # how often a wandering order goes on from the last node it met
Link = tuple[int, int, float]  # from, to, how much its being short matters


def depth_first(count: int, links: Sequence[Link], nodes: Sequence[int]) -> list[int]:
    """Return an order in which most links point onward, begun at nodes that nothing leads to."""
    after: dict[int, list[int]] = defaultdict(list)
    entered = set()
    for a, b, _ in links:
        after[a].append(b)
        entered.add(b)
    starts = [node for node in nodes if node not in entered]
    position = {node: index for index, node in enumerate(nodes)}
    seen: set[int] = set()
    finished: list[int] = []
    for start in reversed([*starts, *(node for node in nodes if node in entered)]):
        _visit(start, after, position, seen, finished)
    return finished[::-1]


def breadth_first(count: int, links: Sequence[Link], root: int) -> list[int]:
    """Return an order by distance from ``root``, whichever way links point."""
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b, _ in links:
        beside[a].append(b)
        beside[b].append(a)
    order = [root]
    seen = {root}
    for node in order:
        fresh = [one for one in dict.fromkeys(beside[node]) if one not in seen]
        seen.update(fresh)
        order += fresh
    return order


def wandering(count: int, links: Sequence[Link], seed: int) -> list[int]:
    """Return an order by chance between breadth first and depth first, whichever way links point.

    The same seed gives the same order.
    """
    chance = random.Random(seed)
    depth = chance.choice(DEPTHS)
    beside: list[list[int]] = [[] for _ in range(count)]
    for a, b, _ in links:
        beside[a].append(b)
        beside[b].append(a)
    order = [chance.randrange(count)]
    seen, waiting = set(order), deque(order)
    while waiting:
        node = waiting.pop() if chance.random() < depth else waiting.popleft()
        fresh = [one for one in dict.fromkeys(beside[node]) if one not in seen]
        chance.shuffle(fresh)
        seen.update(fresh)
        order += fresh
        waiting += fresh
    return order


def greedy(count: int, links: Sequence[Link], nodes: Sequence[int]) -> list[int]:
    """Return an order with few links against it (Eades, Lin and Smyth)."""
    out: dict[int, dict[int, float]] = {node: {} for node in nodes}
    into: dict[int, dict[int, float]] = {node: {} for node in nodes}
    for a, b, weight in links:
        out[a][b] = out[a].get(b, 0.0) + weight
        into[b][a] = into[b].get(a, 0.0) + weight
    left = dict.fromkeys(nodes)
    head: list[int] = []
    tail: list[int] = []
    while left:
        sinks = [node for node in left if not out[node]]
        sources = [node for node in left if not into[node] and out[node]]
        if sinks:
            taken, end = sinks[-1:], tail
        elif sources:
            taken, end = sources[:1], head
        else:
            taken = [max(left, key=lambda n: sum(out[n].values()) - sum(into[n].values()))]
            end = head
        for node in taken:
            end.append(node)
            _take(node, left, out, into)
    return head + tail[::-1]


def ranks(count: int, links: Sequence[Link], order: Sequence[int]) -> list[int]:
    """Return layers in which every link leads at least one down, and links are short."""
    above: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    below: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for a, b, weight in links:
        above[b].append((a, weight))
        below[a].append((b, weight))
    rank = [0] * count
    for node in order:
        rank[node] = max((rank[one] + 1 for one, _ in above[node]), default=0)
    for _ in range(8):
        moved = _settle(order[::-1], rank, above, below) or _settle(order, rank, above, below)
        if not moved and not _shift_blocks(rank, links):
            break
    used = {level: index for index, level in enumerate(sorted(set(rank)))}
    return [used[level] for level in rank]


def _visit(
    start: int,
    after: dict[int, list[int]],
    position: dict[int, int],
    seen: set[int],
    finished: list[int],
) -> None:
    """Append to ``finished`` what is reached from ``start``, last what comes first."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(sorted(after[start], key=position.__getitem__, reverse=True)))]
    while stack:
        node, rest = stack[-1]
        following = next((one for one in rest if one not in seen), None)
        if following is None:
            finished.append(node)
            stack.pop()
        else:
            seen.add(following)
            nexts = sorted(after[following], key=position.__getitem__, reverse=True)
            stack.append((following, iter(nexts)))


def _take(
    node: int,
    left: dict[int, None],
    out: dict[int, dict[int, float]],
    into: dict[int, dict[int, float]],
) -> None:
    del left[node]
    for one in out.pop(node):
        if one in into:
            into[one].pop(node, None)
    for one in into.pop(node):
        if one in out:
            out[one].pop(node, None)


def _settle(
    order: Sequence[int],
    rank: list[int],
    above: list[list[tuple[int, float]]],
    below: list[list[tuple[int, float]]],
) -> bool:
    """Move each node to the side on which more of its links are; return whether any moved."""
    moved = False
    for node in order:
        pull = sum(w for _, w in below[node]) - sum(w for _, w in above[node])
        if pull > 0 and below[node]:
            wanted = min(rank[one] for one, _ in below[node]) - 1
        elif pull < 0 and above[node]:
            wanted = max(rank[one] for one, _ in above[node]) + 1
        else:
            continue
        moved |= wanted != rank[node]
        rank[node] = wanted
    return moved


def _shift_blocks(rank: list[int], links: Sequence[Link]) -> bool:
    """Move nodes that hang together by shortest links as one; return whether that helped."""
    block = _blocks(rank, links)
    pull: dict[int, float] = defaultdict(float)
    room: dict[tuple[int, int], int] = {}
    for a, b, weight in links:
        if block[a] != block[b]:
            slack = rank[b] - rank[a] - 1
            pull[block[a]] += weight
            pull[block[b]] -= weight
            for key in ((block[a], 1), (block[b], -1)):
                room[key] = min(room.get(key, slack), slack)
    for one in sorted(pull, key=lambda one: (-abs(pull[one]), one)):
        way = 1 if pull[one] > 0 else -1
        step = room.get((one, way), 0)
        if pull[one] and step:
            for node, owner in enumerate(block):
                rank[node] += way * step if owner == one else 0
            return True
    return False


def _blocks(rank: list[int], links: Sequence[Link]) -> list[int]:
    owner = list(range(len(rank)))

    def head(node: int) -> int:
        while owner[node] != node:
            owner[node] = owner[owner[node]]
            node = owner[node]
        return node

    for a, b, _ in links:
        if rank[b] - rank[a] == 1:
            owner[head(b)] = head(a)
    return [head(node) for node in range(len(rank))]
