"""The menus of the regulation view: what can be done with a gene, a link, or the void."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from grnstudio.core.drawing import Place
from grnstudio.core.regulation_view import Link
from grnstudio.gui.editors.network_tools import Hit

if TYPE_CHECKING:
    from grnstudio.gui.editors.regulation_view import RegulationView

MOST = 40  # genes that a menu lists


def menu_of(view: RegulationView, hit: Hit, at: Place) -> QMenu:
    """Return the menu of what is hit; everything in it can be done."""
    menu = QMenu(view)
    link = view.genes.link(hit.name)
    if link is not None:
        _fill_for_link(menu, view, link)
    elif hit.kind == "node":
        _fill_for_gene(menu, view, hit)
    else:
        _fill_for_void(menu, view, at)
    return menu


def _fill_for_link(menu: QMenu, view: RegulationView, link: Link) -> None:
    one = view.regulation(link)
    if one is not None:
        for words, sign in (("Activates", 1), ("Represses", -1)):
            choice = menu.addAction(words, partial(view.turn_link, link, sign))
            choice.setCheckable(True)
            choice.setChecked(one.sign == sign)
        menu.addSeparator()
        for words, adds in (("Multiplies the rate", False), ("Adds to the rate", True)):
            choice = menu.addAction(words, partial(view.combine_link, link, adds))
            choice.setCheckable(True)
            choice.setChecked(one.adds == adds)
        menu.addSeparator()
    menu.addAction("Change values…", partial(view.open_card, link))
    menu.addAction("Delete link", partial(view.delete_link, link))


def _fill_for_gene(menu: QMenu, view: RegulationView, hit: Hit) -> None:
    name = hit.name
    shown = view.genes.shown
    for words, sign in (("Activates", 1), ("Represses", -1)):
        targets = [
            one
            for one in shown.genes
            if (known := shown.link(name, one)) is None or known.sign == -sign
        ]
        if targets:
            inner = menu.addMenu(words)
            for one in targets[:MOST]:
                regulate = partial(view.regulate, name, one, sign)
                text = "Itself" if one == name else one
                inner.addAction(text, partial(view.attempt, regulate))
    menu.addSeparator()
    menu.addAction("Rename…", partial(view.rename, name))
    menu.addAction("Delete", partial(view.attempt, partial(view.erase, (hit,))))


def _fill_for_void(menu: QMenu, view: RegulationView, at: Place) -> None:
    menu.addAction("Gene", partial(view.attempt, partial(view.add_node, at)))
    chosen = [one for one in sorted(view.chosen) if one in view.shown.parts]
    for words, sign in (("activates", 1), ("represses", -1)):
        for one in chosen[:3]:
            add = partial(view.regulate_another, one, sign, at)
            menu.addAction(f"Gene that {one} {words}", partial(view.attempt, add))
    if view.genes.has_templates or view.genes.as_one:
        menu.addSeparator()
        choice = menu.addAction("Draw RNA and protein as one gene")
        choice.setCheckable(True)
        choice.setChecked(view.genes.as_one)
        choice.toggled.connect(view.draw_as_one)
