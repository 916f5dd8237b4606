"""The box that says what this is: its build, its GPU pack, and the licences of what is in it."""

import json

import pytest

from grnstudio import __version__, gpu_pack, licences
from grnstudio.build import Build, read
from grnstudio.gui.about import NO_PACK, AboutDialog, diagnostics


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch):
    monkeypatch.setenv(gpu_pack.VARIABLE, "off")
    gpu_pack.use.cache_clear()
    yield
    gpu_pack.use.cache_clear()


@pytest.fixture
def dialog(qtbot):
    made = AboutDialog("CPU")
    qtbot.addWidget(made)
    made.show()
    return made


def row_of(dialog, name):
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    return names.index(name)


def test_it_tells_version_build_and_that_there_is_no_gpu_pack(dialog):
    assert dialog.build.text() == f"Version {__version__}, from Python packages"
    assert dialog.pack.text() == NO_PACK


def test_its_own_licence_is_shown_first(dialog):
    assert dialog.table.item(0, 0).text() == "GRNStudio"
    assert "Redistribution and use in source and binary forms" in dialog.text.toPlainText()


@pytest.mark.parametrize("name", ["numpy", "torch", "networkx"])
def test_the_licence_of_a_package_can_be_read(dialog, name):
    dialog.table.selectRow(row_of(dialog, name))
    assert len(dialog.text.toPlainText()) > 500


def test_a_package_without_a_text_is_told_by_the_name_of_its_licence(dialog):
    dialog.table.selectRow(row_of(dialog, "shiboken6"))
    assert "LGPL" in dialog.text.toPlainText()


def test_a_pack_that_is_not_used_is_told_with_the_reason(qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv(gpu_pack.VARIABLE, str(tmp_path / "gone"))
    gpu_pack.use.cache_clear()
    dialog = AboutDialog("CPU")
    qtbot.addWidget(dialog)
    assert "is not used: there is no such folder" in dialog.pack.text()
    assert "is not used" in diagnostics("CPU")


def test_diagnostics_name_what_a_report_of_a_fault_needs(dialog):
    told = diagnostics("").splitlines()
    assert told[0] == f"GRNStudio {__version__}, from Python packages"
    assert "device not asked yet" in told
    assert any(line.startswith("numpy ") for line in told)


def test_a_packaged_program_shows_the_licences_that_it_brings_along(tmp_path):
    (tmp_path / "Qt-6.10.3").mkdir()
    (tmp_path / "Qt-6.10.3/LGPL.txt").write_text("lesser")
    (tmp_path / "grnstudio-0.1.0").mkdir()
    (tmp_path / "grnstudio-0.1.0/LICENSE").write_text("own")
    index = [
        {"name": "Qt", "version": "6.10.3", "licence": "LGPL-3.0", "files": ["LGPL.txt"]},
        {
            "name": "grnstudio",
            "version": "0.1.0",
            "licence": "BSD-3-Clause",
            "files": ["grnstudio-0.1.0/LICENSE"],
        },
        {"name": "alpha", "version": "1", "licence": "MIT", "files": []},
    ]
    (tmp_path / "index.json").write_text(json.dumps(index))
    found = licences.packages(tmp_path)
    assert [(one.name, one.text().partition(" is ")[0]) for one in found] == [
        ("GRNStudio", "own"),
        ("alpha", "alpha 1"),
        ("Qt", "lesser"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '[{"name": 3}]'])
def test_a_broken_index_leaves_the_installed_packages(tmp_path, text):
    (tmp_path / "index.json").write_text(text)
    assert "numpy" in [one.name for one in licences.packages(tmp_path)]


def test_a_packaged_build_tells_the_commit_it_is_of(tmp_path):
    facts = {"commit": "0123456789abcdef", "date": "2026-01-31T12:00:00+00:00", "kind": "packaged"}
    (tmp_path / "_build.json").write_text(json.dumps(facts))
    found = read(tmp_path / "_build.json")
    assert found.words == f"{__version__}, packaged from 0123456789 of 2026-01-31"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"commit": 3}'])
def test_a_broken_file_of_facts_leaves_the_version(tmp_path, text):
    (tmp_path / "_build.json").write_text(text)
    assert read(tmp_path / "_build.json") == Build(__version__)
