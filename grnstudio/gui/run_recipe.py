"""A run as text that makes it again: as Python, and as a command."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict
from pprint import pformat
from typing import Any

from grnstudio.core.task import Task
from grnstudio.gui import emulator_recipe
from grnstudio.io import task_json
from grnstudio.io.examples import examples, load_example
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run


def as_python(run: Run) -> str:
    """Return a Python script that trains the run again and prints its links, or saves it."""
    if run.design.network is not None and LEARNERS[run.learner].of_network:
        return emulator_recipe.as_python(run.design.network, differing(run))
    task, imports = run.design.task or Task(), []
    if key := example_of(task):
        imports.append("from grnstudio.io.examples import load_example")
        made = f"task = load_example({key!r})"
    else:
        imports += ["import json", "from grnstudio.io import task_json"]
        text = json.dumps(task_json.encode(task), ensure_ascii=False)
        made = f'task = task_json.decode(json.loads(r"""{text}"""), "the drawn task")'
    imports += [
        "from grnstudio.jobs import run",
        "from grnstudio.learn import LEARNERS",
        "from grnstudio.project import Design",
    ]
    return "\n".join(
        [
            *sorted(imports, key=lambda line: (line.startswith("from"), line)),
            "",
            made,
            f"settings = {pformat(dict(run.config), sort_dicts=False)}",
            f"spec = LEARNERS[{run.learner!r}]",
            f"design = Design(task, {{{run.learner!r}: settings}})",
            "job = spec.job(spec.configured(design), spec.inputs(design))",
            "result = run(job.begin())",
            "for edge in spec.graph(result).edges():",
            "    print(edge)",
            "",
        ]
    )


def as_command(run: Run) -> str:
    """Return shell commands that train the run again."""
    if run.design.network is not None and LEARNERS[run.learner].of_network:
        return emulator_recipe.as_command(run.design.network, differing(run))
    task = run.design.task or Task()
    settings = differing(run)
    if key := example_of(task):
        source, before = key, ""
    else:
        source = f"{_file_name(task.title)}.json"
        text = json.dumps(task_json.encode(task), ensure_ascii=False)
        before = f"cat > {shlex.quote(source)} <<'END'\n{text}\nEND\n"
    words = ["grnstudio", "train", run.learner, source]
    for name, value in settings.items():
        words += ["--set", f"{name}={json.dumps(value) if isinstance(value, bool) else value}"]
    words += ["-o", f"{_file_name(task.title)}.grnstudio"]
    return before + shlex.join(words) + "\n"


def differing(run: Run) -> dict[str, Any]:
    """Return the settings of ``run`` that differ from those its task begins with."""
    spec, task = LEARNERS[run.learner], run.design.task
    suited = asdict(spec.configured(Design(task)))
    return {name: value for name, value in run.config.items() if suited.get(name) != value}


def example_of(task: Task) -> str:
    """Return the key of the example that ``task`` is, empty if it is none."""
    for one in examples():
        if one.title == task.title and same_task(load_example(one.key), task):
            return one.key
    return ""


def same_task(one: Task, other: Task) -> bool:
    """Return whether both ask for the same, to the last digit."""
    texts = [json.dumps(task_json.encode(task), sort_keys=True) for task in (one, other)]
    return texts[0] == texts[1]


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    return "-".join(part for part in kept.split("-") if part) or "task"
