"""The canvas in regulation notation: genes, and who activates or represses whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.core.drawing import Place
from grnstudio.core.network import Network
from grnstudio.core.network_merge import fragment
from grnstudio.core.network_rename import check_id
from grnstudio.core.regulation_edits import (
    combined,
    flipped,
    only_genes,
    regulated,
    unregulated,
    with_gene,
    without_genes,
)
from grnstudio.core.regulation_values import (
    LABELS,
    Field,
    Regulation,
    number,
    regulation_between,
    with_value,
)
from grnstudio.core.regulation_view import Link
from grnstudio.gui.document import Document
from grnstudio.gui.editors.document_view import told
from grnstudio.gui.editors.link_card import GeneCard, LinkCard
from grnstudio.gui.editors.network_tools import (
    Choose,
    Connect,
    EraseTool,
    Hit,
    SelectTool,
    Tool,
)
from grnstudio.gui.editors.network_view import CanvasView
from grnstudio.gui.editors.quick_add import QuickAdd
from grnstudio.gui.editors.regulation_items import link_name
from grnstudio.gui.editors.regulation_menus import HINT, NOTHING, menu_of, offers
from grnstudio.gui.editors.regulation_scene import VERBS, RegulationScene
from grnstudio.gui.editors.regulation_tools import GeneTool, RegulationTool
from grnstudio.gui.editors.sign_switch import SignSwitch
from grnstudio.gui.network_clipboard import add_piece, copied, shared
from grnstudio.gui.panels.look import current_look
from grnstudio.gui.selection import Selection

CORNER = 12
APART = 130.0  # between two genes that are added by one line


class RegulationView(CanvasView):
    """Edits the document's network as genes and regulations."""

    notation = "regulation"
    empty_words = (
        "Double-click to add a gene or a regulation such as A -| B, or put genes here with S and "
        "draw who acts on whom with T."
    )

    def __init__(
        self, document: Document, selection: Selection, parent: QWidget | None = None
    ) -> None:
        self.genes = RegulationScene(current_look())
        self.drawing_tool = RegulationTool(self)
        super().__init__(document, selection, self.genes, parent)
        self.setAccessibleName("Canvas: regulation")
        self.signs = SignSwitch(self)
        self.signs.turned.connect(self.turn)
        self.looked.connect(self._place_signs)

    def make_tools(self) -> dict[str, Tool]:
        """Return the tools by key."""
        tools = (SelectTool(self), GeneTool(self), self.drawing_tool, EraseTool(self))
        return {one.key: one for one in tools}

    def use(self, key: str) -> None:
        """Take up a tool; the one for regulations, taken up again, draws the other sign."""
        if key == "regulation" and self.tool is self.drawing_tool:
            self.turn(not self.drawing_tool.represses)
            return
        super().use(key)
        self.signs.setVisible(key == "regulation")

    def turn(self, represses: bool) -> None:
        """Draw repressions from here on, or activations."""
        self.drawing_tool.turn(represses)
        self.signs.show_sign(represses)
        self.said.emit(self.drawing_tool.hint)

    def add_node(self, at: Place) -> None:
        """Add a gene."""
        self.add_gene("", at)

    def add_gene(self, id: str, at: Place) -> None:
        """Add a gene that is called so, or as is free."""
        made: list[str] = []

        def add(network: Network) -> Network:
            network, name = with_gene(network, id, at)
            made.append(name)
            return network

        self.edit(f"Add gene {id}".strip(), add)
        self.choose_names(Choose(frozenset(made)))

    def add_typed(self, source: str, sign: int, target: str, at: Place) -> None:
        """Add a regulation between two genes by name, and those of them there are not yet."""

        def add(network: Network) -> Network:
            for index, name in enumerate(dict.fromkeys((source, target))):
                if name not in {one.id for one in network.species}:
                    check_id(name, network.symbols | {one.id for one in network.parts()})
                    network, _ = with_gene(network, name, (at[0] + APART * index, at[1]))
            return regulated(network, source, self.genes.shown.expressed(target), sign)

        self.edit(f"{source} {VERBS[sign]} {target}", add)
        self.choose_names(Choose(frozenset({link_name(source, target)})))

    def draw_link(self, link: Connect) -> None:
        """Regulate the gene where the line ended, or one that is put there."""
        source, sign = link.source.hit.name, -1 if link.flipped else 1
        if link.target.hit.kind == "node":
            self.regulate(source, link.target.hit.name, sign)
        elif link.target.hit.kind == "void":
            self.regulate_another(source, sign, self.snapped(link.target.at))

    def regulate(self, source: str, target: str, sign: int) -> None:
        """Let one gene activate (1) or repress (-1) another."""
        made = self.genes.shown.expressed(target)
        text = f"{source} {VERBS[sign]} {target}"
        self.edit(text, lambda network: regulated(network, source, made, sign))
        self.choose_names(Choose(frozenset({link_name(source, target)})))

    def regulate_another(self, source: str, sign: int, at: Place) -> None:
        """Add a gene that ``source`` activates or represses."""

        def add(network: Network) -> Network:
            network, id = with_gene(network, place=at)
            return regulated(network, source, id, sign)

        self.edit(f"Add gene that {source} {VERBS[sign]}", add)

    def erase(self, hits: Sequence[Hit]) -> None:
        """Take genes and links away, in one step; other genes are still made."""
        links = [self.genes.link(hit.name) for hit in hits if hit.kind == "arc"]
        genes = [id for hit in hits if hit.kind == "node" for id in self.shown.ids_of(hit.name)]

        def less(network: Network) -> Network:
            for one in links:
                if one is not None and not {one.source, one.target} & set(genes):
                    network = unregulated(network, *self.ends(one))
            return without_genes(network, genes) if genes else network

        told = genes[0] if len(genes) == 1 and not links else f"{len(hits)} parts"
        if len(links) == 1 and not genes and links[0] is not None:
            told = _told(links[0])
        self.edit(f"Delete {told}", less)

    def ends(self, link: Link) -> tuple[str, str]:
        """Return the species that a link runs between where RNA and protein are drawn as one."""
        network, shown = self.network, self.genes.shown
        target = shown.expressed(link.target)
        sources = (link.source, shown.expressed(link.source))
        pairs = [(source, one) for one in (target, link.target) for source in sources]
        known = [pair for pair in pairs if regulation_between(network, *pair) is not None]
        return known[0] if known else (link.source, target)

    def regulation(self, link: Link) -> Regulation | None:
        """Return the numbers of a link, None if it is no Hill factor."""
        return regulation_between(self.network, *self.ends(link))

    def open_editor(self, hit: Hit, at: Place) -> None:
        """Let the user change a link or a gene, in a card beside it."""
        link = self.genes.link(hit.name)
        if link is not None:
            self.open_card(link)
        elif hit.kind == "node":
            self.open_gene(hit.name)

    def open_card(self, link: Link) -> None:
        """Show the card of a link beside it."""
        self.choose_names(Choose(frozenset({link_name(link.source, link.target)})))
        self.show_card(LinkCard(self, link))

    def open_gene(self, name: str) -> None:
        """Show the card of a gene beside it."""
        if any(one.id == name for one in self.network.species):
            self.show_card(GeneCard(self, name))

    def rename(self, name: str) -> None:
        """Let the user type another id for a gene, where it stands."""
        if name in self.shown.parts:
            super().rename(name)

    def quick_add(self, at: Place) -> None:
        """Offer what can be added at a place."""
        self.show_card(QuickAdd(self, at, partial(offers, self, at), HINT, NOTHING))

    def copy(self) -> None:
        """Put the chosen genes on the clipboard, with the regulations among them."""
        if genes := self._chosen_genes():
            alone, ids = only_genes(self.settled(), genes)
            QGuiApplication.clipboard().setMimeData(copied(alone, ids))
            self.said.emit(f"Copied {told(genes)}, with the regulations among them.")
            self.commands_changed.emit()

    def duplicate(self) -> None:
        """Add the chosen genes once more, with the regulations among them."""
        if genes := self._chosen_genes():
            whole = self.settled()
            alone, ids = only_genes(whole, genes)
            piece = fragment(alone, ids)
            same = shared(alone, piece, ids)
            self.attempt(
                lambda: self._take_in(
                    add_piece(self.document, piece, same, None, "Duplicate", whole)
                )
            )

    def menu_for(self, hit: Hit, at: Place) -> QMenu:
        """Return the menu of what is at a place."""
        return menu_of(self, hit, at)

    def change(self, text: str, change: Callable[[Network], Network]) -> None:
        """Edit the network; say so if it is refused."""
        self.attempt(partial(self.edit, text, change))

    def turn_link(self, link: Link, sign: int) -> None:
        """Make an activation of a repression, or the other way round."""
        one = self.regulation(link)
        if one is None or one.sign != sign:
            ends = self.ends(link)
            words = f"{link.source} {VERBS[sign]} {link.target}"
            self.change(words, lambda network: flipped(network, *ends))

    def combine_link(self, link: Link, adds: bool) -> None:
        """Let a link add to the rate of its target, or multiply it."""
        ends = self.ends(link)
        words = "adds to" if adds else "multiplies"
        text = f"{link.source} {words} the rate of {link.target}"
        self.change(text, lambda network: combined(network, *ends, adds))

    def set_value(self, link: Link, field: Field, text: str, merge: str = "") -> None:
        """Give a number of a link another value; raises `ModelError`."""
        ends = self.ends(link)
        value = number(text, LABELS[field])
        words = f"Change how {_told(link)}"
        self.edit(words, lambda network: with_value(network, *ends, field, value), merge)

    def delete_link(self, link: Link) -> None:
        """Take a link away."""
        ends = self.ends(link)
        self.change(f"Delete {_told(link)}", lambda network: unregulated(network, *ends))

    def draw_as_one(self, as_one: bool) -> None:
        """Draw each RNA as one gene with its protein, or apart."""
        self.genes.draw_as_one(as_one)
        self.choose_names(Choose(self.chosen & self.shown.parts.keys()))
        self.show_all()

    def _place_signs(self) -> None:
        self.signs.move(CORNER, self.height() - self.signs.height() - CORNER)

    def _open_chosen(self) -> None:
        link = self.genes.link(next(iter(self.chosen), "")) if len(self.chosen) == 1 else None
        if link is None:
            super()._open_chosen()
        else:
            self.open_card(link)

    def choose_names(self, asked: Choose) -> None:
        """Choose drawn genes and links, here and in all views."""
        before, names = self.chosen, asked.names
        if asked.how != "only":
            names = before ^ names if asked.how == "toggle" else before | names
        self.genes.picked = frozenset(name for name in names if self.genes.link(name))
        super().choose_names(Choose(names))

    def _chosen_genes(self) -> list[str]:
        genes = (name for name in self.shown.parts if name in self.chosen)
        return [id for name in genes for id in self.shown.ids_of(name)]


def _told(link: Link) -> str:
    return f"{link.source} {VERBS[link.sign]} {link.target}"
