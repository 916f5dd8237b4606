"""Training and simulation from Python, with the engines of the window and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from grnstudio.core.task import Task
from grnstudio.jobs import Checkpoint, Step, run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

if TYPE_CHECKING:
    from grnstudio.core.emulator import Emulator
    from grnstudio.core.frames import SpaceTime
    from grnstudio.core.grid_course import GridCourse
    from grnstudio.core.mutant_result import MutantResult
    from grnstudio.core.network import Network


OnStep: TypeAlias = Callable[[Step], object]


def _silent(step: Step) -> None:
    return None


def train(
    task: Task | str,
    learner: str = "circuit",
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Train for a task, or for the example of that name, here and to the end.

    Settings that are not named are those the task suggests, then the learner's own.
    ``on_step`` is called after every training step. Raises `GRNStudioError` for a task that cannot
    be trained or a setting that cannot be. Returns the learner's result, such as
    `grnstudio.learn.circuit.result.CircuitResult`.
    """
    return _learned(learner, Design(_known(task)), on_step, resume, settings)


def distil(
    task: Task | str,
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Train for a task with fewer and fewer links, until it cannot be done; see `train`."""
    return train(task, "distil", on_step=on_step, resume=resume, **settings)


def atlas(
    task: Task | str,
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Train circuits by the hundred and sort them by the topologies they found; see `train`."""
    return train(task, "atlas", on_step=on_step, resume=resume, **settings)


def enumerate_topologies(
    task: Task | str,
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Try all topologies of few genes for a task, with Hill functions; see `train`."""
    return train(task, "enumerate", on_step=on_step, resume=resume, **settings)


def verify(
    task: Task | str,
    links: Any,
    choice: str = "",
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Find out whether Hill functions can do a task with given links; see `train`.

    ``links`` are a text such as ``"I -> g1, g2 -| g1"``, a topology, or the result of `train`,
    `distil` or `atlas`, of which ``choice`` says what network, point or topology is meant.
    """
    from grnstudio.core.topology import Topology
    from grnstudio.learn.handing_on import beside_result, topology_of

    spec, design, beside = LEARNERS["verify"], Design(_known(task)), None
    if not isinstance(links, str | Topology):
        beside, links = links, topology_of(links, choice)
    text = links.text if isinstance(links, Topology) else links
    config, inputs = spec.configured(design, links=text, **settings), spec.inputs(design)
    if beside is not None:
        inputs = beside_result(inputs, beside, choice)
    return run(spec.job(config, inputs, resume).begin(), on_step)


def cellular(
    films: SpaceTime | Path | str | None = None,
    /,
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Learn who regulates whom from films of a row of cells, here and to the end; see `train`.

    Without films, or a file of them, a rule and its films are generated.
    """
    if isinstance(films, Path | str):
        from grnstudio.io import csv_frames

        films = csv_frames.read(films)
    return _learned("cellular", Design(frames=films), on_step, resume, settings)


def train_emulator(
    network: Network | Path | str,
    *,
    on_step: OnStep = _silent,
    resume: Checkpoint | None = None,
    **settings: Any,
) -> Any:
    """Teach an emulator of a network, of the one in a file, or of the example of that name.

    An example suggests starts, time step and length. Returns an
    `grnstudio.learn.emulator.result.EmulatorResult`, whose ``emulator`` can be saved with
    `save_emulator` and simulated with: ``simulate(network, times, "emulator", emulator=...)``.
    """
    suggested: dict[str, Any] = {}
    if isinstance(network, str) and not Path(network).suffix:
        from grnstudio.io.network_examples import examples, load_example

        suggested = {one.key: one.emulated for one in examples()}.get(network, {})
        network = load_example(network)
    elif isinstance(network, Path | str):
        network = load(network)
    return _learned("emulator", Design(network=network), on_step, resume, {**suggested, **settings})


def check_emulator(emulator: Emulator, *, on_step: OnStep = _silent, **settings: Any) -> Any:
    """Hold an emulator against exact simulation; return the `grnstudio.core.trust.TrustReport`.

    ``settings`` are those of `grnstudio.core.assessing.AssessConfig`.
    """
    from grnstudio.core.assessing import AssessConfig
    from grnstudio.core.setting import configured

    job = LEARNERS["emulator"].follow_up(
        "evaluate:assess", emulator, configured(AssessConfig, settings)
    )
    return run(job.begin(), on_step)


def grid(
    network: Network | Path | str,
    emulator: Emulator | None = None,
    *,
    on_step: OnStep = _silent,
    **settings: Any,
) -> GridCourse:
    """Simulate agents on a grid: of a network, of the one in a file, or of an example by name.

    ``settings`` are those of `grnstudio.simulate.grid_config.GridConfig`, such as
    ``start="Bee 10; 9 10: P 5", spreading="P"``. With an ``emulator`` nodes are mixed, unless
    ``method`` says otherwise.
    """
    from grnstudio.core.setting import configured
    from grnstudio.simulate.grid import simulate_grid
    from grnstudio.simulate.grid_config import GridConfig

    if isinstance(network, str) and not Path(network).suffix:
        from grnstudio.io.network_examples import load_example

        network = load_example(network)
    elif isinstance(network, Path | str):
        network = load(network)
    usual = {} if emulator is None else {"method": "mixed"}
    config = configured(GridConfig, {**usual, **settings})
    return run(simulate_grid(network, config, emulator), on_step)


def mutants(result: Any, which: str = "", choice: str = "") -> MutantResult:
    """Simulate mutants of circuits of `train`, `distil` or `atlas`, or of a set of `verify`.

    ``which`` are mutants such as ``"g1-, I x0.5, g2 x2 & g1 = 0.4"``, by default each gene and
    input removed and in other doses. ``choice`` says which network, point, topology or set.
    """
    from grnstudio.learn.handing_on import mutants_job

    found: MutantResult = run(mutants_job(result, which, choice).begin())
    return found


def _known(task: Task | str) -> Task:
    """Return a task, or the example of that name."""
    if not isinstance(task, str):
        return task
    from grnstudio.io.examples import load_example

    return load_example(task)


def _learned(
    learner: str,
    design: Design,
    on_step: OnStep,
    resume: Checkpoint | None,
    settings: dict[str, Any],
) -> Any:
    spec = LEARNERS[learner]
    job = spec.job(spec.configured(design, **settings), spec.inputs(design), resume)
    return run(job.begin(), on_step)


def load(path: Path | str) -> Network:
    """Read a reaction network from an SBML, Antimony or JSON file, by its suffix.

    Raises `FileFormatError` or `ModelError` saying what cannot be read and where.
    """
    from grnstudio.io import networks

    network, _ = networks.read(path)
    return network
