"""Where the user's files are."""

import pytest

from grnstudio import paths, settings
from grnstudio.settings import Settings

FOLDERS = (paths.config_folder, paths.autosave_folder, paths.data_folder)


def test_a_folder_that_is_named_holds_all_that_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.HOME, str(tmp_path))
    assert all(folder().is_relative_to(tmp_path) for folder in FOLDERS)
    assert len({folder() for folder in FOLDERS}) == len(FOLDERS)
    settings.save(Settings(theme="dark"))
    assert [one.name for one in tmp_path.rglob("*.json")] == ["settings.json"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_otherwise_they_are_where_the_system_has_them(monkeypatch, folder):
    monkeypatch.delenv(paths.HOME, raising=False)
    assert "grnstudio" in str(folder()).lower()
