"""What the Atlas page says of trained networks and of a search through all topologies."""

from __future__ import annotations

from grnstudio.errors import GRNStudioError
from grnstudio.gui.pages.atlas_controls import SEARCHED, TRAINED
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

WORDS = {  # of the button that starts, and its tip
    TRAINED: ("Build atlas", "Train many networks, and map the topologies that they find (F5)"),
    SEARCHED: ("Try all", "Try every topology with Hill functions and random parameters (F5)"),
}
ADVICE = {
    TRAINED: "Press Build atlas to see which topologies many networks find, or choose a run above.",
    SEARCHED: "Press Try all to see which of all topologies do the task with Hill functions.",
}
FIRST = {
    TRAINED: "The first topologies come when the first networks are trained…",
    SEARCHED: "The first topologies come with the first successes…",
}
NONE_LEFT = {
    TRAINED: "No topology is left: tolerate more loss, lower the cut-off, or link genes less.",
    SEARCHED: "No topology has succeeded: draw more parameter sets, or allow more links.",
}
EARLY = "This run ended before it had a result."
GROWING = "Topologies can be opened once the run has ended or been stopped."
ON_PAGE = ("cutoff", "joined", "gauge")


def forecast(design: Design) -> str:
    """Say what a search would try and how long it takes, or what keeps it from it."""
    if design.task is None:
        return ""
    spec = LEARNERS[SEARCHED]
    try:
        spec.inputs(design)
        told: str = spec.of_result("forecast", spec.configured(design), design.task)
    except GRNStudioError as error:
        return str(error)
    return told


def newest(update: Update) -> str:
    """Say how far a run is: the networks in training, or what has succeeded so far."""
    found: dict[str, float] = {}
    for _, metrics in update.metrics:
        found |= metrics
    if "successful topologies" not in found:
        return update.stage
    return f"{found['successful topologies']:,.0f} succeed so far"
