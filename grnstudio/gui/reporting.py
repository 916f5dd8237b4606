"""Where news of all parts goes: the strip on top, the line at the bottom, the log."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from grnstudio.errors import GRNStudioError
from grnstudio.gui.main_window import MainWindow
from grnstudio.gui.notices import Kind, NoticeAction
from grnstudio.gui.pages.log_dock import LogPanel


class Reporter(QObject):
    """Tells the user, and keeps it in the log."""

    def __init__(self, window: MainWindow, log: LogPanel) -> None:
        super().__init__(window)
        self._window, self._log = window, log

    def note(self, text: str) -> None:
        """Keep ``text`` in the log without a word."""
        self._log.note(text)

    def say(self, text: str) -> None:
        """Show a passing remark, and keep it in the log."""
        self._window.status.say(text)
        self._log.note(text)

    def fail(self, error: BaseException, details: str = "") -> None:
        """Show what went wrong, and keep it in the log."""
        self._log.note(str(error))
        self._window.show_error(error, details)

    def notice(
        self, text: str, kind: Kind, details: str = "", action: NoticeAction | None = None
    ) -> None:
        """Show ``text`` until it is dismissed, and keep it in the log with its details."""
        self._log.note(f"{text}\n{details}".strip())
        self._window.notices.show_notice(text, kind, details, action)

    def withdraw(self, text: str) -> None:
        """Take the notice ``text`` away if it is still shown."""
        for notice in self._window.notices.notices():
            if notice.text == text:
                self._window.notices.dismiss(notice)

    def attempt(self, action: Callable[[], object]) -> None:
        """Do ``action``; what the user can mend becomes a notice."""
        try:
            action()
        except GRNStudioError as error:
            self.fail(error)
