"""Waiting for the places of a large drawing, which a worker finds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from grnstudio.gui.editors.canvas_scene import Unplaced
from grnstudio.gui.laying_out import LayoutRequest, LayoutSession
from grnstudio.gui.theme import tokens
from grnstudio.layout_job import LaidOut


class LargeLayout(QFrame):
    """Covers the canvas while places are found, says how far that is, and can be stopped."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._session: LayoutSession | None = None
        self.setObjectName("waiting")
        self.label, self.bar, self.stop = QLabel(), QProgressBar(), QPushButton("Stop")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName("Layout")
        self.stop.setToolTip("Leave the parts in rows; they can be moved and laid out later")
        self.stop.clicked.connect(self.cancel)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (self.label, self.bar, self.stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        view.installEventFilter(self)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether places are being found."""
        return self._session is not None and self._session.is_running

    def ask(self, unplaced: Unplaced, style: str, tell: Callable[[LaidOut], object]) -> None:
        """Find places for a drawing; ``tell`` is told them, unless another one comes first."""
        if self._session is None:
            self._session = self._begun()
        self.setStyleSheet(f"#waiting {{ background: {tokens().panel}; }}")
        self.label.setText(f"Finding places for {len(unplaced.diagram.arcs):,} arcs and their ends")
        self.bar.setValue(0)
        self._cover()
        self.show()
        self.raise_()
        sizes, labels = unplaced.sizes, unplaced.labels
        self._session.ask(LayoutRequest(unplaced.diagram, sizes, tell, style, labels=labels))

    def cancel(self) -> None:
        """Leave all where it stands."""
        self.hide()
        if self._session is not None:
            self._session.cancel()

    def close_session(self) -> None:
        """End the worker, whatever it does."""
        if self._session is not None:
            self._session.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole canvas, whatever its size."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def _begun(self) -> LayoutSession:
        session = LayoutSession()
        session.progress.connect(lambda share: self.bar.setValue(round(100 * share)))
        session.ended.connect(lambda _: self.hide())
        self.destroyed.connect(session.close)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(session.close)
        return session

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
