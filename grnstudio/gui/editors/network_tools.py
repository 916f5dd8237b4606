"""The tools of a network's canvas: each turns a gesture into a request, as plain objects.

They know places and what lies there, not events or items, so that mouse, keyboard and tests use
them alike. A view asks a tool what a press, a drag and a release mean, shows its preview between
them, and does what it asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, width, height

Kind = Literal["node", "process", "end", "arc", "void"]


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies at a place; ``name`` is that of the drawn part, of an arc the one it belongs to.

    An "end" is a source or a sink. ``index`` counts arcs.
    """

    kind: Kind = "void"
    name: str = ""
    index: int = -1

    @property
    def is_part(self) -> bool:
        """Whether it is something that stands somewhere and can be moved."""
        return self.kind in ("node", "process", "end")


VOID = Hit()


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, on what, with which keys; ``reach`` is how far a trembling goes."""

    at: Place
    hit: Hit = VOID
    shift: bool = False
    control: bool = False
    alt: bool = False
    reach: float = 4.0

    def is_far_from(self, other: Pointer) -> bool:
        """Return whether the pointer was dragged from ``other``, and did not only tremble."""
        return max(abs(a - b) for a, b in zip(self.at, other.at, strict=True)) > self.reach


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose parts: these only, these as well, or each that was not chosen and no other."""

    names: frozenset[str]
    how: Literal["only", "add", "toggle"] = "only"


@dataclass(frozen=True, slots=True)
class Move:
    """Move parts by a step."""

    names: frozenset[str]
    step: Place


@dataclass(frozen=True, slots=True)
class Add:
    """Put a node into the void."""

    at: Place


@dataclass(frozen=True, slots=True)
class Connect:
    """Draw from one place to another; ``flipped`` asks for the other end, a bar for an arrow."""

    source: Pointer
    target: Pointer
    flipped: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """Take parts and arcs away."""

    hits: tuple[Hit, ...]


