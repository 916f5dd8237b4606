"""The form of a config that a design keeps under a name, beside those of learners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from grnstudio.core.setting import configured
from grnstudio.errors import GRNStudioError
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.gui.pages.learner_forms import scrolled
from grnstudio.project import Design


class KeptForm(QWidget):
    """Shows a config; what differs from its defaults goes into the design, and can be undone.

    ``defaults`` may be others than the config's own, such as those that suit an emulator.
    """

    failed = Signal(object)

    def __init__(
        self, document: Document, key: str, kind: type, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._key, self._kind = document, key, kind
        self._defaults: dict[str, Any] = asdict(kind())
        self.form = ConfigForm(kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.form))
        self.form.changed.connect(self.keep)
        document.watch(lambda project: project.design, self._show_design)

    @property
    def config(self) -> Any:
        """The settings in force; raises `SettingError` for what a file got wrong."""
        chosen = self._document.project.design.configs.get(self._key, {})
        return configured(self._kind, {**self._defaults, **chosen})

    def suit(self, defaults: Mapping[str, Any]) -> None:
        """Let settings that nobody has chosen be ``defaults``, else the config's own."""
        self._defaults = {**asdict(self._kind()), **defaults}
        self._show_design(self._document.project.design)

    def _show_design(self, design: Design) -> None:
        try:
            values = asdict(self.config)
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        self.form.set_defaults(self._defaults)
        if values != self.form.values():
            self.form.set_values(values)

    def keep(self, changes: Mapping[str, Any], text: str = "") -> None:
        """Put ``changes`` into the design, as one step of undo; raises `SettingError`."""
        design, before = self._document.project.design, asdict(self.config)
        values = asdict(configured(self._kind, {**before, **changes}))
        chosen = {name: one for name, one in values.items() if one != self._defaults[name]}
        edited = [name for name, value in values.items() if value != before[name]]
        text = text or f"Change {', '.join(edited).replace('_', ' ') or 'settings'}"
        configs = {**design.configs, self._key: chosen}
        self._document.edit(text, replace(design, configs=configs), merge=text)
