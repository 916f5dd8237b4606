"""Push buttons with a tip, and a name for screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def push_button(text: str, tip: str, name: str = "", role: str = "") -> QPushButton:
    """Return a button; readers call it ``name`` if not by its text. ``role`` is for the style."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(name or text)
    if role:
        button.setProperty(role, True)
    return button


def explained_button(text: str, tip: str, name: str = "") -> QPushButton:
    """Return a button that keeps ``tip`` as its description while its tip says why it is off."""
    button = push_button(text, tip, name)
    button.setAccessibleDescription(tip)
    return button
