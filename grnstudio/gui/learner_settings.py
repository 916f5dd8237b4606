"""The settings of learners as a design keeps them: what differs from what suits its task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from grnstudio.gui.document import Document
from grnstudio.learn import LEARNERS
from grnstudio.project import Design


def values_of(design: Design, learner: str) -> dict[str, Any]:
    """Return the settings in force; raises `SettingError` for what a file got wrong."""
    values: dict[str, Any] = asdict(LEARNERS[learner].configured(design))
    return values


def suited(design: Design, learner: str) -> dict[str, Any]:
    """Return the settings that suit the design's task, before any were chosen."""
    return values_of(replace(design, configs={}), learner)


def keep(document: Document, learner: str, values: Mapping[str, Any], text: str = "") -> None:
    """Put ``values`` into the design, in one step of undo; others stay as they were."""
    design = document.project.design
    before, usual = values_of(design, learner), suited(design, learner)
    kept = {n: x for n, x in design.configs.get(learner, {}).items() if n not in values}
    chosen = kept | {name: one for name, one in values.items() if one != usual[name]}
    edited = [name for name, value in values.items() if value != before[name]]
    text = text or f"Change {', '.join(edited).replace('_', ' ') or 'settings'}"
    configs = {**design.configs, learner: chosen}
    document.edit(text, replace(design, configs=configs), merge=text)
