"""Any task, graph, project and checkpoint that the program can hold."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.task import (
    Condition,
    Gene,
    PositionAxis,
    RandomLevel,
    StepProbe,
    Task,
    TimeAxis,
)
from grnstudio.project import Design, Project, Run
from tests.core.networks import networks

numbers = st.floats(-1e6, 1e6, allow_nan=False, width=64)
positive = st.floats(1e-6, 1e3, width=64)
names = st.text(min_size=1, max_size=8).filter(lambda s: s.isprintable() and s.strip() == s)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = st.booleans() | st.integers(-(2**53), 2**53) | numbers | texts
settings = st.dictionaries(names, scalars, max_size=3)
counts = st.integers(2, 12)


def samples(count, blanks=True):
    some = numbers | st.just(np.nan) if blanks else numbers
    return hnp.arrays(float, count, elements=some)


@st.composite
def curves(draw, count):
    per_level = draw(st.none() | samples(count, blanks=False))
    knots = draw(st.lists(st.tuples(numbers, numbers), max_size=3))
    return DrawnCurve(draw(samples(count)), per_level, tuple(knots))


@st.composite
def axes(draw):
    count = draw(counts)
    if draw(st.booleans()):
        return TimeAxis(draw(positive), count)
    return PositionAxis(draw(numbers), draw(positive), count, euler_step=draw(positive))


@st.composite
def conditions(draw, name, inputs, genes, count):
    def some(names):
        return {one: draw(curves(count)) for one in names if draw(st.booleans())}

    level = draw(
        st.none() | st.tuples(numbers, numbers).map(lambda ends: RandomLevel(*sorted(ends)))
    )
    return Condition(name, some(inputs), some(genes), draw(positive), draw(st.booleans()), level)


@st.composite
def tasks(draw):
    axis = draw(axes())
    named = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    split = draw(st.integers(0, len(named) - 1))
    inputs, genes = tuple(named[:split]), tuple(named[split:])
    called = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    links = st.tuples(st.sampled_from(named), st.sampled_from(genes))
    probe = StepProbe(
        draw(positive),
        20,
        draw(st.integers(0, 19)),
        dict.fromkeys(inputs, 0.5),
        {name: tuple(draw(st.lists(numbers, max_size=3))) for name in inputs},
    )
    return Task(
        draw(texts), draw(texts), axis, inputs,
        tuple(Gene(one, draw(st.none() | numbers), draw(positive)) for one in genes),
        tuple(draw(conditions(one, inputs, genes, axis.count)) for one in called),
        tuple(draw(st.lists(links, max_size=3, unique=True))),
        probe if draw(st.booleans()) else None,
        draw(settings),
    )  # fmt: skip


@st.composite
def graphs(draw):
    regulators = tuple(draw(st.lists(names, min_size=1, max_size=5, unique=True)))
    targets = regulators[draw(st.integers(0, len(regulators) - 1)) :]
    shape = len(regulators), len(targets)
    matrices = hnp.arrays(float, shape, elements=numbers | st.just(np.nan))
    more = st.none() | hnp.arrays(float, shape, elements=numbers)
    return RegulatoryGraph(
        regulators, targets, draw(matrices), draw(more), draw(more), draw(texts), draw(counts)
    )


dtypes = st.sampled_from([np.float32, np.float64, np.int64, np.uint8, np.bool_])
tensors = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, min_side=0)))
words = texts.map(lambda text: np.array(text.rstrip("\0")))
keys = names.filter(lambda name: name != "__metadata__")
weights = st.dictionaries(keys, tensors, max_size=3)
arrays = st.dictionaries(keys, tensors | words, max_size=3)
trees = st.recursive(
    scalars | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)
checkpoints = st.dictionaries(keys, tensors | trees, max_size=4)
designs = st.builds(
    Design,
    st.none() | tasks(),
    st.dictionaries(names, settings, max_size=2),
    texts,
    st.none() | networks(),
)


@st.composite
def projects(draw):
    runs = [
        Run(
            key, draw(names), draw(texts), draw(designs), draw(settings), draw(names), draw(texts),
            draw(texts), draw(positive), draw(names), draw(st.dictionaries(names, texts)),
            draw(weights), draw(arrays), draw(weights), draw(st.none() | checkpoints),
        )
        for key in draw(st.lists(st.integers(1, 20_000), max_size=2, unique=True))
    ]  # fmt: skip
    return Project(draw(designs), tuple(runs))
