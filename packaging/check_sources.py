"""Checks what the packaging scripts read: the specification, the workflow, desktop files, plists.

    python packaging/check_sources.py

It prints what is wrong, one a line, and exits 1 if anything is.
"""

from __future__ import annotations

import ast
import plistlib
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
SPECIFICATION = ROOT / "packaging/grnstudio.spec"
WORKFLOW = ROOT / ".github/workflows/release.yml"
JOBS = {"python", "linux", "windows", "macos", "release"}
STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "env", "shell", "timeout-minutes"}
ENTITLED = "com.apple.security.cs.allow-jit"


def problems() -> Iterator[str]:
    """Yield what is wrong, in words."""
    yield from _problems_of_specification()
    yield from _problems_of_workflow()
    yield from _problems_of_markup()


def _problems_of_specification() -> Iterator[str]:
    tree = ast.parse(SPECIFICATION.read_text(encoding="utf-8"), str(SPECIFICATION))
    sys.path.insert(0, str(SPECIFICATION.parent))
    for node in tree.body:
        if not isinstance(node, ast.Assign) or getattr(node.targets[0], "id", "") != "HIDDEN":
            continue
        for name in _words(node.value):
            if not _exists(name):
                yield f"{SPECIFICATION.name}: there is no module {name} to take in."
        return
    yield f"{SPECIFICATION.name}: it has no list HIDDEN."


def _words(value: ast.expr) -> list[str]:
    nodes = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
    return [word for word in nodes if isinstance(word, str)]


def _exists(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _problems_of_workflow() -> Iterator[str]:
    if not _exists("yaml"):
        sys.stderr.write(f"   PyYAML was not found: {WORKFLOW.name} is not checked.\n")
        return
    import yaml

    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    if not {"name", True, "jobs"} <= set(workflow):  # YAML reads "on" as a truth value
        yield f"{WORKFLOW.name}: it lacks one of name, on and jobs."
    if missing := JOBS - set(workflow["jobs"]):
        yield f"{WORKFLOW.name}: there is no job {', '.join(sorted(missing))}."
    for name, job in workflow["jobs"].items():
        if not {"runs-on", "steps"} <= set(job):
            yield f"{WORKFLOW.name}: job {name} lacks runs-on or steps."
        for needed in job.get("needs", []):
            if needed not in workflow["jobs"]:
                yield f"{WORKFLOW.name}: job {name} needs {needed}, which is none."
        for step in job.get("steps", []):
            yield from _problems_of_step(name, step)


def _problems_of_step(job: str, step: dict[str, object]) -> Iterator[str]:
    if ("run" in step) == ("uses" in step):
        yield f"{WORKFLOW.name}: a step of job {job} must either run or use something: {step}"
    if unknown := set(step) - STEP_KEYS:
        yield f"{WORKFLOW.name}: a step of job {job} has unknown keys: {', '.join(unknown)}."
    for word in str(step.get("run", "")).split():
        if word.startswith("packaging/") and word.endswith(".sh") and not (ROOT / word).is_file():
            yield f"{WORKFLOW.name}: job {job} runs {word}, which is not there."


def _problems_of_markup() -> Iterator[str]:
    for path in sorted((ROOT / "packaging").rglob("*.xml")):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            yield f"{path.name}: {error}"
    for path in sorted((ROOT / "packaging").rglob("*.plist")):
        try:
            plistlib.loads(path.read_bytes())
        except (plistlib.InvalidFileException, ValueError, ElementTree.ParseError) as error:
            yield f"{path.name}: {error}"
    entitlements = ROOT / "packaging/macos/entitlements.plist"
    if not plistlib.loads(entitlements.read_bytes()).get(ENTITLED):
        yield f"{entitlements.name}: without {ENTITLED} no kernel can be compiled."


if __name__ == "__main__":
    found = list(problems())
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    sys.exit(bool(found))
