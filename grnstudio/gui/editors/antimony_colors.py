"""Colours of a network's text: comments, words, numbers and arrows."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from grnstudio.gui.theme import tokens

WORDS = (
    "model|end|species|compartment|var|const|substanceOnly|function|import|unit|formula|"
    "in|is|has|at|after|assert|delete|piecewise|mass_action|time|conversion|dimensions"
)
RULES = (  # what comes later wins
    ("word", re.compile(rf"(?<![\w.])(?:{WORDS})(?!\w)")),
    ("number", re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")),
    ("arrow", re.compile(r"->|=>|-\||-o|:=|'(?=\s*=)")),
    ("name", re.compile(r"^\s*[A-Za-z_]\w*(?=\s*:(?!=))")),
    ("string", re.compile(r'"(?:\\.|[^"\\])*"')),
    ("comment", re.compile(r"(?://|\#).*$")),
)


class AntimonyColors(QSyntaxHighlighter):
    """Paints the words of a network's text in the colours of the theme in force."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take over the colours of the theme."""
        t = tokens()
        colors = {
            "word": t.accent,
            "number": t.series[2],
            "arrow": t.repression,
            "name": t.secondary,
            "string": t.series[3],
            "comment": t.secondary,
        }
        self._formats = {name: _format(color) for name, color in colors.items()}
        self._formats["comment"].setFontItalic(True)
        self._formats["arrow"].setFontWeight(QFont.Weight.DemiBold)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for name, rule in RULES:
            for found in rule.finditer(text):
                self.setFormat(found.start(), len(found[0]), self._formats[name])


def _format(color: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(color))
    return made
