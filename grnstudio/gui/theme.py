"""Colours and measures of the window, light and dark. Plots and icons take theirs from here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Tokens:
    """The palette of one theme, as ``#rrggbb``."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    activation: str
    repression: str
    neutral: str
    good: str
    warning: str
    error: str
    series: tuple[str, ...]


LIGHT = Tokens(
    name="light",
    window="#F6F7F9",
    panel="#FFFFFF",
    raised="#FFFFFF",
    line="#DDE1E7",
    text="#1B1F27",
    secondary="#5B6473",
    disabled="#A3ABB8",
    accent="#2563B8",
    on_accent="#FFFFFF",
    activation="#0072B2",
    repression="#D55E00",
    neutral="#666666",
    good="#1E7F4F",
    warning="#9A6700",
    error="#B3261E",
    series=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#3A9BD9", "#C98A00", "#7A7A7A"),
)
DARK = Tokens(
    name="dark",
    window="#16181D",
    panel="#1D2026",
    raised="#252932",
    line="#333944",
    text="#E7EAF0",
    secondary="#9AA3B2",
    disabled="#5A6270",
    accent="#6FA8FF",
    on_accent="#10141B",
    activation="#56B4E9",
    repression="#FF8A4C",
    neutral="#9A9A9A",
    good="#5BC48C",
    warning="#E3B341",
    error="#FF7B72",
    series=("#56B4E9", "#FF8A4C", "#2FC79A", "#E39BC4", "#8FC7F5", "#E6B84C", "#B5B5B5"),
)
THEMES = {one.name: one for one in (LIGHT, DARK)}


def tokens() -> Tokens:
    """Return the palette in force."""
    app = QApplication.instance()
    return THEMES.get(str(app.property("theme")) if app else "", LIGHT)


def series_color(index: int) -> QColor:
    """Return the colour of the ``index``-th gene or input, the same on every page."""
    colors = tokens().series
    return QColor(colors[index % len(colors)])
