"""Menus of the canvas in reaction notation, and what can be added to it by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from grnstudio.core.drawing import Place
from grnstudio.core.network_rename import check_id
from grnstudio.errors import ModelError
from grnstudio.gui.editors.network_tools import Hit
from grnstudio.gui.editors.quick_add import Offer
from grnstudio.gui.icons import icon

if TYPE_CHECKING:
    from grnstudio.gui.editors.reaction_view import ReactionView

ARROWS = ("->", "=>", "→", "⇌", "<->", "<=>")
MOST = 6  # species that are offered to be made or lost, before a letter is typed


def offers(view: ReactionView, at: Place, text: str) -> list[Offer]:
    """Return what there is to add at a place for a text that was typed."""
    if any(arrow in text for arrow in ARROWS):
        return [Offer(f"Reaction  {text}", partial(view.add_typed, text, at))]
    network = view.network
    found = []
    if not text:
        found.append(Offer("Species", partial(view.add_node, at)))
    elif _is_free(view, text):
        found.append(Offer(f"Species  {text}", partial(view.add_named, text, at)))
    chosen = [one.id for one in network.species if one.id in view.chosen]
    if len(chosen) == 2 and not text:
        first, second = chosen
        found.append(Offer(f"Reaction  {first} → {second}", partial(view.react, first, second, at)))
    names = [one.id for one in network.species if text.casefold() in one.id.casefold()]
    names.sort(key=lambda name: name not in chosen)
    for name in names if text else names[:MOST]:
        found.append(Offer(f"Make  ∅ → {name}", partial(view.react, "", name, at)))
        found.append(Offer(f"Lose  {name} → ∅", partial(view.react, name, "", at)))
    return found


def menu_of(view: ReactionView, hit: Hit, at: Place) -> QMenu:
    """Return the menu of what is at a place."""
    menu = QMenu(view)
    if hit.kind == "void":
        _of_void(view, menu, at)
    elif hit.kind == "arc":
        _add(menu, "Remove this arc", lambda: view.attempt(lambda: view.erase((hit,))), "E")
        menu.addSeparator()
        _of_process(view, menu, hit, at)
    else:
        if hit.kind == "node":
            _of_species(view, menu, hit, at)
        elif hit.kind == "process":
            _of_process(view, menu, hit, at)
        _of_parts(view, menu)
    return menu


def _of_void(view: ReactionView, menu: QMenu, at: Place) -> None:
    _add(menu, "Add species here", lambda: view.attempt(lambda: view.add_node(at)))
    _add(menu, "Add…", lambda: view.quick_add(at))
    menu.addSeparator()
    paste = _add(menu, "Paste here", lambda: view.paste(at), "Ctrl+V")
    paste.setEnabled(view.can_paste())
    _add(menu, "Select all", view.choose_all, "Ctrl+A").setEnabled(bool(view.shown.parts))
    menu.addSeparator()
    _add(menu, "Show all", view.show_all, "Ctrl+0").setEnabled(bool(view.shown.parts))


def _of_species(view: ReactionView, menu: QMenu, hit: Hit, at: Place) -> None:
    _add(menu, "Edit…", lambda: view.open_editor(hit, at), "Return")
    _add(menu, "Rename", lambda: view.rename(hit.name), "F2")
    menu.addSeparator()
    for text, ends in (
        (f"Make  ∅ → {hit.name}", ("", hit.name)),
        (f"Lose  {hit.name} → ∅", (hit.name, "")),
    ):
        _add(menu, text, partial(view.attempt, partial(view.react, *ends, None)))
    menu.addSeparator()


def _of_process(view: ReactionView, menu: QMenu, hit: Hit, at: Place) -> None:
    for id in view.shown.ids_of(hit.name):
        _add(menu, f"Edit {id}…", partial(view.open_reaction, hit.name, id, at))
    _add(menu, "Rename", lambda: view.rename(hit.name), "F2")
    menu.addSeparator()


def _of_parts(view: ReactionView, menu: QMenu) -> None:
    _add(menu, "Cut", view.cut, "Ctrl+X")
    _add(menu, "Copy", view.copy, "Ctrl+C").setIcon(icon("copy"))
    _add(menu, "Duplicate", view.duplicate, "Ctrl+D")
    _add(menu, "Delete", view.delete, "Del").setIcon(icon("delete"))


def _add(menu: QMenu, text: str, do: Callable[[], object], keys: str = "") -> QAction:
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    action.triggered.connect(lambda _=False: do())
    return action


def _is_free(view: ReactionView, text: str) -> bool:
    network = view.network
    try:
        check_id(text, network.symbols | {one.id for one in network.parts()})
    except ModelError:
        return False
    return True
