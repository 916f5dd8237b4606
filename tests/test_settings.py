import json

import pytest

from grnstudio import settings
from grnstudio.errors import FileSaveError, SettingError
from grnstudio.settings import RECENT_LIMIT, SPARED, Settings, load, save, settings_path


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(settings.paths, "config_folder", lambda: tmp_path / "config")


def kept():
    return json.loads(settings_path().read_text())


def put(text):
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(text)


def test_without_a_file_the_defaults_are_in_force():
    assert load(pytest.fail) == Settings()


def test_what_was_saved_is_loaded():
    chosen = Settings(theme="dark", font_size=15, autosave_seconds=1.5, recent=("/a/b.grnstudio",))
    save(chosen)
    assert load(pytest.fail) == chosen


def test_only_what_differs_from_the_defaults_is_kept():
    save(Settings(theme="dark"))
    assert kept() == {"theme": "dark"}
    save(Settings())
    assert kept() == {}


def test_keys_of_other_versions_are_ignored_and_kept():
    put('{"theme": "dark", "hologram": {"depth": 3}}')
    assert load(pytest.fail) == Settings(theme="dark")
    save(Settings(font_size=15))
    assert kept() == {"font_size": 15, "hologram": {"depth": 3}}


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "\x00", "nonsense"])
def test_a_broken_file_gives_the_defaults_and_says_so(text):
    put(text)
    said = []
    assert load(said.append) == Settings()
    assert str(settings_path()) in said[0]
    save(Settings(theme="dark"))
    assert kept() == {"theme": "dark"}
    assert settings_path().with_name(SPARED).read_text() == text


def test_a_setting_out_of_bounds_costs_only_itself():
    put('{"theme": "dark", "font_size": 99, "recent": "what"}')
    said = []
    assert load(said.append) == Settings(theme="dark")
    assert len(said) == 2
    assert any("Font size" in text and "99" in text for text in said)


def test_a_setting_checks_itself():
    for number in (float("inf"), float("nan"), 13.5, 10**400):
        with pytest.raises(SettingError, match="Font size"):
            Settings(font_size=number)
    with pytest.raises(SettingError, match="system, light, dark"):
        Settings(theme="mauve")


def test_recent_projects_are_listed_once_newest_first(tmp_path):
    chosen = Settings()
    for index in [*range(RECENT_LIMIT + 3), 5]:
        chosen = chosen.with_recent(tmp_path / f"{index}.grnstudio")
    assert len(chosen.recent) == RECENT_LIMIT
    assert chosen.recent[0] == str(tmp_path / "5.grnstudio")
    assert len(set(chosen.recent)) == RECENT_LIMIT
    assert (
        str(tmp_path / "5.grnstudio") not in chosen.without_recent(tmp_path / "5.grnstudio").recent
    )


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(settings.paths, "config_folder", lambda: tmp_path / "file")
    with pytest.raises(FileSaveError):
        save(Settings(theme="dark"))
