"""The quick ones among the known answers; ``python -m tests.suites.known_answers`` has them all."""

import pytest

from tests.suites.known_answers import rows

QUICK = (
    "SSA: propensities",
    "FSP: closed forms",
    "FSP: telegraph tables",
    "FSP: auto-regulation tables",
    "FSP: promoter under its RNA",
    "ODE, SSA, FSP: central dogma",
)


@pytest.mark.parametrize("check", QUICK)
def test_known_answers_are_met(check, known_answers):
    found = list(rows(known_answers, check, effort=0.2))
    assert found
    assert [row for row in found if not row.is_right] == []