Request: TypeAlias = Choose | Move | Add | Connect | Erase


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a gesture that is not over."""

    band: Box | None = None
    moved: Move | None = None
    line: tuple[Pointer, Pointer] | None = None
    flipped: bool = False
    ghost: Place | None = None
    lit: Hit = VOID
    doomed: tuple[Hit, ...] = ()


QUIET = Preview()


class Board(Protocol):
    """What tools ask of the picture they work on."""

    @property
    def chosen(self) -> frozenset[str]:
        """The parts that are chosen."""

    def within(self, box: Box) -> frozenset[str]:
        """Return the parts in a box."""

    def snapped(self, at: Place) -> Place:
        """Return the place a node put at ``at`` gets."""

    def snapped_step(self, names: frozenset[str], step: Place) -> Place:
        """Return the step that parts dragged by ``step`` make."""


class Tool:
    """A gesture that is begun by a press, goes on with moves, and ends with a release."""

    key = ""
    hint = ""
    draws = False  # and so has a cross for a cursor

    def __init__(self, board: Board) -> None:
        self.board = board
        self.start: Pointer | None = None
        self.preview = QUIET

    def press(self, pointer: Pointer) -> Request | None:
        """Begin."""
        self.start = pointer
        return None

    def move(self, pointer: Pointer) -> None:
        """Go on, or hover if nothing is pressed."""

    def release(self, pointer: Pointer) -> Request | None:
        """End, and say what is asked for."""
        self.cancel()
        return None

    def cancel(self) -> None:
        """Drop what was begun."""
        self.start, self.preview = None, QUIET

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self.start is not None


class SelectTool(Tool):
    """Chooses by click and by rubber band, and moves what is chosen."""

    key = "select"
    hint = "Click chooses, Shift adds, drag moves; drag in the void for a rubber band."

    def press(self, pointer: Pointer) -> Request | None:
        super().press(pointer)
        name = pointer.hit.name
        if not name or pointer.shift or pointer.control or name in self.board.chosen:
            return None
        return Choose(frozenset({name}))

    def move(self, pointer: Pointer) -> None:
        start = self.start
        if start is None or not (pointer.is_far_from(start) or self.preview is not QUIET):
            return
        if start.hit.is_part:
            names = self.board.chosen | {start.hit.name}
            moved = Move(names, self.board.snapped_step(names, _step(start, pointer)))
            self.preview = Preview(moved=moved)
        elif start.hit.kind == "void":
            self.preview = Preview(band=_box(start.at, pointer.at))

    def release(self, pointer: Pointer) -> Request | None:
        self.move(pointer)
        start, done = self.start, self.preview
        self.cancel()
        if start is None:
            return None
        if done.moved:
            return done.moved if any(done.moved.step) else None
        more = start.shift or start.control
        if done.band:
            return Choose(self.board.within(done.band), "add" if more else "only")
        if start.hit.name:
            return Choose(frozenset({start.hit.name}), "toggle" if more else "only")
        return None if more else Choose(frozenset())


class PlaceTool(Tool):
    """Puts a node where the pointer is; a click on one that stands there chooses it."""

    key = "species"
    hint = "Click into the void to put a species there."
    draws = True

    def move(self, pointer: Pointer) -> None:
        at = self.board.snapped(pointer.at) if pointer.hit.kind == "void" else None
        self.preview = Preview(ghost=at)

    def release(self, pointer: Pointer) -> Request | None:
        start = self.start
        self.cancel()
        if start is None:
            return None
        if start.hit.name:
            return Choose(frozenset({start.hit.name}))
        return Add(self.board.snapped(pointer.at))


class LinkTool(Tool):
    """Draws from one part to another, by drag or by two clicks."""

    draws = True

    def __init__(self, board: Board, key: str, hint: str, kinds: tuple[Kind, ...]) -> None:
        super().__init__(board)
        self.key, self.hint = key, hint
        self._kinds = kinds
        self._waits = False

    def press(self, pointer: Pointer) -> Request | None:
        if self.start is None and pointer.hit.kind in self._kinds:
            self.start = pointer
            self._waits = False
        return None

    def move(self, pointer: Pointer) -> None:
        lit = pointer.hit if pointer.hit.is_part else VOID
        if self.start is None:
            self.preview = Preview(lit=lit if lit.kind in self._kinds else VOID)
        else:
            self.preview = Preview(line=(self.start, pointer), flipped=_flips(pointer), lit=lit)

    def release(self, pointer: Pointer) -> Request | None:
        start = self.start
        if start is None:
            return None
        if not pointer.is_far_from(start) and not self._waits:
            self._waits = True  # for the second of two clicks
            return None
        self.cancel()
        return Connect(start, pointer, _flips(pointer))

    def cancel(self) -> None:
        super().cancel()
        self._waits = False


class EraseTool(Tool):
    """Takes away what is clicked, or all that the pointer is dragged over."""

    key = "erase"
    hint = "Click a part or an arc to take it away, or drag over several."
    draws = True

    def press(self, pointer: Pointer) -> Request | None:
        super().press(pointer)
        self.move(pointer)
        return None

    def move(self, pointer: Pointer) -> None:
        doomed = self.preview.doomed if self.start else ()
        if pointer.hit.kind != "void" and pointer.hit not in doomed:
            doomed = (*doomed, pointer.hit)
        self.preview = Preview(doomed=doomed)

    def release(self, pointer: Pointer) -> Request | None:
        doomed = self.preview.doomed
        begun = self.is_busy
        self.cancel()
        return Erase(doomed) if doomed and begun else None


def _flips(pointer: Pointer) -> bool:
    return pointer.shift or pointer.alt


def _step(start: Pointer, pointer: Pointer) -> Place:
    return pointer.at[0] - start.at[0], pointer.at[1] - start.at[1]


def _box(a: Place, b: Place) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])
