"""The search through all topologies: what succeeds, the table, other atlases beside it."""

import csv

import numpy as np
import pytest

from grnstudio.core.atlas import of_hits
from grnstudio.core.figures import AtlasFigure, CurveFigure, GraphFigure, VennFigure
from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.topology import of_signs, read
from grnstudio.errors import MissingInput, SettingError
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit.enumerate import result as results
from grnstudio.learn.circuit.enumerate.config import EnumerateConfig
from grnstudio.learn.circuit.enumerate.courses import course_figures
from grnstudio.learn.circuit.enumerate.remarks import remarks
from grnstudio.learn.circuit.enumerate.train import train
from grnstudio.project import Design
from grnstudio.simulate.hill.engine import passing
from grnstudio.simulate.hill.model import HillModel

FEW = "I1 -> g2, I2 -> g1, g1 -| g2, g2 -> g1"  # the others vary
BARRED = "I1 -? g1"


def search(samples=6_000, **settings):
    rules = {"required": FEW, "barred": BARRED, "joined": "both ways"}
    return EnumerateConfig(samples=samples, **rules, **settings), load_example("oscillation-2")


@pytest.fixture(scope="module")
def found():
    return run(train(*search()))


def published(known_answers):
    with (known_answers / "rnn/osc2_hill_topologies.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = [f"{r}_{g}" for r in ("I1", "I2", "g1", "g2") for g in ("g1", "g2")]
    task = load_example("oscillation-2")
    return {
        of_signs(
            task.regulators, task.targets, np.array([int(row[n]) for n in names]).reshape(4, 2)
        ): int(row["n_success_of_160000"])
        for row in rows
    }


def test_the_published_winners_are_found(found, known_answers):
    likely = {one: hits for one, hits in published(known_answers).items() if hits >= 100}
    within = [one for one in likely if one in found.hits_by_topology(0)]
    assert len(within) >= 1
    for one in within:
        hits = found.hits_by_topology(1)[one]
        assert hits == pytest.approx(likely[one] * 6 / 160, abs=12)


def test_the_settings_of_a_task_search_the_published_space():
    design = Design(load_example("oscillation-2"))
    spec = LEARNERS["enumerate"]
    config = spec.configured(design)
    assert len(config.space(spec.inputs(design)).topologies()) == 2304


def test_genes_need_not_be_linked_both_ways_unless_that_is_asked_for():
    task = load_example("adaptation")
    signs = EnumerateConfig().space(task).topologies()
    feedforward = read("I -> g1, I -> g2, g2 -| g1", task.regulators, task.targets)
    assert (signs == feedforward.matrix).all(axis=(1, 2)).any()
    assert signs[:, 0].any(axis=1).all()


def test_the_number_of_threads_changes_nothing(found):
    alone = run(train(*search(workers=1)))
    for name, value in results.to_arrays(alone)[0].items():
        np.testing.assert_array_equal(value, results.to_arrays(found)[0][name], err_msg=name)


def test_every_set_that_is_kept_succeeds(found):
    task = found.task
    test, criteria = protocol(task), success_criteria(task)
    assert len(found.best_of) > 0
    for number in np.unique(found.best_of):
        mine = found.best_of == number
        model = HillModel(found.topology(number))
        b, K = found.b[mine], found.K[mine]
        assert passing(model, b, K, test, criteria).all()
        np.testing.assert_array_equal(
            passing(model, b, K, test.finer(4), criteria), found.robust[mine]
        )


def test_the_table_begins_with_the_best_and_leaves_out_what_may_be_chance(found):
    rows = found.rows()
    assert [row.hits for row in rows] == sorted((row.hits for row in rows), reverse=True)
    assert min(row.hits for row in rows) >= 2
    assert rows[0].probability == rows[0].hits / 6_000
    assert "negative feedback loop" in rows[0].motifs
    assert [one.topology for one in found.atlas.entries] == [row.topology for row in rows]


def test_graphs_are_of_all_the_best_or_one(found):
    best = found.graph_of("")
    assert of_signs(best.regulators, best.targets, best.signs()) == found.rows()[0].topology
    second = found.graph_of("2")
    assert of_signs(second.regulators, second.targets, second.signs()) == found.rows()[1].topology
    everyone = found.graph_of("all")
    assert everyone.weights[2, 1] == pytest.approx(-1.0)  # required of all
    assert everyone.agreement.max() <= 1.0 + 1e-12
    with pytest.raises(SettingError, match="all, best, or 1 to"):
        found.graph_of("0")


def test_a_search_that_finds_nothing_has_a_graph_without_links():
    nothing = run(train(*search(samples=10, needed=10)))
    assert nothing.graph.strongest == 0
    assert nothing.rows() == ()
    with pytest.raises(MissingInput, match="draw more parameter sets"):
        nothing.network()
    assert results.figures(nothing, nothing.task)
    with pytest.raises(SettingError, match="all or best, not '1'"):
        nothing.graph_of("1")


def test_figures_show_topologies_their_spread_and_the_courses_of_one(found):
    shown = results.figures(found, found.task)
    atlas = next(one for one in shown if isinstance(one, AtlasFigure))
    assert [node.count for node in atlas.nodes] == [row.hits for row in found.rows()]
    graph, *curves = results.topology_figures(found, 0)
    assert isinstance(graph, GraphFigure)
    assert [one.title for one in curves] == ["rest", "I1 = 0.8", "I2 = 0.8"]
    assert all(isinstance(one, CurveFigure) for one in curves)
    swing = np.ptp(curves[1].curves[0].y[-100:])
    assert swing > 0.2 > np.ptp(curves[0].curves[0].y[-100:])


def test_an_atlas_is_compared_by_what_succeeds_too(found):
    rows = found.rows()
    near = read(rows[0].topology.text + ", I2 -| g2", *_names(found))
    atlas = of_hits({rows[0].topology: 3, near: 1})
    told = found.compared(atlas)
    assert 0 in told.direct
    assert told.direct_share + told.near_share == 1.0
    venn, marked = results.comparison_figures(found, atlas, "trained")
    assert isinstance(venn, VennFigure)
    assert marked.nodes[0].mark == "direct"


def test_spatial_tasks_are_drawn_along_their_positions():
    task = load_example("french-flag")
    topology = read("M -> blue, blue -| white, M -> white", task.regulators, task.targets)
    ones = np.ones((4, 3))
    circuit = HillCircuit(topology, ones, ones, 2 * ones, np.zeros(3), np.zeros(3))
    (flag,) = course_figures(task, circuit)
    assert flag.title == "flag"
    blue = next(curve for curve in flag.curves if curve.name == "blue")
    assert blue.y[0] > blue.y[-1]


def test_a_topology_becomes_a_circuit_and_a_network_with_its_best_parameters(found):
    circuit, network = found.circuit("2"), found.network("2", size=100.0)
    assert circuit.topology == found.rows()[1].topology
    courses = circuit.courses(np.array([[[0.8], [0.0]]]), 0.25, 200)
    assert np.ptp(courses[100:, 0]) > 0.2
    assert {"I1", "I2", "g1", "g2"} == {part.id for part in network.species}


def test_remarks_tell_what_will_not_go_well():
    assert list(remarks(load_example("oscillation-2"), EnumerateConfig())) == []
    followed = " ".join(remarks(load_example("step"), EnumerateConfig()))
    assert "must follow what is drawn" in followed
    assert "patterns of links" in " ".join(remarks(load_example("gap-genes"), EnumerateConfig()))
    wrong = EnumerateConfig(required="g1 to g2")
    assert "is no link" in " ".join(remarks(load_example("oscillation-2"), wrong))


def test_a_design_without_a_task_is_told_to_get_one():
    with pytest.raises(MissingInput, match="Draw what a gene should do first"):
        LEARNERS["enumerate"].inputs(Design())


def _names(found):
    return found.task.regulators, found.task.targets
