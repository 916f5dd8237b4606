"""What can be asked of the text of a network, by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QGuiApplication

from grnstudio.gui.editors.code_edit import CodeEdit
from grnstudio.gui.editors.find_bar import FindBar
from grnstudio.gui.editors.rename_bar import RenameBar
from grnstudio.gui.editors.text_problem import TextProblem
from grnstudio.gui.network_clipboard import NETWORK
from grnstudio.gui.selection import Selection

Commands = Mapping[str, Callable[[], None]]


def text_commands(
    editor: CodeEdit, finding: FindBar, renaming: RenameBar, quick_fix: Callable[[], None]
) -> Commands:
    """Return the commands, the same for as long as the editor lasts."""
    return {
        "cut": editor.cut,
        "copy": editor.copy,
        "paste": editor.paste,
        "select-all": editor.selectAll,
        "find": finding.open_bar,
        "rename": renaming.open_bar,
        "quick-fix": quick_fix,
        "zoom-in": partial(editor.grow, 1),
        "zoom-out": partial(editor.grow, -1),
    }


def can(key: str, editor: CodeEdit, problem: TextProblem, selection: Selection) -> bool:
    """Say whether one of the commands makes sense as things stand."""
    if key in ("cut", "copy"):
        return editor.textCursor().hasSelection()
    if key == "paste":
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and (data.hasText() or data.hasFormat(NETWORK))
    if key == "rename":
        return bool(selection.one)
    if key == "quick-fix":
        return bool(problem.fixes or selection.chosen)
    return True
