"""Mutants of a circuit that was drawn and trained, by keyboard and mouse."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from grnstudio.gui.mutants_dialog import CHANGES, CURVES, MutantsDialog


def test_genes_of_a_trained_circuit_are_knocked_out_and_compared(studio):
    action = studio.work.commands.actions["mutants"]
    studio.click(studio.window.start_page.new)
    studio.wait(lambda: studio.task is not None)
    assert not action.isEnabled()
    studio.draw_curve((1.0, 0.2), (4.0, 0.8), (8.0, 0.3), (11.0, 0.2))
    studio.set_training(networks=2, steps=8)
    studio.train()
    studio.wait(action.isEnabled)

    action.trigger()
    dialog = studio.dialog(MutantsDialog)
    assert dialog.windowTitle().startswith("Mutants of run 1, ")
    studio.wait(lambda: dialog.list.count() > 0)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "g1-",
        "g2-",
        "g1 x2",
        "g2 x2",
    ]
    assert {"Mutants", f"{dialog.list.currentItem().text()}, condition 1"} == set(dialog.pictures())

    QTest.keyClicks(dialog.field, "g3-")
    assert "'g3-' is no mutant" in dialog.reason.text()
    assert not dialog.simulate.isEnabled()
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, "g2 = 0.5, g1-")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    studio.wait(lambda: dialog.list.count() == 2)
    dialog.list.setCurrentRow(0)
    (curves,) = (one.figure for one in dialog.tabs.boards[CURVES].panels.values())
    held = next(one for one in curves.curves if one.name == "g2")
    assert held.y.min() == held.y.max() == 0.5
    assert set(dialog.tabs.boards[CHANGES].panels) == {"Mutants"}
    dialog.close()
    studio.wait(lambda: not studio.work.mutants.dialogs)
