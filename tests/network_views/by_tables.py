"""Edits of a network in its tables: typed cells, pasted rows, and what is done to whole rows."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from tests.network_views.hands import Hands

CELLS = (
    ("species", "Initial"),
    ("species", "Held"),
    ("species", "Title"),
    ("parameters", "Value"),
    ("parameters", "Unit"),
    ("reactions", "Rate"),
    ("reactions", "Equation"),
    ("reactions", "Law"),
    ("rules", "Formula"),
    ("events", "When"),
)


def text_for(hands: Hands, title: str) -> str:
    """Return a text that may stand in a column, and now and then one that may not."""
    species = [one.id for one in hands.network.species] or ["A"]
    one, other = hands.pick(species), hands.pick(species)
    parameters = [each.id for each in hands.network.parameters] or [hands.fresh("k")]
    found = {
        "Initial": ("3", "0.5", f"2*{other}", "many", ""),
        "Held": ("yes", "no"),
        "Title": ("a gene", "", "Protein \u03b1"),
        "Value": ("0.7", "1e-3", "1/2", "abc*", ""),
        "Unit": ("per_second", ""),
        "Rate": (f"{hands.pick(parameters)}*{one}", f"mass_action({hands.pick(parameters)})", "k*"),
        "Equation": (f"{one} => {other}", f"{one} -> 2 {other}", f" => {one}", f"{one} => ", "x +"),
        "Law": ("Mass action", "Michaelis-Menten", "Hill activation", "nothing of that name"),
        "Formula": (f"{one} + 1", "3", f"{one} +"),
        "When": ("time > 3", f"{one} > 2", "time >"),
    }
    return hands.pick(found[title])


def type_cell(hands: Hands) -> str:
    key, title = hands.pick(CELLS)
    table = hands.page.tables.table(key)
    row = hands.pick(table.model.shown)
    if row is None:
        return f"tables: no {key}"
    text = text_for(hands, title)
    table.set_cell(row.key, title, text)
    return f"tables: {title} of {row.key} is '{text}'"


def add_row(hands: Hands) -> str:
    key = hands.pick(("species", "parameters", "compartments", "reactions"))
    name = hands.fresh("T")
    hands.page.tables.table(key).set_cell("", "Name", hands.pick((name, name, "my gene", "time")))
    return f"tables: add {name} to {key}"


def type_reaction(hands: Hands) -> str:
    table = hands.page.tables.table("reactions")
    text = f"{hands.fresh('X')} + {hands.fresh('Y')} => {hands.fresh('Z')}"
    table.set_cell("", "Equation", text)
    return f"tables: reaction {text}"


def rename(hands: Hands) -> str:
    key = hands.pick(("species", "parameters", "reactions", "events"))
    table = hands.page.tables.table(key)
    row = hands.pick(table.model.shown)
    if row is None:
        return f"tables: no {key}"
    new = hands.fresh("R")
    table.set_cell(row.key, "Name", new)
    return f"tables: rename {row.key} to {new}"


def paste(hands: Hands) -> str:
    hands.page.tables.show_table("species")
    names = [hands.fresh("Q") for _ in range(3)]
    rows = "\n".join(f"{name}\t{n}" for n, name in enumerate(names))
    rows = hands.pick((f"Name\tInitial\n{rows}", f"Initial\n{rows}", "Name\n", rows))
    hands.page.tables.current.paste(rows)
    return f"tables: paste {rows!r}"


def on_rows(hands: Hands) -> str:
    """Choose some rows and do something to them as a whole."""
    tables = hands.page.tables
    tables.show_table(hands.pick(("species", "parameters", "reactions", "rules", "events")))
    table = tables.current
    rows = list(table.model.shown)
    chosen = hands.random.sample(rows, min(len(rows), hands.random.randint(1, 3)))
    table.view.choose_rows(table.model.places(row.key for row in chosen))
    wanted = hands.pick(
        (("delete",), ("duplicate",), ("copy", "paste"), ("cut", "paste"), ("cut",))
    )
    for key in wanted:
        if tables.can(key):
            tables.commands()[key]()
    QGuiApplication.clipboard().clear()
    return f"tables: {' '.join(wanted)} {', '.join(row.key for row in chosen)}"


MOVES = (type_cell, type_cell, type_cell, add_row, type_reaction, rename, rename, paste, on_rows)
