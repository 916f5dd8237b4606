"""Connects the table of commands to the parts of the window that carry them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup, QUndoStack
from PySide6.QtWidgets import QMenu, QPushButton

from grnstudio.gui import main_window, menus
from grnstudio.gui.about import AboutDialog
from grnstudio.gui.actions import ActionSet
from grnstudio.gui.exporting import NETWORKS, NO_REACTIONS, REACTIONS
from grnstudio.gui.icons import icon
from grnstudio.gui.mutating import NO_CIRCUIT
from grnstudio.gui.network_commands import NetworkCommands
from grnstudio.gui.pages.scan_view import NO_SCAN
from grnstudio.gui.pages.simulate_page import SCANNING, SETTLING
from grnstudio.gui.pages.simulations_panel import NOTHING_YET
from grnstudio.gui.palette import CommandPalette
from grnstudio.gui.shortcuts_dialog import ShortcutsDialog
from grnstudio.gui.simulating import NO_NETWORK
from grnstudio.io import network_examples
from grnstudio.io.examples import examples
from grnstudio.settings import THEME_CHOICES

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench

NO_RUN = "Choose one run on the Runs page first."
NOTHING_TRAINS = "Nothing is being trained."
ALREADY = "It is under way; stop it first."


class Commands(QObject):
    """The menus, and which of their entries can be given."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work, self._window = work, work.window
        self.actions = ActionSet(menus.ACTIONS, work.window)
        for key, slot in self._slots().items():
            self.actions.connect_to(key, slot)
        self._fill_menus()
        self.network = NetworkCommands(work, self.actions)
        self._add_palette_button()
        self._follow_undo(work.document.undo_stack)
        for session in (work.session, work.simulations):
            session.state_changed.connect(self.refresh)
        work.simulations.entries_changed.connect(self.refresh)
        for workspace in (work.design, work.emulate):
            workspace.turned.connect(self.refresh)
        work.emulation.jobs.state_changed.connect(self.refresh)
        self._window.tab_changed.connect(self._share_keys)
        self._window.tab_changed.connect(lambda _: self.refresh())
        self._share_keys(self._window.tabs.currentIndex())
        work.document.watch(lambda project: project.design, lambda _: self.refresh())
        work.runs.table.selectionModel().selectionChanged.connect(lambda *_: self.refresh())
        work.document.watch(lambda project: project.runs, lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done, and say of the rest what it waits for."""
        work, actions = self._work, self.actions
        training = work.session.is_training
        workspace = work.go.workspace
        why = workspace.lacks()
        if training or workspace.current.is_working:
            why = "A training is under way." if training else ALREADY
        actions.enable("train", not why, why)
        actions["train"].setText(workspace.verb)
        going = training and not work.session.is_stopping
        actions.enable("pause", going, NOTHING_TRAINS)
        actions.enable("stop", going or workspace.current.is_working, NOTHING_TRAINS)
        actions["pause"].setText("Resume" if work.session.is_paused else "Pause")
        actions.enable("mutants", work.mutants.run is not None, NO_CIRCUIT)
        chosen = work.runs.chosen
        for key in ("rename-run", "take-design", "copy-python", "copy-command"):
            actions.enable(key, len(chosen) == 1, NO_RUN)
        actions.enable("delete-run", bool(chosen), NO_RUN)
        has_network = work.document.project.design.network is not None
        for kind in REACTIONS:
            actions.enable(f"export-{kind}", has_network, NO_REACTIONS)
        actions.enable("simulate", has_network, NO_NETWORK)
        listed, scan = work.simulations.listed, work.simulations.scan_result
        actions.enable("export-simulation", bool(listed), NOTHING_YET)
        actions.enable("export-scan", scan is not None, NO_SCAN)
        for key in ("scan", "steady-state"):
            actions.enable(key, has_network, NO_NETWORK)
        running = work.simulations.is_running and not work.simulations.is_stopping
        actions.enable("stop-simulation", running, "Nothing is being simulated.")
        resumable = len(chosen) == 1 and chosen[0].checkpoint is not None and not training
        actions.enable("resume-run", resumable, "Choose a run that was stopped or failed.")

    def show_theme(self, name: str) -> None:
        """Mark the theme in force."""
        self.actions[f"theme-{name}"].setChecked(True)

    def _share_keys(self, tab: int) -> None:
        """Let F5 and Shift+F5 mean what the page in sight runs."""
        simulates = tab in (main_window.NETWORK, main_window.SIMULATE)
        for key, is_on in (("simulate", simulates), ("stop-simulation", simulates)):
            self.actions.listen(key, is_on)
        for key in ("train", "stop"):
            self.actions.listen(key, not simulates)

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {**self._of_files(), **self._of_window(), **self._of_jobs(), **self._of_runs()}

    def _of_files(self) -> dict[str, Callable[[], object]]:
        work, exporter = self._work, self._work.exporter
        slots: dict[str, Callable[[], object]] = {
            "new": work.files.new,
            "new-network": work.files.new_network,
            "new-films": work.files.new_films,
            "open": work.files.open_asking,
            "save": work.files.save,
            "save-as": work.files.save_asking,
            "import": work.files.import_asking,
            "export-picture": exporter.picture,
            "export-simulation": work.simulate.simulations.ask_where,
            "export-scan": work.simulate.scan.ask_where,
            "export-task": exporter.task,
            "export-curves": exporter.curves,
        }
        slots |= {f"export-{kind}": _call(exporter.network, kind) for kind in NETWORKS}
        slots |= {f"export-{kind}": _call(exporter.reactions, kind) for kind in REACTIONS}
        return slots

    def _of_window(self) -> dict[str, Callable[[], object]]:
        window, undo_stack = self._window, self._work.document.undo_stack
        slots: dict[str, Callable[[], object]] = {
            "preferences": self._preferences,
            "quit": window.close,
            "undo": undo_stack.undo,
            "redo": undo_stack.redo,
            "go-start": _call(window.show_tab, main_window.START),
            "go-network": _call(window.show_tab, main_window.NETWORK),
            "go-simulate": self._work.go.to_simulation,
            "go-design": _call(window.show_tab, main_window.DESIGN),
            "go-emulate": _call(window.show_tab, main_window.EMULATE),
            "go-runs": _call(window.show_tab, main_window.RUNS),
            "reset-layout": window.reset_layout,
            "lock-panels": lambda: window.lock_docks(self.actions["lock-panels"].isChecked()),
            "full-screen": self._full_screen,
            "palette": self._palette,
            "shortcuts": lambda: ShortcutsDialog(self.actions, window).open(),
            "examples": _call(window.show_tab, main_window.START),
            "about": lambda: AboutDialog(window.status.device.text(), window).open(),
        }
        return slots | {f"theme-{one}": _call(self._choose_theme, one) for one in THEME_CHOICES}

    def _of_jobs(self) -> dict[str, Callable[[], object]]:
        work = self._work
        return {
            "simulate": work.go.simulate,
            "scan": _call(self._look, SCANNING),
            "steady-state": _call(self._look, SETTLING),
            "stop-simulation": work.simulations.stop,
            "train": work.go.train,
            "pause": work.design.toggle_pause,
            "stop": lambda: work.go.workspace.halt(),
            "mutants": work.mutants.show,
        }

    def _of_runs(self) -> dict[str, Callable[[], object]]:
        buttons = self._work.runs.buttons
        slots: dict[str, Callable[[], object]] = {"take-design": self._work.go.take_design}
        for key, button in (
            ("rename-run", "rename"),
            ("delete-run", "delete"),
            ("copy-python", "python"),
            ("copy-command", "command"),
            ("resume-run", "resume"),
        ):
            slots[key] = _call(self._on_runs_page, buttons[button])
        return slots

    def _fill_menus(self) -> None:
        bar, actions = self._window.menuBar(), self.actions
        actions.fill(bar)
        self._list_examples(actions.insert_menu(menus.NEW_FROM, "open"))
        recent = actions.insert_menu(menus.RECENT, "save")
        recent.aboutToShow.connect(self._list_recent)
        panels = actions.insert_menu(menus.PANELS, "reset-layout")
        panels.addActions([dock.toggleViewAction() for dock in self._window.docks.values()])
        themes = QActionGroup(self)
        for name in THEME_CHOICES:
            themes.addAction(actions[f"theme-{name}"])
        self.show_theme(self._window.settings.theme)

    def _list_examples(self, gallery: QMenu) -> None:
        files = self._work.files
        for name, found, begin in (
            ("Functions to draw", examples(), files.open_example),
            ("Networks to simulate", network_examples.examples(), files.open_network_example),
        ):
            menu = gallery.addMenu(name)
            menu.setToolTipsVisible(True)
            for one in found:
                action = menu.addAction(one.title)
                action.setToolTip(one.summary)
                action.triggered.connect(_call(begin, one.key))

    def _add_palette_button(self) -> None:
        button = QPushButton(icon("search", "secondary"), "Search commands   Ctrl+Shift+P")
        button.setProperty("quiet", True)
        button.setToolTip("Find any command by a few letters")
        button.setAccessibleName("Search commands")
        button.clicked.connect(self._palette)
        self._window.tabs.setCornerWidget(button)
        button.show()

    def _list_recent(self) -> None:
        menu = self.actions.menu(menus.RECENT)
        menu.clear()
        for name in self._window.settings.recent:
            path = Path(name)
            action = menu.addAction(path.name)
            action.setToolTip(name)
            action.setEnabled(path.exists())
            action.triggered.connect(_call(self._work.files.open, path))
        if menu.isEmpty():
            menu.addAction("No project has been saved yet").setEnabled(False)

    def _follow_undo(self, stack: QUndoStack) -> None:
        """Name the steps; the slots take what the stack says, for it speaks while it is deleted."""
        stack.undoTextChanged.connect(partial(self._name, "undo"))
        stack.redoTextChanged.connect(partial(self._name, "redo"))
        stack.canUndoChanged.connect(partial(self._allow, "undo", "Nothing to take back."))
        stack.canRedoChanged.connect(partial(self._allow, "redo", ""))
        self._allow("undo", "Nothing to take back.", stack.canUndo())
        self._allow("redo", "", stack.canRedo())

    def _name(self, key: str, text: str) -> None:
        self.actions[key].setText(f"{key.capitalize()} {text}".strip())

    def _allow(self, key: str, reason: str, can: bool) -> None:
        self.actions.enable(key, can, reason)

    def _choose_theme(self, name: str) -> None:
        self._work.apply(replace(self._window.settings, theme=name))

    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _palette(self) -> None:
        CommandPalette(self.actions, self._window).open_over(self._window)

    def _preferences(self) -> None:
        from grnstudio.gui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.settings, self._window)
        dialog.changed.connect(self._work.apply)
        dialog.open()

    def _look(self, view: int) -> None:
        self._work.go.to_simulation()
        self._work.simulate.show_view(view)

    def _on_runs_page(self, button: QPushButton) -> None:
        self._window.show_tab(main_window.RUNS)
        button.click()


def _call(function: Callable[..., object], *arguments: object) -> Callable[..., object]:
    return lambda *_: function(*arguments)
