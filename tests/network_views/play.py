"""Plays random sequences of edits, and says where the views disagree."""

from __future__ import annotations

from grnstudio.io.motifs import motifs
from grnstudio.io.source import read_text
from tests.network_views import by_canvas, by_tables, by_text
from tests.network_views.hands import Disagreement, Hands

EDITS = 40


def undo(hands: Hands) -> str:
    for _ in range(hands.random.randint(1, 4)):
        hands.document.undo_stack.undo()
    return "undo"


def redo(hands: Hands) -> str:
    for _ in range(hands.random.randint(1, 3)):
        hands.document.undo_stack.redo()
    return "redo"


MOVES = (by_text.MOVES, by_canvas.MOVES, by_tables.MOVES, (undo, undo, redo))
SHARES = (3, 4, 3, 1)
FEW = 3  # species below which some are added, so that there is something to edit
ADDING = (
    by_text.type_species,
    by_text.type_reaction,
    by_tables.add_row,
    by_tables.type_reaction,
    by_canvas.draw_species,
    by_canvas.draw_gene,
    by_canvas.draw_reaction,
)


def beginning(seed: int) -> str:
    """Return the text that a sequence begins with: nothing, or one of the motifs."""
    found = motifs()
    return "" if seed % 3 == 0 else read_text(found[seed % len(found)].path)


def play(seed: int, edits: int = EDITS) -> list[str]:
    """Play one sequence and return what was done; raises `Disagreement`."""
    hands = Hands(seed, beginning(seed))
    try:
        hands.check()
        for _ in range(edits):
            move = hands.pick(hands.random.choices(MOVES, SHARES)[0])
            if len(hands.network.species) < FEW and hands.random.random() < 0.5:
                move = hands.pick(ADDING)
            hands.done.append(move(hands))
            hands.settle()
            hands.check()
        walk(hands)
    except Exception as error:  # whatever goes wrong is told with what led to it
        story = "\n  ".join(["", *hands.done])
        raise Disagreement(f"seed {seed}: {error!r}{story}") from error
    finally:
        hands.close()
    return hands.done


def walk(hands: Hands) -> None:
    """Undo to the very beginning and redo to the very end; the objects are the same ones."""
    stack, document = hands.document.undo_stack, hands.document
    while stack.canRedo():
        stack.redo()
    last = document.project.design
    while stack.canUndo():
        stack.undo()
    hands.settle()
    if document.project.design is not hands.first:
        raise Disagreement("undo did not lead back to the design of the beginning")
    hands.check()
    while stack.canRedo():
        stack.redo()
    hands.settle()
    if document.project.design is not last:
        raise Disagreement("redo did not lead to the design of the end")
    hands.check()
