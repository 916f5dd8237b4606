"""Menus of the regulation view, and what can be added to it by a few letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from grnstudio.core.drawing import Place
from grnstudio.core.network_rename import check_id
from grnstudio.core.regulation_view import Link
from grnstudio.errors import ModelError
from grnstudio.gui.editors.network_tools import Hit
from grnstudio.gui.editors.quick_add import Offer
from grnstudio.gui.icons import icon

if TYPE_CHECKING:
    from grnstudio.gui.editors.regulation_view import RegulationView

MOST = 40  # genes that a menu lists
FEW = 3  # chosen genes that a target is offered for
HINT = "A name, or a regulation such as A -| B or A -> B"
NOTHING = "This cannot be a name; type one, or a regulation such as A -| B."
TYPED = re.compile(r"\s*(\w+)\s*(->|-o|→|-\||⊣)\s*(\w+)\s*", re.ASCII)
SIGNS = {"->": 1, "-o": 1, "→": 1, "-|": -1, "⊣": -1}
WORDS = (("Activates", 1), ("Represses", -1))


def offers(view: RegulationView, at: Place, text: str) -> list[Offer]:
    """Return what there is to add at a place for a text that was typed."""
    typed = TYPED.fullmatch(text)
    if typed is not None:
        source, arrow, target = typed.groups()
        add = partial(view.add_typed, source, SIGNS[arrow], target, at)
        return [Offer(f"{source} {'⊣' if SIGNS[arrow] < 0 else '→'} {target}", add)]
    if text:
        free = _is_free(view, text)
        return [Offer(f"Gene  {text}", partial(view.add_gene, text, at))] if free else []
    return [Offer("Gene", partial(view.add_node, at)), *_regulated(view, at)]


def _regulated(view: RegulationView, at: Place) -> list[Offer]:
    """Return the genes to add that chosen ones regulate."""
    chosen = [one for one in view.shown.parts if one in view.chosen]
    return [
        Offer(f"Gene that {one} {words.lower()}", partial(view.regulate_another, one, sign, at))
        for one in chosen[:FEW]
        for words, sign in WORDS
    ]


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
        for words, sign in WORDS:
            _choice(menu, words, one.sign == sign, partial(view.turn_link, link, sign))
        menu.addSeparator()
        for words, adds in (("Multiplies the rate", False), ("Adds a rate of its own", True)):
            _choice(menu, words, one.adds == adds, partial(view.combine_link, link, adds))
        menu.addSeparator()
    _add(menu, "Change values…", partial(view.open_card, link), "Return")
    _add(menu, "Delete link", partial(view.delete_link, link), "Del").setIcon(icon("delete"))


def _fill_for_gene(menu: QMenu, view: RegulationView, hit: Hit) -> None:
    name, shown = hit.name, view.genes.shown
    for words, sign in WORDS:
        targets = [
            one
            for one in shown.genes
            if one not in shown.inputs
            and ((known := shown.link(name, one)) is None or known.sign != sign)
        ]
        if targets:
            inner = menu.addMenu(words)
            for one in targets[:MOST]:
                regulate = partial(view.regulate, name, one, sign)
                _add(inner, "Itself" if one == name else one, partial(view.attempt, regulate))
    menu.addSeparator()
    _add(menu, "Edit…", partial(view.open_gene, name), "Return")
    _add(menu, "Rename", partial(view.rename, name), "F2")
    menu.addSeparator()
    _add(menu, "Cut", view.cut, "Ctrl+X")
    _add(menu, "Copy", view.copy, "Ctrl+C").setIcon(icon("copy"))
    _add(menu, "Duplicate", view.duplicate, "Ctrl+D")
    _add(menu, "Delete", view.delete, "Del").setIcon(icon("delete"))


def _fill_for_void(menu: QMenu, view: RegulationView, at: Place) -> None:
    _add(menu, "Add gene here", partial(view.attempt, partial(view.add_node, at)))
    for one in _regulated(view, at):
        _add(menu, f"Add {one.text[0].lower()}{one.text[1:]}", partial(view.attempt, one.do))
    _add(menu, "Add…", partial(view.quick_add, at))
    menu.addSeparator()
    _add(menu, "Paste here", partial(view.paste, at), "Ctrl+V").setEnabled(view.can_paste())
    _add(menu, "Select all", view.choose_all, "Ctrl+A").setEnabled(bool(view.shown.parts))
    menu.addSeparator()
    if view.genes.has_templates or view.genes.as_one:
        as_one = view.genes.as_one
        _choice(menu, "RNA and protein as one gene", as_one, partial(view.draw_as_one, not as_one))
    _add(menu, "Show all", view.show_all, "Ctrl+0").setEnabled(bool(view.shown.parts))


def _add(menu: QMenu, text: str, do: Callable[[], object], keys: str = "") -> QAction:
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    action.triggered.connect(lambda _=False: do())
    return action


def _choice(menu: QMenu, text: str, is_on: bool, do: Callable[[], object]) -> None:
    action = _add(menu, text, do)
    action.setCheckable(True)
    action.setChecked(is_on)


def _is_free(view: RegulationView, text: str) -> bool:
    network = view.network
    try:
        check_id(text, network.symbols | {one.id for one in network.parts()})
    except ModelError:
        return False
    return True
