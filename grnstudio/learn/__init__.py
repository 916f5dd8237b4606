"""The learners. Pages, commands and tests reach them through `LEARNERS` only."""

from __future__ import annotations

from grnstudio.jobs import Job
from grnstudio.learn.base import LearnerSpec

LEARNERS = {
    spec.key: spec
    for spec in (
        LearnerSpec("circuit", "Gene circuit", "grnstudio.learn.circuit", "CircuitConfig"),
        LearnerSpec("atlas", "Atlas of topologies", "grnstudio.learn.circuit.atlas", "AtlasConfig"),
        LearnerSpec("distil", "Sparse circuits", "grnstudio.learn.circuit.distil", "DistilConfig"),
        LearnerSpec("verify", "Hill check", "grnstudio.learn.circuit.verify", "VerifyConfig"),
        LearnerSpec(
            "enumerate",
            "All topologies",
            "grnstudio.learn.circuit.enumerate",
            "EnumerateConfig",
            lowers_loss=False,
        ),
        LearnerSpec(
            "cellular",
            "Cellular automaton",
            "grnstudio.learn.circuit.cellular",
            "CellularConfig",
        ),
        LearnerSpec(
            "emulator", "Emulator", "grnstudio.learn.emulator", "EmulatorConfig", of_network=True
        ),
    )
}
WARM = Job("grnstudio.learn.warm:warm")  # run by a worker process before its first training
