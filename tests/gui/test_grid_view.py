"""Grids as films: played, looked at frame by frame, and saved."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from grnstudio.core.grid_course import GridCourse, frame_figure, limits_of, total_figure
from grnstudio.errors import FileSaveError
from grnstudio.gui.film import Film, write_gif, write_pictures
from grnstudio.gui.pages.grid_view import ADVICE, GridView


def course_of(frames=6, nx=4, ny=3, runs=3):
    rng = np.random.default_rng(0)
    values = rng.integers(0, 20, size=(frames, nx, ny, 2)).astype(float)
    totals = np.stack([values.sum(axis=(1, 2)) + run for run in range(runs)])
    times = 0.5 * np.arange(frames)
    return GridCourse(times, ("A", "P"), values, totals, ("A", "P"), ("P",), "ssa", 3, 0, 1, 0.1)


@pytest.fixture
def view(qtbot):
    view = GridView()
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    return view


def test_an_empty_view_says_what_to_do(view):
    assert view._empty.text() == ADVICE
    assert not view.pictures()
    view.start()
    assert not view.is_playing


def test_the_frame_follows_the_slider_and_the_species(view):
    course = course_of()
    view.show_course(course)
    view.time.slider.setValue(4)
    view.species.setCurrentText("P")
    view.species.activated.emit(view.species.currentIndex())
    shown = view.frame_tile.panel.figure
    np.testing.assert_array_equal(shown.values, course.frame("P", 4).T)
    assert shown.limits == limits_of(course, "P")
    assert view.total_tile.panel.figure.marks == (2.0,)
    view.shared.click()
    assert view.frame_tile.panel.figure.limits is None
    assert set(view.pictures()) == {"Grid", "On the whole grid"}
    assert "75 % of the steps of nodes were exact" in view.words.text()


def test_it_is_said_which_share_of_nodes_an_emulator_drew(view):
    course = replace(course_of(), method="mixed", exact=1, emulated=2, notes=("Of the exact ones",))
    view.show_course(course)
    assert "50 % drawn by the emulator" in view.words.text()
    assert view.words.text().endswith("Of the exact ones")
    assert "50 % of the steps of nodes drawn by the emulator" in view.total_tile.panel.figure.note


def test_a_film_plays_to_its_end_rests_when_asked_and_begins_again(view, qtbot):
    view.show_course(course_of())
    view.pace.setCurrentIndex(view.pace.count() - 2)
    view.play.click()
    assert view.is_playing
    assert "Rest" in view.play.accessibleName()
    qtbot.waitUntil(lambda: view.frame >= 2)
    view.play.click()
    assert not view.is_playing
    view.play.click()
    qtbot.waitUntil(lambda: view.frame == 5 and not view.is_playing)
    view.start()
    assert view.frame == 0
    view.hide()
    assert not view.is_playing


def test_another_course_keeps_the_species_that_was_chosen(view):
    view.show_course(course_of())
    view.species.setCurrentText("P")
    view.show_course(course_of(frames=3))
    assert view.species.currentText() == "P"
    view.show_course(replace(course_of(), counted=()))
    assert view.species.currentText() == "P"
    view.clear("Nothing here.")
    assert not view.pictures()


def test_a_simulation_under_way_is_shown_by_its_figures(view):
    course = course_of()
    view.show_figures([frame_figure(course, "A", 2), total_figure(course)])
    assert view.frame_tile.name.text() == "A at time 1"
    assert not view.play.isEnabled()
    view.show_course(course)
    assert view.play.isEnabled()


def test_while_it_is_simulated_only_the_page_says_so(view):
    view.show_course(course_of())
    assert view.words.isVisible()
    view.show_figures((frame_figure(course_of(), "A", 0, None),))
    assert not view.words.isVisible()


def test_a_film_is_saved_while_the_window_lives_on(view, qtbot, tmp_path):
    with qtbot.waitSignal(view.said, check_params_cb=lambda text: text == "bees.gif is saved."):
        view.files.draw_gif(course_of(), "P", tmp_path / "bees.gif", pace=20)
        assert view.files.is_drawing
    with Image.open(tmp_path / "bees.gif") as film:
        assert film.n_frames == 6
        assert film.info["duration"] == 50
        assert film.info["loop"] == 0
        assert film.size[0] == 400


def test_pictures_of_all_frames_and_tables_are_saved(view, qtbot, tmp_path):
    with qtbot.waitSignal(view.said, check_params_cb=lambda text: text == "frames is saved."):
        view.files.draw_pictures(course_of(), "A + P", tmp_path / "frames")
    assert [one.name for one in sorted((tmp_path / "frames").iterdir())] == [
        f"frame-{frame}.png" for frame in range(6)
    ]
    view.files.write_frames(course_of(), tmp_path / "frames.csv")
    view.files.write_totals(course_of(), tmp_path / "totals.csv")
    assert len((tmp_path / "frames.csv").read_text().splitlines()) == 1 + 6 * 12
    assert (tmp_path / "totals.csv").read_text().startswith("time,A + P-mean,A + P-sd,A-mean")


def test_files_that_cannot_be_written_are_told_and_nothing_is_left(view, qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    with qtbot.waitSignal(view.failed) as told:
        view.files.draw_gif(course_of(), "P", tmp_path / "missing" / "bees.gif")
    assert isinstance(told.args[0], FileSaveError)
    with qtbot.waitSignal(view.failed) as told:
        view.files.draw_pictures(course_of(), "P", tmp_path / "file" / "frames")
    assert isinstance(told.args[0], FileSaveError)
    assert not view.files.is_drawing


def test_long_films_are_thinned_evenly(qtbot, tmp_path):
    film = Film(course_of(frames=50), "P", most=5)
    assert film.places.tolist() == [0, 12, 24, 37, 49]
    assert list(write_gif(film, tmp_path / "short.gif")) == [1, 2, 3, 4, 5]
    film = Film(course_of(frames=11), "P")
    assert len(list(write_pictures(film, tmp_path / "p"))) == 11
    assert (tmp_path / "p" / "frame-00.png").exists()


@pytest.mark.parametrize("nodes", [1, 3, 120])
def test_grids_of_any_size_are_drawn_in_their_colours(qtbot, view, nodes):
    course = course_of(nx=nodes, ny=nodes, frames=2)
    view.show_course(course)
    canvas = view.frame_tile.panel.canvas
    image = canvas.grab().toImage()
    place = canvas.layout_of_parts().matrix
    x, y = place.left() + place.width() * 0.5 / nodes, place.top() + place.height() * 0.12 / nodes
    shown = image.pixelColor(int(x + 1), int(y + 1))
    expected = canvas.cell_color(course.frame(course.names[0], 0)[0, 0])
    assert max(abs(a - b) for a, b in zip(shown.getRgb(), expected.getRgb(), strict=True)) < 40
