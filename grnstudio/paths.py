"""Finds `resources/`: in an installed package or a bundle, else in the checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import platformdirs

APP = "grnstudio"


def resources() -> Path:
    """Return the folder of icons, examples, schemas and documents."""
    installed = Path(str(files("grnstudio"))) / "_resources"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "resources"


def config_folder() -> Path:
    """Return the user's folder for settings; it may not exist yet."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def autosave_folder() -> Path:
    """Return the user's folder for checkpoints of running jobs; it may not exist yet."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False)) / "autosave"
