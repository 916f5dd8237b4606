"""A network as tables: what stands in their cells, and how a text typed there changes it."""

from __future__ import annotations

from grnstudio.core.rate_forms import FORMS
from grnstudio.core.tables.compartments import COMPARTMENTS
from grnstudio.core.tables.editing import Edited, added, filled, removed
from grnstudio.core.tables.events import EVENTS
from grnstudio.core.tables.functions import FUNCTIONS_TABLE
from grnstudio.core.tables.laws import Forms
from grnstudio.core.tables.parameters import PARAMETERS
from grnstudio.core.tables.reactions import reactions
from grnstudio.core.tables.rules import RULES
from grnstudio.core.tables.species import SPECIES
from grnstudio.core.tables.table import NO, YES, Column, Row, Table

__all__ = [
    "NO",
    "YES",
    "Column",
    "Edited",
    "Row",
    "Table",
    "added",
    "filled",
    "removed",
    "tables",
]


def tables(forms: Forms = lambda: FORMS) -> tuple[Table, ...]:
    """Return all tables; ``forms`` are the laws that reactions may follow."""
    return (
        SPECIES,
        PARAMETERS,
        COMPARTMENTS,
        reactions(forms),
        RULES,
        EVENTS,
        FUNCTIONS_TABLE,
    )
