"""Random edits through all views of a network; `python -m tests.network_views` plays more."""

import pytest

from tests.network_views.play import play


@pytest.mark.parametrize("seed", range(15))
def test_all_views_show_the_same_network_and_undo_and_redo_lead_to_the_same_designs(qapp, seed):
    play(seed)
