"""How the cells of the network's tables look beside their texts, and lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase

from grnstudio.core.tables import Column, Row, Table
from grnstudio.gui.icons import icon
from grnstudio.gui.stylesheet import mixed
from grnstudio.gui.theme import application, tokens

ROLE = Qt.ItemDataRole


def cell_look(row: Row, column: Column, role: int, problem: str, is_pointed: bool) -> Any:
    """Return what a cell has besides its text, for a role of Qt's."""
    if role == ROLE.ToolTipRole:
        return problem or column.text(row) or column.tip
    if role == ROLE.AccessibleTextRole:
        text = column.read(row) if column.applies(row) else "does not apply"
        return f"{column.title} of {row.key}: {text or 'nothing'}"
    if role == ROLE.DecorationRole and problem:
        return icon("warning", "warning")
    if role == ROLE.BackgroundRole and is_pointed:
        return QColor(mixed(tokens().accent, tokens().panel, 0.08))
    if role == ROLE.FontRole and column.look == "formula":
        return monospace()
    return None


def blank_look(table: Table, column: Column, role: int) -> Any:
    """Return what a cell of the blank row shows, for a role of Qt's."""
    is_first = column is table.columns[0]
    if role == ROLE.DisplayRole:
        return column.sample or (f"Add {table.one}…" if is_first else None)
    if role == ROLE.ForegroundRole:
        return QColor(tokens().disabled)
    if role == ROLE.ToolTipRole:
        return f"Type here to add another {table.one}"
    if role == ROLE.AccessibleTextRole:
        return f"{column.title} of another {table.one}, blank"
    if role == ROLE.FontRole and column.look == "formula":
        return monospace()
    return None


def monospace() -> QFont:
    """Return the font of formulas, as large as the text around them."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(max(1, application().font().pixelSize() - 1))
    return font


def listed(words: Sequence[str], most: int = 4) -> str:
    """Return words as a list in a sentence, the first of many."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
