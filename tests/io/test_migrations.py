import pytest

from grnstudio import __version__
from grnstudio.errors import FileFormatError
from grnstudio.io import migrations
from grnstudio.io.migrations import migrated, version_of

KIND = "grnstudio-project"


def test_a_later_file_is_refused_by_name():
    with pytest.raises(FileFormatError) as error:
        migrated({"format": KIND, "version": 3, "program": "2.1"}, KIND, "study.grnstudio")
    assert str(error.value).startswith(
        "study.grnstudio was written by GRNStudio 2.1 (format 3); "
        f"this is {__version__}, which reads up to {version_of(KIND)}."
    )


@pytest.mark.parametrize("version", [None, 0, "1", 1.5, True])
def test_a_version_that_is_none_is_refused(version):
    with pytest.raises(FileFormatError, match="version takes a whole number from 1"):
        migrated({"format": KIND, "version": version}, KIND, "a")


def test_an_earlier_file_goes_through_every_step_after_its_own(monkeypatch):
    steps = tuple(lambda data, n=n: {**data, "steps": [*data["steps"], n]} for n in (1, 2, 3))
    monkeypatch.setattr(migrations, "MIGRATIONS", {KIND: steps})
    data = migrated({"format": KIND, "version": 2, "steps": []}, KIND, "a")
    assert data == {"format": KIND, "version": 4, "steps": [2, 3]}
