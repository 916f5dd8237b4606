import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from grnstudio import paths
from grnstudio.gui import theme
from grnstudio.gui.icons import icon

NAMES = sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg"))


@pytest.fixture(params=theme.THEMES)
def themed(qapp, request):
    qapp.setProperty("theme", request.param)
    yield theme.THEMES[request.param]
    qapp.setProperty("theme", None)


def colors(pixmap):
    """Return the colours of the solid pixels."""
    image = pixmap.toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    seen = (image.pixelColor(x, y) for x, y in places)
    return {color.name().upper() for color in seen if color.alpha() == 255}


def test_every_icon_is_drawn_in_the_themes_ink(themed):
    others = [name for name in NAMES if themed.text not in colors(icon(name).pixmap(80, 80))]
    assert others == ["app"]


def test_a_disabled_icon_is_pale_and_one_switched_on_has_the_accent(themed):
    stop = icon("stop")
    size = QSize(60, 60)
    assert themed.disabled in colors(stop.pixmap(size, QIcon.Mode.Disabled))
    on = stop.pixmap(size, QIcon.Mode.Normal, QIcon.State.On)
    assert themed.accent in colors(on)


def test_an_icon_follows_the_theme_after_it_was_made(qapp):
    moon = icon("moon")
    for name in theme.THEMES:
        qapp.setProperty("theme", name)
        assert theme.THEMES[name].text in colors(moon.pixmap(60, 60))
    qapp.setProperty("theme", None)


def test_an_icon_is_as_sharp_as_the_screen(qapp):
    pixmap = icon("save").pixmap(QSize(20, 20), 2.0)
    assert pixmap.devicePixelRatio() == 2.0
    assert pixmap.width() == 40


def test_an_icon_can_take_another_ink_and_be_copied(themed):
    train = QIcon(icon("train", "on_accent"))
    assert themed.on_accent in colors(train.pixmap(60, 60))


def test_a_name_without_a_picture_is_refused_at_once(qapp):
    with pytest.raises(FileNotFoundError, match="hologram"):
        icon("hologram")


def test_icons_share_a_grid_and_a_stroke_and_fetch_nothing():
    for name in NAMES:
        text = (paths.resources() / "icons" / f"{name}.svg").read_text()
        assert 'viewBox="0 0 20 20"' in text or name == "app", name
        assert 'stroke-width="1.5"' in text or name == "app", name
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), name
