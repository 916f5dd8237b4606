"""The keys of the network's tables, and the menu that shows them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

KEYS = QKeySequence.StandardKey
OWN_KEYS = (
    Qt.Key.Key_Delete,
    Qt.Key.Key_Insert,
    Qt.Key.Key_F2,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
"""Keys that mean something in a table whatever they mean elsewhere in the window."""

MENU: tuple[tuple[str, str, QKeySequence.StandardKey | str], ...] = (
    ("cut", "Cut", KEYS.Cut),
    ("copy", "Copy", KEYS.Copy),
    ("paste", "Paste", KEYS.Paste),
    ("duplicate", "Duplicate", "Ctrl+D"),
    ("delete", "Delete", KEYS.Delete),
)
"""Commands on the chosen rows: key, words, shortcut, which needs a running application."""

_STANDARD = {
    KEYS.Copy: "copy",
    KEYS.Cut: "cut",
    KEYS.Paste: "paste",
    KEYS.SelectAll: "select-all",
    KEYS.Find: "find",
}


def standard(event: QKeyEvent) -> str:
    """Return the command that a key is the platform's own for, empty if there is none."""
    if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return "duplicate"
    return next((name for key, name in _STANDARD.items() if event.matches(key)), "")
