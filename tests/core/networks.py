"""Networks made by hypothesis, such as a text can say."""

from hypothesis import strategies as st

from grnstudio.core.antimony_statements import KEYWORDS
from grnstudio.core.expressions import symbols
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rates import parse
from grnstudio.core.rules import (
    AssignmentRule,
    Constraint,
    Event,
    Function,
    InitialAssignment,
    RateRule,
)

SIMPLE = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True)
IDS = SIMPLE | st.sampled_from(sorted(KEYWORDS)) | st.sampled_from(["pi", "time_", "J0", "mass"])
NUMBERS = st.floats(allow_nan=False) | st.sampled_from([0.0, 1.0, 2.0, 1e-300])
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@st.composite
def networks(draw):
    """Return a network in which everything occurs that text can say, in canonical form."""
    ids = iter(draw(st.lists(IDS, min_size=24, max_size=24, unique=True)))

    def some(limit):
        return [next(ids) for _ in range(draw(st.integers(0, limit)))]

    compartments, species, parameters = some(2), some(4), some(4)
    labels = some(1) if species else []
    values = [*compartments, *species, *parameters, *labels]

    def formula():
        names = [f"`{one}`" for one in draw(st.lists(st.sampled_from(values), max_size=3))]
        return " * ".join([*names, draw(st.sampled_from(["2.5", "(1 + 3)", "exp(-1)", "time"]))])

    def formulas(ids_, most=2):
        chosen = draw(st.lists(st.sampled_from(ids_), max_size=most, unique=True)) if ids_ else []
        return [(one, f"1 + {formula()}" if values else "1 + 1") for one in chosen]

    if not values:
        return Network(next(ids), draw(NAMES))
    initial = formulas([*values])
    rules = [draw(st.sampled_from([AssignmentRule, RateRule]))(*one) for one in formulas(values)]
    events = [
        Event(
            id,
            f"{formula()} > 1",
            dict(formulas(values)),
            draw(st.sampled_from(["", "2", "(2)"])) or "",
            draw(st.sampled_from(["", "1 + 1"])),
            *draw(st.tuples(st.booleans(), st.booleans(), st.booleans())),
            draw(NAMES),
        )
        for id in some(2)
    ]
    assigned = {id for id, _ in initial}
    ruled = {one.target for one in rules if isinstance(one, AssignmentRule)}

    def value(id, unset_without=False):
        if id in assigned or (unset_without and draw(st.booleans())):
            return None
        return None if id in ruled and draw(st.booleans()) else draw(NUMBERS)

    def participant(name, id=""):
        if id:
            return Participant(name, value(id), id, draw(st.booleans()))
        return Participant(name, draw(st.floats(allow_nan=False, allow_infinity=False)))

    def one_species(id):
        place = draw(st.sampled_from(["", *compartments]))
        amount = not place or draw(st.booleans())
        initial = value(id)
        return Species(
            id,
            initial,
            place,
            bool(place) and initial is not None and draw(st.booleans()),
            amount,
            draw(st.booleans()),
            False,
            draw(st.sampled_from(["", *parameters])),
            draw(NAMES),
        )

    def reaction(id, label=""):
        chosen = draw(st.lists(st.sampled_from(species), max_size=3)) if species else []
        sides = [participant(one) for one in chosen]
        if label:
            sides = [participant(species[0], label), *sides]
        locals_ = draw(st.dictionaries(SIMPLE, NUMBERS, max_size=2))
        text = formula()
        kinetics = draw(st.sampled_from([None, MassAction(text), RateLaw(text)]))
        terms = {one.species for one in sides}
        used = symbols(parse(text)) - terms - locals_.keys() if kinetics else set()
        return Reaction(
            id,
            tuple(sides[:2]),
            tuple(sides[2:]),
            kinetics,
            tuple(one for one in species if one in used),
            locals_,
            draw(st.booleans()),
            draw(st.sampled_from(["", *compartments])),
            draw(NAMES),
        )

    names = some(3)
    reactions = [
        reaction(id, label) for id, label in zip(names, [*labels, "", "", ""], strict=False)
    ]
    if labels and not names:
        reactions = [reaction(next(ids), labels[0])]
    return Network(
        next(ids),
        draw(NAMES),
        tuple(
            Compartment(id, value(id), draw(st.booleans()), draw(st.sampled_from([3.0, 2.0])))
            for id in compartments
        ),
        tuple(one_species(id) for id in species),
        tuple(
            Parameter(id, value(id, True), draw(st.booleans()), draw(NAMES), draw(NAMES))
            for id in parameters
        ),
        tuple(Function(id, ("x", "y"), "x^2 + y", draw(NAMES)) for id in some(1)),
        tuple(reactions),
        tuple(InitialAssignment(*one) for one in initial),
        tuple(rules),
        tuple(events),
        (Constraint(f"{formula()} > 0", draw(NAMES)),) if draw(st.booleans()) else (),
        draw(st.sampled_from(["", *parameters])),
    )
