"""The user's settings: kept as sparse JSON in the user's own folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from grnstudio import paths
from grnstudio.core.setting import check, configured, setting
from grnstudio.errors import FileSaveError, SettingError

THEME_CHOICES = ("system", "light", "dark")
RECENT_LIMIT = 12
LISTS = {"recent": "recent projects", "network_views": "views of a network"}
SPARED = "settings.unreadable.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user has chosen for the program as a whole."""

    theme: str = setting("system", "Theme", choices=THEME_CHOICES)
    font_size: int = setting(13, "Font size (px)", low=9, high=24)
    figures_per_second: int = setting(
        30,
        "Figures per second",
        low=1,
        high=60,
        help="How often plots of a running training are drawn again, at most.",
    )
    autosave_seconds: float = setting(
        3.0,
        "Autosave every (s)",
        low=0.5,
        high=3600.0,
        help="How often a running training is saved; a crash loses no more than this.",
    )
    recent: tuple[str, ...] = field(default=())
    network_views: tuple[str, ...] = field(default=("canvas", "text"))
    network_notation: str = field(default="reactions")

    def __post_init__(self) -> None:
        check(self)

    def with_recent(self, path: Path) -> Settings:
        """Return these settings with the project ``path`` first among the recent ones."""
        name = str(path.absolute())
        others = tuple(one for one in self.recent if one != name)
        return replace(self, recent=(name, *others)[:RECENT_LIMIT])

    def without_recent(self, path: Path) -> Settings:
        """Return these settings with ``path`` forgotten."""
        name = str(path.absolute())
        return replace(self, recent=tuple(one for one in self.recent if one != name))


def settings_path() -> Path:
    """Return the file that settings are kept in; it may not exist yet."""
    return paths.config_folder() / "settings.json"


def load(warn: Callable[[str], object] = lambda text: None) -> Settings:
    """Return the user's settings; ``warn`` hears of those that cannot be used, in words."""
    kept, problem = _read(settings_path())
    if problem:
        warn(problem)
    settings = Settings()
    for name in _names() & kept.keys():
        try:
            settings = configured(Settings, {**_values(settings), name: _value(name, kept[name])})
        except SettingError as error:
            warn(f"A setting was put back to its default: {error}")
    return settings


def save(settings: Settings) -> None:
    """Keep what differs from the defaults; keys of other versions stay in the file."""
    from grnstudio.io import atomic

    path = settings_path()
    kept, problem = _read(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if problem and path.is_file():
            path.replace(path.with_name(SPARED))
    except OSError as error:
        raise FileSaveError(f"The settings were not saved to {path}: {error}.") from error
    others = {name: value for name, value in kept.items() if name not in _names()}
    chosen = {
        name: value
        for name, value in _values(settings).items()
        if value != getattr(Settings(), name)
    }
    text = json.dumps({**others, **chosen}, indent=2, sort_keys=True, ensure_ascii=False)
    atomic.write_text(text + "\n", path)


def _read(path: Path) -> tuple[Mapping[str, Any], str]:
    """Return what the settings file holds, or nothing and what is wrong with it."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError, RecursionError) as error:
        return {}, _spared(path, str(error))
    if not isinstance(kept, dict):
        return {}, _spared(path, "it holds no settings")
    return kept, ""


def _spared(path: Path, reason: str) -> str:
    return (
        f"The settings in {path} could not be read ({reason}), so the defaults are in force. "
        f"The file is kept as {SPARED} when a setting is next changed."
    )


def _names() -> set[str]:
    return {one.name for one in fields(Settings)}


def _values(settings: Settings) -> dict[str, Any]:
    return {one.name: getattr(settings, one.name) for one in fields(Settings)}


def _value(name: str, value: Any) -> Any:
    """Return a value as `Settings` takes it; raises `SettingError` for lists that are damaged."""
    if name not in LISTS:
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SettingError(f"the list of {LISTS[name]} is damaged.")
    return tuple(value[:RECENT_LIMIT])
