"""Finds `resources/`: in an installed package or a bundle, else in the checkout."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import platformdirs

APP = "grnstudio"
HOME = "GRNSTUDIO_HOME"  # names a folder that holds all that is the user's, if it is set


def resources() -> Path:
    """Return the folder of icons, examples, schemas and documents."""
    installed = Path(str(files("grnstudio"))) / "_resources"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "resources"


def config_folder() -> Path:
    """Return the user's folder for settings; it may not exist yet."""
    return _own("settings") or Path(platformdirs.user_config_dir(APP, appauthor=False))


def autosave_folder() -> Path:
    """Return the user's folder for checkpoints of running jobs; it may not exist yet."""
    state = _own("state") or Path(platformdirs.user_state_dir(APP, appauthor=False))
    return state / "autosave"


def data_folder() -> Path:
    """Return the user's folder for what the program is given besides; it may not exist yet."""
    return _own("data") or Path(platformdirs.user_data_dir(APP, appauthor=False))


def _own(name: str) -> Path | None:
    home = os.environ.get(HOME)
    return Path(home) / name if home else None
