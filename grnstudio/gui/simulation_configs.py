"""The settings of simulations and scans as a design keeps them: what differs from the defaults."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from grnstudio.core.setting import configured
from grnstudio.gui.document import Document
from grnstudio.project import Design
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.scan import ScanConfig

KINDS = {"simulate": SimulationConfig, "scan": ScanConfig}


def config_of(design: Design, key: str) -> Any:
    """Return the settings in force; raises `SettingError` for what a file got wrong."""
    return configured(KINDS[key], design.configs.get(key, {}))


def change(
    document: Document, key: str, names: Collection[str], config: Any, text: str = ""
) -> None:
    """Keep ``config``, in which ``names`` were changed, as one edit of the document."""
    own, design = asdict(KINDS[key]()), document.project.design
    chosen = {name: value for name, value in asdict(config).items() if value != own[name]}
    if chosen != dict(design.configs.get(key, {})):
        configs = {name: one for name, one in design.configs.items() if name != key}
        configs |= {key: chosen} if chosen else {}
        text = text or f"Change {', '.join(names).replace('_', ' ')}"
        document.edit(text, replace(design, configs=configs), merge=text)
