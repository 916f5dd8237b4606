import pytest

from grnstudio.gui.pages.species_list import SpeciesList


@pytest.fixture
def species(qtbot):
    made = SpeciesList()
    qtbot.addWidget(made)
    return made


def test_what_is_drawn_bit_by_bit_is_shown_as_a_whole(species):
    for names in (["A"], ["A", "B"], ["A", "B", "C"]):
        species.show_names(names)
    assert species.chosen == ("A", "B", "C")


def test_what_the_user_chose_stays_when_a_species_joins(species):
    species.show_names(["A", "B"])
    species.choose(["B"])
    species.show_names(["A", "B", "C"])
    assert species.chosen == ("B",)


def test_a_choice_whose_species_are_gone_gives_way_to_what_is_suggested(species):
    species.show_names(["A", "B"])
    species.choose(["A"])
    species.show_names(["B", "C"], ["C"])
    assert species.chosen == ("C",)
