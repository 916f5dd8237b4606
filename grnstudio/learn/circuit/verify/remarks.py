"""What a Hill check cannot find, however long it looks. No torch here."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, free_genes
from grnstudio.errors import GRNStudioError
from grnstudio.learn.circuit.verify.config import VerifyConfig
from grnstudio.learn.circuit.verify.data import topology_of


def remarks(task: Task, config: VerifyConfig) -> Iterator[str]:
    """Yield a sentence for each reason why the links can hardly do the task, with a remedy."""
    try:
        topology = topology_of(config.links, task)
    except GRNStudioError:
        return
    forbidden = set(task.forbidden)
    for source, target, _ in topology.signed_links():
        if (source, target) in forbidden:
            yield f"The task forbids the link {source} -> {target}, which is checked all the same."
    turned = free_genes(task) if config.mirrors else ()  # a mirror image may activate them
    for gene in task.targets:
        if gene not in turned:
            yield from _silent(gene, topology, config)
    for name in task.inputs:
        if not topology.matrix[topology.regulators.index(name)].any():
            yield f"The input {name} regulates nothing in these links."


def _silent(gene: str, topology: Topology, config: VerifyConfig) -> Iterator[str]:
    links = [one for one in topology.signed_links() if gene in one[:2]]
    regulators = [sign for _, target, sign in links if target == gene]
    if not links or config.basal > 0 or 1 in regulators:
        return
    what = "only repressors" if regulators else "no regulator"
    fitted = " Fits find one, random sets do not." if config.fit_shape else ""
    yield f"{gene} has {what}: without basal synthesis it is silent.{fitted}"
