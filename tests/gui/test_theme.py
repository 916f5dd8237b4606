import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from grnstudio import paths
from grnstudio.gui import theme
from grnstudio.gui.stylesheet import mixed, stylesheet


@pytest.fixture
def app(qapp):
    before = qapp.palette(), qapp.font(), qapp.style().objectName()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyle(before[2])
    for name in ("theme", "theme choice"):
        qapp.setProperty(name, None)


def luminance(color):
    parts = [channel / 255 for channel in QColor(color).getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_theme_is_in_force_once_applied(app, name):
    theme.apply(app, name)
    colors = theme.THEMES[name]
    assert theme.tokens() is colors
    assert app.palette().color(QPalette.ColorRole.Base).name().upper() == colors.panel
    pale = app.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert pale.name().upper() == colors.disabled


def test_widgets_hear_of_a_change_when_the_tokens_are_those_of_the_theme(app, qtbot):
    class Plot(QWidget):
        heard = ()

        def changeEvent(self, event):
            if event.type() == QEvent.Type.PaletteChange:
                self.heard = (*self.heard, theme.tokens().name)

    theme.apply(app, "light")
    plot = Plot()
    qtbot.addWidget(plot)
    plot.show()
    plot.heard = ()
    theme.apply(app, "dark")
    assert plot.heard
    assert set(plot.heard) == {"dark"}


def test_the_systems_scheme_is_followed_only_when_asked(app):
    theme.apply(app, "system")
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.tokens().name == ("dark" if dark else "light")
    theme.apply(app, "dark")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens().name == "dark"


def test_the_font_has_the_size_chosen(app):
    theme.apply(app, "light", 17)
    assert app.font().pixelSize() == 17


@pytest.mark.parametrize("colors", theme.THEMES.values(), ids=theme.THEMES)
def test_text_can_be_read(colors):
    for ground in (colors.window, colors.panel, colors.raised):
        assert contrast(colors.text, ground) >= 7
        for ink in (colors.secondary, colors.accent, colors.good, colors.warning, colors.error):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(colors.on_accent, colors.accent) >= 4.5


@pytest.mark.parametrize("colors", theme.THEMES.values(), ids=theme.THEMES)
def test_the_sheet_has_every_picture_it_names(colors):
    pictures = set(re.findall(r'url\("(.*?)"\)', stylesheet(colors, 13)))
    assert len(pictures) > 5
    kept = {path.as_posix() for path in (paths.resources() / "themes" / colors.name).glob("*.svg")}
    assert pictures == kept


def test_controls_are_28_high(app, qtbot):
    theme.apply(app, "light")
    button = QPushButton("Train")
    qtbot.addWidget(button)
    assert button.sizeHint().height() == 28
    button.setProperty("primary", True)
    assert button.sizeHint().height() == 28


def test_colours_mix_evenly():
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert mixed("#123456", "#abcdef", 1.0) == "#123456"


def test_a_gene_keeps_its_colour(app):
    theme.apply(app, "light")
    assert theme.series_color(1) == theme.series_color(1 + len(theme.LIGHT.series))
