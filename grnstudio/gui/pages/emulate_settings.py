"""The dock on the right of the Emulate page: the settings of the step in sight."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.pages.emulate_data import EMULATOR, ON_PAGE
from grnstudio.gui.pages.emulate_page import EmulatePage
from grnstudio.gui.pages.learner_forms import LearnerForms


class EmulateSettings(QStackedWidget):
    """The form of the emulator, or that of the step in sight if it has one of its own."""

    failed = Signal(object)

    def __init__(
        self, document: Document, page: EmulatePage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._page = page
        self.training = LearnerForms(document, EMULATOR)
        self.training.show_learner(EMULATOR, ON_PAGE)
        self.addWidget(self.training)
        self.training.failed.connect(self.failed)
        for form in page.forms.values():
            self.addWidget(form)
            form.failed.connect(self.failed)
        page.turned.connect(self._follow)

    def _follow(self) -> None:
        forms: dict[QWidget, QWidget] = {**self._page.forms}
        self.setCurrentWidget(forms.get(self._page.current, self.training))
