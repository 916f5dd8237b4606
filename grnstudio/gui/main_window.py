"""The window as it stands before anything heavy has been imported: tabs, docks, strip, status.

Importing this module must stay light. Everything that needs numpy is in `workbench`, which fills
the window after its first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from grnstudio import paths as folders
from grnstudio.errors import GRNStudioError
from grnstudio.gui.notices import NoticeStrip
from grnstudio.gui.page_style import page_style
from grnstudio.gui.pages.start_page import StartPage
from grnstudio.gui.status_bar import StatusBar
from grnstudio.settings import Settings

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench

START, NETWORK, SIMULATE, DESIGN, EMULATE, RUNS = range(6)
PAGES = {  # by index: the key that layouts are kept under, and the name on the tab
    START: ("start", "Start"),
    NETWORK: ("network", "Network"),
    SIMULATE: ("simulate", "Simulate"),
    DESIGN: ("design", "Design"),
    EMULATE: ("emulate", "Emulate"),
    RUNS: ("runs", "Runs"),
}
WORK = (NETWORK, SIMULATE, DESIGN, EMULATE, RUNS)
SMALLEST = (960, 640)
FIRST_SIZE = (1280, 800)
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
DOCKS = (
    ("explorer", "Explorer", LEFT, WORK),
    ("settings", "Settings", RIGHT, (NETWORK, SIMULATE, DESIGN, EMULATE)),
    ("jobs", "Jobs", BOTTOM, WORK),
    ("problems", "Problems", BOTTOM, WORK),
    ("log", "Log", BOTTOM, WORK),
)
STATE_VERSION = 2
WRONG = "Something went wrong in GRNStudio itself. Save your work; the program goes on."


class MainWindow(QMainWindow):
    """Tabs in the middle, docks around them, news on top, the state of things at the bottom."""

    painted = Signal()  # for the first time
    furnished = Signal()  # all pages are in their places
    tab_changed = Signal(int)

    def __init__(self, settings: Settings, paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self.settings = settings
        self.work: Workbench | None = None
        self.on_close: Callable[[], bool] = lambda: True
        self.notices = NoticeStrip()
        self.start_page = StartPage()
        self.tabs = QTabWidget(documentMode=True)
        self.side = QStackedWidget()  # what stands in the dock on the right, by page
        self.docks = {key: self._dock(key, title, area) for key, title, area, _ in DOCKS}
        self.status = StatusBar()
        self._waiting_paths = list(paths)
        self._layouts: dict[int, QByteArray] = {}
        self._places: dict[int, QVBoxLayout] = {}
        self._sides: dict[int, tuple[str, QWidget]] = {}
        self._tab = START
        self._is_painted = False
        self._set_up()

    def add_page(self, index: int, page: QWidget) -> None:
        """Put ``page`` into the tab that was kept for it."""
        self._places[index].addWidget(page)
        self.tabs.setTabEnabled(index, True)

    def add_side(self, index: int, title: str, panel: QWidget) -> None:
        """Show ``panel`` in the dock on the right while the page ``index`` is shown."""
        self._sides[index] = title, panel
        self.side.addWidget(panel)
        if index == self._tab:
            self._show_side(index)

    def open_path(self, path: str) -> None:
        """Open a file, once there is a place for what it holds."""
        if self.work is None:
            self._waiting_paths.append(Path(path))
        else:
            self.work.files.open(Path(path))

    def show_tab(self, index: int) -> None:
        """Go to a page."""
        self.tabs.setCurrentIndex(index)

    def show_error(self, error: BaseException, details: str = "") -> None:
        """Show what went wrong: in its own words where it was written for the user."""
        if isinstance(error, GRNStudioError):
            self.notices.show_notice(str(error), "error", details)
        else:
            self.notices.show_notice(WRONG, "error", details or repr(error))

    def reset_layout(self) -> None:
        """Put every dock back to where it was at first."""
        self._layouts.clear()
        for key, _, area, tabs in DOCKS:
            dock = self.docks[key]
            dock.setFloating(False)
            self.addDockWidget(area, dock)
            dock.setVisible(self._tab in tabs)
        self._stack_bottom()
        self._size_docks()

    def lock_docks(self, locked: bool) -> None:
        """Keep the docks from being moved, or let them be moved again."""
        features = QDockWidget.DockWidgetFeature
        free = features.DockWidgetClosable | features.DockWidgetMovable
        free |= features.DockWidgetFloatable
        for dock in self.docks.values():
            dock.setFeatures(features.DockWidgetClosable if locked else free)

    def restyle(self) -> None:
        """Take the colours in force over to what the theme's own sheet does not reach."""
        sheet = page_style()
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._furnish)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.styleSheet():
            QTimer.singleShot(0, self, self.restyle)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.on_close():
            event.ignore()
            return
        store = _store()
        store.setValue("geometry", self.saveGeometry())
        self._layouts[self._tab] = self.saveState(STATE_VERSION)
        for tab, state in self._layouts.items():
            store.setValue(f"docks/{PAGES[tab][0]}", state)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self.work and found:
            self.work.files.open(found[0])
            event.acceptProposedAction()

    def _set_up(self) -> None:
        self.setWindowTitle("GRNStudio")
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self._make_tabs()
        self.docks["settings"].setWidget(self.side)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.tabs, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.reset_layout()
        self._restore()
        self.restyle()
        self.tabs.currentChanged.connect(self._change_tab)

    def _make_tabs(self) -> None:
        for index, (_, name) in PAGES.items():
            page: QWidget = self.start_page
            if index != START:
                page = QWidget()
                self._places[index] = QVBoxLayout(page)
                self._places[index].setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(page, name)
            self.tabs.setTabEnabled(index, index == START)
            self.tabs.setTabToolTip(index, f"Ctrl+{index + 1}")

    def _dock(self, key: str, title: str, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(key)
        dock.setAccessibleName(title)
        if area == BOTTOM:
            dock.setTitleBarWidget(QWidget())  # its tab is its title
        self.addDockWidget(area, dock)
        return dock

    def _stack_bottom(self) -> None:
        first, *others = [self.docks[key] for key, _, area, _ in DOCKS if area == BOTTOM]
        for dock in others:
            self.tabifyDockWidget(first, dock)
        first.raise_()
        self.setTabPosition(BOTTOM, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, BOTTOM)
        self.setCorner(Qt.Corner.BottomRightCorner, BOTTOM)

    def _size_docks(self) -> None:
        across = [self.docks["explorer"], self.docks["settings"]]
        self.resizeDocks(across, [176, 304], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["jobs"]], [76], Qt.Orientation.Vertical)

    def _restore(self) -> None:
        store = _store()
        geometry = store.value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        for tab, (key, _) in PAGES.items():
            state = store.value(f"docks/{key}")
            if isinstance(state, QByteArray):
                self._layouts[tab] = state
        if START in self._layouts:
            self.restoreState(self._layouts[START], STATE_VERSION)

    def _change_tab(self, tab: int) -> None:
        """Bring back the docks as they were on this tab."""
        self._layouts[self._tab] = self.saveState(STATE_VERSION)
        self._tab = tab
        self._show_side(tab)
        if tab in self._layouts:
            self.restoreState(self._layouts[tab], STATE_VERSION)
            self._hide_spent_tabs()
        else:
            for key, _, _, tabs in DOCKS:
                self.docks[key].setVisible(tab in tabs)
            self._size_docks()
        self.tab_changed.emit(tab)

    def _hide_spent_tabs(self) -> None:
        """Hide the bars of tabs that Qt leaves behind where it restores docks; the last is used."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for bar in self.findChildren(QTabBar, options=direct)[:-1]:
            bar.hide()

    def _show_side(self, tab: int) -> None:
        if tab in self._sides:
            title, panel = self._sides[tab]
            self.side.setCurrentWidget(panel)
            self.docks["settings"].setWindowTitle(title)

    def _furnish(self) -> None:
        QApplication.processEvents()
        self.painted.emit()
        from grnstudio.gui.workbench import Workbench

        self.work = Workbench(self)
        self.furnished.emit()
        for path in self._waiting_paths:
            self.work.files.open(path)


def _store() -> QSettings:
    path = folders.config_folder() / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)
