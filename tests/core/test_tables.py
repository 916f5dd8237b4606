"""A network as tables: every accepted text gives a network that its text can say."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grnstudio.core import antimony
from grnstudio.core.network import Compartment, MassAction, Network, Parameter, RateLaw, Species
from grnstudio.core.tables import added, filled, removed, tables
from grnstudio.core.tables.pasting import grid, pasted, tsv
from grnstudio.errors import GRNStudioError, ModelError
from tests.core.networks import networks

TABLES = {one.key: one for one in tables()}
TEXTS = [
    *("", "A", "B1", "x", "k", "A b", "pi", "species", "2", "0,5", "1,000", "inf", "1e-3", "-4"),
    *("A => B", "A + 2 B -> C", "=> A; k*A", "2 A -> ; mass_action(k2)", "$A =>", "n A => B"),
    *("k*A", "mass_action(k1)", "x/(1 + y)", "2 * c", "time > 3", "(A > 3)", "A = 0; B = A*2"),
    *("yes", "no", "amount", "conc", "always", "rate", "at the start", "x := 2*z", "y' = 1 - y"),
    *("Mass action", "Michaelis-Menten", "Hill repression (A)", "none", "f(x, y)", "x, y", "a # b"),
    *("cell", "f(a, b) = a*b", 'a "title"', "z = 2*A"),
]


def network(text=""):
    return antimony.parse(text)


def fill(one, table, key, title, text):
    return filled(one, TABLES[table], {(key, title): text}).network


def add(one, table, **texts):
    return added(
        one, TABLES[table], {name.replace("_", " "): t for name, t in texts.items()}
    ).network


def row(one, table, key):
    return next(row for row in TABLES[table].rows(one) if row.key == key)


def text_at(one, table, key, title):
    return TABLES[table].column(title).read(row(one, table, key))


def is_told(one):
    """Whether the text of a network says all of it."""
    return antimony.parse(antimony.write(one)) == one


@st.composite
def edits(draw):
    return [
        (
            draw(st.sampled_from(sorted(TABLES))),
            draw(st.integers(0, 30)),
            draw(st.integers(0, 30)),
            draw(st.sampled_from(TEXTS)),
            draw(st.sampled_from(["fill", "fill", "add", "remove"])),
        )
        for _ in range(draw(st.integers(1, 12)))
    ]


def edited(one, edit):
    """Return the network after an edit, or as it was if the edit is refused."""
    key, place, column, text, verb = edit
    table = TABLES[key]
    rows = table.rows(one)
    title = table.columns[column % len(table.columns)].title
    try:
        if verb == "add" or not rows:
            return added(one, table, {title: text}).network
        chosen = rows[place % len(rows)]
        if verb == "remove":
            return removed(one, table, [chosen]).network
        return filled(one, table, {(chosen.key, title): text}).network
    except GRNStudioError:
        return one


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), edits())
def test_what_is_typed_into_tables_can_be_told_as_text(one, changes):
    for change in changes:
        one = edited(one, change)
        assert is_told(one), change


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_a_network_made_from_nothing_in_tables_can_be_told_as_text(changes):
    one = Network()
    for change in changes:
        one = edited(one, change)
        assert is_told(one), change


def test_what_a_cell_shows_can_be_typed_into_it_again():
    one = network("""
        compartment c = 2; species A in c; A = 3; species $B in c; n = 2
        J1: A + 2 B -> C; k*A - k2*C ; J2: => A; mass_action(k); k = 1; k2 = x + 1
        x := A*2; E1: at 2 after (A > 3): A = 0, B = B*2
        function f(x, y)
          x*y
        end
    """)
    for table in TABLES.values():
        for each in table.rows(one):
            for column in table.columns:
                if column.applies(each):
                    cell = {(each.key, column.title): column.read(each)}
                    assert filled(one, table, cell).network == one, (each.key, column.title)


def test_a_reaction_brings_its_species_and_its_rate_the_parameters():
    one = add(Network(), "reactions", Equation="A + 2 B => C", Rate="k1*A*B^2")
    assert [species.id for species in one.species] == ["A", "B", "C"]
    assert one.parameters == (Parameter("k1", 1.0),)
    assert one.reactions[0].id == "J1"
    assert text_at(one, "reactions", "J1", "Equation") == "A + 2 B => C"


def test_an_equation_may_bring_its_rate():
    one = add(Network(), "reactions", Equation="A => ; mass_action(d)")
    assert one.reactions[0].kinetics == MassAction("d")


@pytest.mark.parametrize("arrow", ["->", "<->", "⇌", "<=>"])
def test_arrows_that_point_both_ways_make_a_reversible_reaction(arrow):
    assert add(Network(), "reactions", Equation=f"A {arrow} B").reactions[0].reversible


def test_a_species_that_a_reaction_brings_is_where_the_others_of_it_are():
    one = network("compartment c; species A in c")
    one = add(one, "reactions", Equation="A => B")
    assert one.species[1].compartment == "c"


def test_regulators_follow_from_the_rate():
    one = add(network("species A, B, C"), "reactions", Equation="=> A", Rate="k/(1 + C + B)")
    assert one.reactions[0].modifiers == ("B", "C")


def test_another_name_is_another_name_everywhere():
    one = add(Network(), "reactions", Equation="A => B", Rate="k*A")
    one = fill(one, "species", "A", "Name", "lacI")
    assert text_at(one, "reactions", "J1", "Equation") == "lacI => B"
    assert text_at(one, "reactions", "J1", "Rate") == "k*lacI"


def test_a_law_is_put_in_place_by_its_name_and_recognized_again():
    one = add(network("species R"), "reactions", Equation="=> A", Law="Hill repression (R)")
    assert one.reactions[0].modifiers == ("R",)
    assert text_at(one, "reactions", "J1", "Law") == "Hill repression (R)"
    one = fill(one, "reactions", "J1", "Rate", "k*R")
    assert text_at(one, "reactions", "J1", "Law") == "own formula"


def test_a_formula_at_the_start_takes_the_place_of_the_number():
    one = network("species A, B; B = 2; A = 1")
    one = fill(one, "species", "A", "Initial", "2*B")
    assert one.species[0].initial is None
    assert text_at(one, "species", "A", "Initial") == "2*B"
    assert fill(one, "species", "A", "Initial", "3").initial == ()


def test_a_rule_lets_its_target_vary_until_it_is_removed():
    one = add(network("x = 1; y = 2"), "rules", Target="x := 2*y")
    assert not one.parameters[0].constant
    one = removed(one, TABLES["rules"], TABLES["rules"].rows(one)).network
    assert one.parameters[0].constant


def test_a_rule_of_nothing_makes_a_parameter():
    one = add(network("y = 2"), "rules", Target="z", Formula="y^2")
    assert [each.id for each in one.parameters] == ["y", "z"]


def test_parameters_of_one_reaction_are_rows_too():
    one = network("J1: A => B; k*A; J1.k = 2")
    one = fill(one, "parameters", "J1.k", "Value", "3")
    one = fill(one, "parameters", "J1.k", "Name", "kcat")
    assert one.reactions[0].locals == {"kcat": 3.0}
    assert one.reactions[0].kinetics == RateLaw("kcat*A")
    with pytest.raises(ModelError, match="change the rate first"):
        removed(one, TABLES["parameters"], [row(one, "parameters", "J1.kcat")])


def test_removing_says_what_goes_along():
    one = network("A = 1; J1: A => B; k*A; k = 1; B = 0; E1: at (A > 3): B = 0; x := A")
    told = removed(one, TABLES["species"], [row(one, "species", "A")])
    assert told.added == ("reaction J1", "event E1", "1 rule")
    assert [each.id for each in told.network.species] == ["B"]


def test_a_place_that_is_not_there_is_made_and_the_amount_stays_an_amount():
    one = fill(network("species A; A = 5"), "species", "A", "Compartment", "cell")
    assert one.compartments == (Compartment("cell"),)
    assert one.species == (Species("A", 5.0, "cell"),)


@pytest.mark.parametrize(
    ("table", "key", "title", "text", "words"),
    [
        ("species", "A", "Initial", "1,000", "write it out"),
        ("species", "A", "Initial", "much", "much"),
        ("species", "A", "Initial", "", "needs an initial amount"),
        ("species", "A", "Name", "two words", "cannot be a name"),
        ("species", "A", "Name", "B", "already"),
        ("species", "A", "Name", "pi", "something else"),
        ("species", "A", "Held", "perhaps", "neither yes nor no"),
        ("species", "A", "Starts as", "amount", "no starts as"),
        ("reactions", "J1", "Equation", "A B", "arrow"),
        ("reactions", "J1", "Equation", "A => => B", "not understood"),
        ("reactions", "J1", "Equation", "k => B", "already"),
        ("reactions", "J1", "Rate", "k*(A", "parenthesis|never closed"),
        ("reactions", "J1", "Rate", "g(A)", "g"),
        ("reactions", "J1", "Law", "Hill", "more than one law"),
        ("reactions", "J1", "Law", "magic", "no law"),
        ("reactions", "J1", "Law", "Hill repression", "modifier"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(table, key, title, text, words):
    one = network("A = 1; B = 2; J1: A => B; k*A; k = 1")
    with pytest.raises(GRNStudioError, match=words):
        fill(one, table, key, title, text)


def test_an_edit_leaves_the_other_tuples_as_they_are():
    one = network("A = 1; B = 2; J1: A => B; k*A; k = 1")
    after = fill(one, "parameters", "k", "Value", "2")
    assert after.species is one.species
    assert after.reactions is one.reactions
    after = fill(one, "species", "A", "Initial", "2")
    assert after.species[1] is one.species[1]


def paste(one, table, text, keys=(), column=0):
    return pasted(one, TABLES[table], grid(text), keys, column).network


def test_what_was_copied_pastes_into_an_empty_network_as_the_same_rows():
    one = network(
        "A = 1; B = 2; J1: A + 2 B => C; k*A*B^2; J2: C => ; mass_action(d); k = 1; d = 2"
    )
    copy = Network()
    for key in ("species", "parameters", "reactions"):
        table = TABLES[key]
        copy = paste(copy, key, tsv(table.rows(one), table.columns, heading=True))
    assert copy == one


def test_a_heading_says_which_column_is_which_and_rows_are_found_by_name():
    one = paste(
        network("species A, B; A = 1; B = 2"),
        "species",
        "Title\tname\tInitial\nthe B\tB\t7\n\tC\t3",
    )
    assert [(each.id, each.initial, each.name) for each in one.species] == [
        ("A", 1.0, ""),
        ("B", 7.0, "the B"),
        ("C", 3.0, ""),
    ]


def test_without_a_heading_cells_go_where_the_cursor_is_and_new_rows_follow():
    one = paste(network("species A, B; A = 1; B = 2"), "species", "5\n6\n7", ["B"], column=1)
    assert [(each.id, each.initial) for each in one.species] == [
        ("A", 1.0),
        ("B", 5.0),
        ("S1", 6.0),
        ("S2", 7.0),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Initial\tTitle\n1\tx", "no column 'Name'"),
        ("Name\tInitial\nA\tmuch", "row 2, Initial"),
        ("Name\tInitial\n\t3", "row 2 has no name"),
        ("a\tb\tc\td\te\tf\tg\th\ti\tj", "has 10 cells"),
        ("\n".join(f"s{n}" for n in range(20_001)), "20,001 rows"),
    ],
)
def test_a_table_that_cannot_be_pasted_changes_nothing_and_says_where(text, words):
    with pytest.raises(ModelError, match=words):
        paste(network("species A"), "species", text)


def test_ten_thousand_rows_are_pasted_at_once():
    text = "Name\tInitial\tTitle\n" + "\n".join(f"s{n}\t{n}\tspecies {n}" for n in range(10_000))
    assert len(paste(Network(), "species", text).species) == 10_000
