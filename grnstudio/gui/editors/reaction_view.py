"""The canvas in reaction notation: species and processes, and what flows between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.core.drawing import Place
from grnstudio.core.network import Network
from grnstudio.core.network_diagram import diagram
from grnstudio.core.network_edits import without
from grnstudio.core.reaction_edits import (
    Effect,
    modified,
    numbered,
    spread_about,
    with_equation,
    with_participant,
    with_reaction,
    with_species,
    without_arc,
)
from grnstudio.core.regulating import without_unused
from grnstudio.gui.document import Document
from grnstudio.gui.editors.canvas_card import NameCard
from grnstudio.gui.editors.document_view import told
from grnstudio.gui.editors.network_scene import ReactionScene
from grnstudio.gui.editors.network_tools import (
    Choose,
    Connect,
    EraseTool,
    Hit,
    LinkTool,
    PlaceTool,
    Pointer,
    SelectTool,
    Tool,
)
from grnstudio.gui.editors.network_view import CanvasView
from grnstudio.gui.editors.part_cards import ReactionCard, SpeciesCard
from grnstudio.gui.editors.quick_add import QuickAdd
from grnstudio.gui.editors.reaction_menus import menu_of, offers
from grnstudio.gui.panels.look import current_look
from grnstudio.gui.selection import Selection

FAR = 90.0  # pixels from a species to the source or sink of a reaction that was not drawn so far
EFFECTS: tuple[tuple[Effect, str], ...] = (
    ("activates", "{species} activates {reaction}"),
    ("inhibits", "{species} inhibits {reaction}"),
    ("catalyses", "{species} catalyses {reaction}"),
)
REACTION_HINT = (
    "Drag from a species to another, or from or to the void to make or lose it; onto a reaction "
    "to take part in it."
)
MODIFIER_HINT = "Drag from a species onto the reaction that it speeds up or slows down."


class ReactionView(CanvasView):
    """Edits the document's network as reactions."""

    notation = "reactions"
    empty_words = (
        "Press S and click to put a species here, R and drag to draw a reaction, "
        "or double-click to add anything by name."
    )

    def __init__(
        self, document: Document, selection: Selection, parent: QWidget | None = None
    ) -> None:
        self.scene_shown = ReactionScene(current_look())
        super().__init__(document, selection, self.scene_shown, parent)
        self.setAccessibleName("Canvas: reactions")

    def make_tools(self) -> dict[str, Tool]:
        """Return the tools by key."""
        tools = (
            SelectTool(self),
            PlaceTool(self),
            LinkTool(self, "reaction", REACTION_HINT, ("node", "process", "void")),
            LinkTool(self, "modifier", MODIFIER_HINT, ("node",)),
            EraseTool(self),
        )
        return {one.key: one for one in tools}

    def add_node(self, at: Place) -> None:
        """Add a species, and let the user name it."""
        id = self.add_named("", at)
        self.show_card(NameCard(self, id, id, f"add {id} {self._count()}", f"Add species {id}"))

    def add_named(self, id: str, at: Place) -> str:
        """Add a species and choose it; return what it is called."""
        taken = numbered("S", self.network)
        id = id or taken
        merge = f"add {id} {self._count() + 1}"
        self.edit(f"Add species {id}", lambda network: with_species(network, at, id)[0], merge)
        self.choose_names(Choose(frozenset({id})))
        return id

    def add_typed(self, text: str, at: Place) -> None:
        """Add a reaction as it was typed, around a place."""
        self._make(f"Add reaction {text}", lambda network: with_equation(network, text, at))

    def react(self, source: str, target: str, at: Place | None) -> None:
        """Add a reaction between species, or of one from or to nothing, through a place."""
        stand = self.shown.settled
        names = [one for one in (source, target) if one in stand]
        if at is None or len(names) == 2:
            places = spread_about(stand, self.shown.parts.keys(), source, target)
        else:
            places = {"": at}
            x, y = stand[names[0]]
            far = (2 * at[0] - x, 2 * at[1] - y)
            places["in" if not source else "out"] = far
        self._make("Add reaction", lambda network: with_reaction(network, source, target, places))

    def draw_link(self, link: Connect) -> None:
        """Make a reaction, or let a species take part in one or act on it."""
        source, target = link.source.hit, link.target.hit
        if source.kind == "process" and target.kind in ("node", "void"):
            self._join(source.name, target.name, "products")
        elif source.kind == "node" and target.kind == "process":
            self._offer(link)
        elif self.tool.key != "modifier":
            self._react(link)

    def erase(self, hits: Sequence[Hit]) -> None:
        """Take parts and arcs away, in one step."""

        def less(network: Network) -> Network:
            for hit in (one for one in hits if one.kind == "arc"):
                arc = self.scene_shown.diagram.arcs[hit.index]
                left = {one.name: one for one in diagram(network).processes}
                if arc.process in left:
                    network = without_arc(network, arc, left[arc.process])
            return without_parts(network, self._ids(hits))

        named = {hit.name.split(" ")[1] if hit.kind == "end" else hit.name for hit in hits}
        self.edit(f"Delete {told(named)}", less)

    def open_editor(self, hit: Hit, at: Place) -> None:
        """Let the user change a species or a reaction, in a card beside it."""
        if hit.kind == "node":
            self.show_card(SpeciesCard(self, hit.name))
        elif hit.kind != "void":
            process = hit.name.split(" ")[1] if hit.kind == "end" else hit.name
            ids = self.shown.ids_of(process)
            self.open_reaction(process, ids[0], at)

    def open_reaction(self, process: str, id: str, at: Place) -> None:
        """Let the user change one of the reactions of a process."""
        self.show_card(ReactionCard(self, process, id, at))

    def quick_add(self, at: Place) -> None:
        """Offer what can be added at a place."""
        self.show_card(QuickAdd(self, at, partial(offers, self, at)))

    def menu_for(self, hit: Hit, at: Place) -> QMenu:
        """Return the menu of what is at a place."""
        return menu_of(self, hit, at)

    def _ids(self, hits: Sequence[Hit]) -> list[str]:
        """Return the ids of parts that are hit; a source or sink stands for its reaction."""
        names = [
            hit.name.split(" ")[1] if hit.kind == "end" else hit.name
            for hit in hits
            if hit.kind != "arc"
        ]
        return [id for name in names for id in self.shown.ids_of(name)]

    def _react(self, link: Connect) -> None:
        """Make a reaction from where the line began to where it ended."""
        source, target = (
            one.hit.name if one.hit.kind == "node" else "" for one in (link.source, link.target)
        )
        places = self._stretched(link)
        self._make("Add reaction", lambda network: with_reaction(network, source, target, places))

    def _make(self, text: str, add: Callable[[Network], tuple[Network, str]]) -> None:
        """Add a reaction, and choose it."""
        made: list[str] = []

        def change(network: Network) -> Network:
            network, id = add(network)
            made.append(id)
            return network

        self.edit(text, change)
        self.choose_names(Choose(self.shown.names_of(made)))

    def _count(self) -> int:
        return self.document.undo_stack.index()

    def _stretched(self, link: Connect) -> dict[str, Place]:
        """Return where a process and its source or sink go; never closer than can be read."""
        ends = [self._place_of(one) for one in (link.source, link.target)]
        free = [one.hit.kind != "node" for one in (link.source, link.target)]
        span = (ends[1][0] - ends[0][0], ends[1][1] - ends[0][1])
        length = max((span[0] ** 2 + span[1] ** 2) ** 0.5, 1e-6)
        if any(free) and length < FAR:
            way = (span[0] / length * FAR, span[1] / length * FAR)
            moved, kept = (0, 1) if free[0] else (1, 0)
            sign = 1 if moved else -1
            ends[moved] = (ends[kept][0] + sign * way[0], ends[kept][1] + sign * way[1])
        middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
        places = {"": self.snapped(middle)}
        for key, is_free, at in zip(("in", "out"), free, ends, strict=True):
            if is_free:
                places[key] = self.snapped(at)
        return places

    def _place_of(self, pointer: Pointer) -> Place:
        part = self.shown.parts.get(pointer.hit.name) if pointer.hit.is_part else None
        return pointer.at if part is None else (part.x(), part.y())

    def _join(self, process: str, species: str, side: str) -> None:
        """Let a reaction make or use a species."""
        reaction = self.shown.ids_of(process)[0]
        verb = "makes" if side == "products" else "uses"

        def join(network: Network) -> Network:
            return with_participant(network, reaction, species, side)  # type: ignore[arg-type]

        self.edit(f"{reaction} {verb} {species}", join)

    def _act(self, process: str, species: str, effect: Effect) -> None:
        reaction = self.shown.ids_of(process)[0]
        self.edit(
            f"{species} {effect} {reaction}", lambda one: modified(one, reaction, species, effect)
        )

    def _offer(self, link: Connect) -> None:
        """Ask what a species that was drawn onto a process does to it."""
        species, process = link.source.hit.name, link.target.hit.name
        menu = QMenu(self)
        for effect, words in EFFECTS:
            text = words.format(species=species, reaction=process)
            act = partial(self._act, process, species, effect)
            menu.addAction(text, partial(self.attempt, act))
        if self.tool.key != "modifier":
            menu.addSeparator()
            use = partial(self._join, process, species, "reactants")
            menu.addAction(f"{process} uses {species}", partial(self.attempt, use))
        place = self.mapFromScene(QPointF(*link.target.at)) + QPoint(8, 8)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))


def without_parts(network: Network, ids: Sequence[str]) -> Network:
    """Return the network without parts and the constants that nothing else uses."""
    known = {one.id for one in network.parts()}
    gone = [id for id in dict.fromkeys(ids) if id in known]
    return without_unused(network, without(network, gone)) if gone else network
