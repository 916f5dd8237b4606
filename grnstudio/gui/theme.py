"""Colours and measures of the window, light and dark. Plots and icons take theirs from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
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
Role = QPalette.ColorRole
THEMES = {one.name: one for one in (LIGHT, DARK)}


BODY_PX = 13
SYSTEM = "system"


def application() -> QApplication:
    """Return the running application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("there is no application to style")
    return app


def apply(app: QApplication, name: str, font_size: int = BODY_PX) -> None:
    """Put the theme ``name`` in force: light, dark, or system, which goes on following it."""
    app.setProperty("theme choice", name)
    app.setProperty("font size", font_size)
    if not app.property("follows system"):
        app.setProperty("follows system", True)
        app.styleHints().colorSchemeChanged.connect(partial(_follow, app))
    _tell_system(app, name)
    _dress(app)


def palette(colors: Tokens) -> QPalette:
    """Return the colours of a theme as Qt's own widgets take them."""
    made = QPalette()
    for role, color in _roles(colors).items():
        made.setColor(role, QColor(color))
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, Role.Highlight, QColor(colors.line))
    return made


def tokens() -> Tokens:
    """Return the palette in force."""
    app = QApplication.instance()
    return THEMES.get(str(app.property("theme")) if app else "", LIGHT)


def series_color(index: int) -> QColor:
    """Return the colour of the ``index``-th gene or input, the same on every page."""
    colors = tokens().series
    return QColor(colors[index % len(colors)])


def _follow(app: QApplication, scheme: Qt.ColorScheme) -> None:
    if app.property("theme choice") == SYSTEM:
        _dress(app)


def _tell_system(app: QApplication, name: str) -> None:
    """Let the frames of windows match, on desktops where programs may say so."""
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    if name in schemes:
        app.styleHints().setColorScheme(schemes[name])
    else:
        app.styleHints().unsetColorScheme()


def _dress(app: QApplication) -> None:
    from grnstudio.gui.stylesheet import stylesheet

    colors = THEMES[_chosen(app)]
    # Below a style sheet the style is Fusion, though it has no name there; to set it takes seconds.
    if not app.styleSheet() and app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setProperty("theme", colors.name)
    font = QFont(app.font())
    font.setPixelSize(int(app.property("font size")))
    app.setFont(font)
    app.setPalette(palette(colors))
    app.setStyleSheet(stylesheet(colors, font.pixelSize()))


def _chosen(app: QApplication) -> str:
    choice = str(app.property("theme choice"))
    if choice in THEMES:
        return choice
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK.name if dark else LIGHT.name


def _roles(colors: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        Role.Window: colors.window,
        Role.WindowText: colors.text,
        Role.Base: colors.panel,
        Role.AlternateBase: colors.window,
        Role.Text: colors.text,
        Role.PlaceholderText: colors.secondary,
        Role.Button: colors.raised,
        Role.ButtonText: colors.text,
        Role.BrightText: colors.error,
        Role.ToolTipBase: colors.raised,
        Role.ToolTipText: colors.text,
        Role.Highlight: colors.accent,
        Role.HighlightedText: colors.on_accent,
        Role.Accent: colors.accent,
        Role.Link: colors.accent,
        Role.LinkVisited: colors.accent,
        Role.Light: colors.raised,
        Role.Midlight: colors.line,
        Role.Mid: colors.line,
        Role.Dark: colors.disabled,
        Role.Shadow: colors.line,
    }
