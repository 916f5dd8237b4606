"""Measured curves come in through File > Import: onto a task, or as a task of their own."""

import csv

import numpy as np
from PySide6.QtWidgets import QDialogButtonBox

from grnstudio.gui.curve_import import ImportColumns
from grnstudio.io.examples import load_example
from grnstudio.project import Design

GAP_GENES = ("hb", "Kr", "kni", "gt")


def measured(path):
    with path.open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def test_the_measured_gap_profile_takes_the_place_of_the_drawn_one(studio, known_answers):
    path = known_answers / "rnn/gap_target.csv"
    studio.document.edit("Example", Design(load_example("gap-genes")))
    told = []
    studio.design.editor.said.connect(told.append)
    studio.do("import")
    studio.choose_file(path)
    profile = measured(path)
    studio.wait(lambda: studio.task.curve(0, "hb").values[0] == profile["hb"][0])
    for name in (*GAP_GENES, "Bcd", "Tor"):
        np.testing.assert_array_equal(studio.task.curve(0, name).values, profile[name])
    assert "Not in this task: tll" in told[-1]


def test_a_table_on_a_blank_design_becomes_a_task_with_the_inputs_that_are_ticked(studio, tmp_path):
    path = tmp_path / "dose.csv"
    path.write_text("time,signal,answer\n" + "".join(f"{t},1,{t / 10}\n" for t in range(1, 9)))
    studio.do("import")
    studio.choose_file(path)
    studio.wait(lambda: studio.window.findChild(ImportColumns) is not None)
    dialog = studio.window.findChild(ImportColumns)
    dialog.boxes["signal"].setChecked(True)
    buttons = dialog.findChild(QDialogButtonBox).buttons()
    studio.click(next(one for one in buttons if one.text() == "Import"))
    studio.wait(lambda: studio.task is not None and studio.task.inputs == ("signal",))
    assert studio.task.outputs == ("answer",)
    np.testing.assert_allclose(studio.task.curve(0, "answer").values[-1], 0.8)
