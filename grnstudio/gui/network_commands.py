"""Connects the commands of the network editor to its page, and says which can be given."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QActionGroup

from grnstudio.core.network_problems import Problem
from grnstudio.gui import main_window
from grnstudio.gui.actions import CANVAS_KEYS, ActionSet
from grnstudio.gui.network_building import NetworkBuilder
from grnstudio.gui.network_checks import by_part
from grnstudio.gui.network_menus import ADDED, TO_VIEWS, TOOLS
from grnstudio.gui.pages.network_bar import NOTATIONS
from grnstudio.gui.pages.network_views import CANVAS

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench

ELSEWHERE = "On the Network page."
NOTHING_WRONG = "Nothing is wrong with the network."
NOTHING = "Choose something it can be done to."


class NetworkCommands(QObject):
    """Sends what is asked for in menus, on bars and by keys to the views of the network."""

    def __init__(self, work: Workbench, actions: ActionSet) -> None:
        super().__init__(work)
        self._work, self._page, self._actions = work, work.network, actions
        self.builder = NetworkBuilder(work)
        self._waiting = QTimer(self, interval=0, singleShot=True)
        self._waiting.timeout.connect(self.refresh)
        self._connect_actions()
        self._connect_page()
        self._connect_problems()
        self._group([one.key for one in TOOLS])
        self._group([f"notation-{one}" for one in NOTATIONS])
        self._restore()
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done, and show what is switched on."""
        page, actions = self._page, self._actions
        here = self._work.window.tabs.currentIndex() == main_window.NETWORK
        for key in TO_VIEWS:
            can = here and page.views.can(key)
            actions.enable(key, can, NOTHING if here else ELSEWHERE)
        for one in TOOLS:
            actions[one.key].setVisible(page.views.can(one.key))
        actions.enable("export-canvas", page.is_drawn, "There is nothing drawn yet.")
        for view in page.views.keys:
            actions[f"show-{view}"].setChecked(view in page.views.shown)
        for key, is_on in page.canvas.switches().items():
            actions[key].setChecked(is_on)

    def _connect_actions(self) -> None:
        actions, views = self._actions, self._page.views
        for key in TO_VIEWS:
            actions.connect_to(key, partial(views.do, key))
        for view in views.keys:
            actions.connect_to(f"show-{view}", partial(self._turn, view))
        for notation in NOTATIONS:
            actions.connect_to(f"notation-{notation}", partial(self._draw_as, notation))
        for kind in ADDED:
            actions.connect_to(f"add-{kind}", partial(self.builder.add, kind))
        for key, slot in (
            ("export-canvas", self._page.export),
            ("motifs", self.builder.show_motifs),
            ("new-motif", self.builder.show_motifs),
            ("merge", self.builder.merge_asking),
            ("compare", self.builder.compare_asking),
            ("from-graph", self.builder.from_graph),
            ("check-model", self._check),
        ):
            actions.connect_to(key, slot)
        actions.hold_in(CANVAS_KEYS, self._page.canvas)

    def _connect_page(self) -> None:
        page, later = self._page, self._later
        page.bar.take(self._actions)
        page.switches.take(self._actions, page.views.keys)
        page.views.shown_changed.connect(self._keep)
        page.views.active_changed.connect(later)
        page.selection.changed.connect(later)
        for view in page.views.keys:
            page.views.view(view).commands_changed.connect(later)
        self._work.window.tab_changed.connect(later)
        self._work.document.watch(lambda project: project.design.network, later)

    def _connect_problems(self) -> None:
        work = self._work
        work.problems.place_wanted.connect(work.go.to_parts)
        work.problems.fix_wanted.connect(work.checks.mend)
        work.checks.found.connect(self._show_problems)
        work.checks.refused.connect(work.fail)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self._work.problems.show_network_problems(problems)
        self._work.explorer.parts.show_problems(by_part(problems))
        self._page.show_problems(problems)

    def _later(self, _: object = None) -> None:
        """Refresh once, when all that is under way has been done."""
        self._waiting.start()

    def _group(self, keys: list[str]) -> None:
        group = QActionGroup(self)
        for key in keys:
            group.addAction(self._actions[key])

    def _turn(self, view: str) -> None:
        """Hide a view that is shown, unless it is the last, or show it with the focus on it."""
        views = self._page.views
        if view in views.shown:
            views.show_view(view, False)
        else:
            views.focus(view)
        self.refresh()  # the button of the last one stays pressed

    def _draw_as(self, notation: str) -> None:
        self._page.views.show_view(CANVAS)
        self._page.canvas.set_notation(notation)
        self._keep()
        self.refresh()

    def _check(self) -> None:
        """Look for problems at once, and show them."""
        self._page.text.apply()
        self._work.checks.look()
        self._work.go.to_problems()
        count = len(self._work.checks.problems)
        told = f"{count} finding{'s' * (count > 1)} on the network." if count else NOTHING_WRONG
        self._work.say(told)

    def _restore(self) -> None:
        kept = self._work.window.settings
        self._page.views.show_only(kept.network_views)
        if kept.network_notation in NOTATIONS:
            self._page.canvas.set_notation(kept.network_notation)

    def _keep(self, _: object = None) -> None:
        """Remember what is shown for the next start."""
        page, kept = self._page, self._work.window.settings
        chosen = replace(
            kept, network_views=page.views.shown, network_notation=page.canvas.notation
        )
        if chosen != kept:
            self._work.keep(chosen)
        self._later()
