import errno
import os
import subprocess
import sys

import pytest

from grnstudio.errors import FileSaveError
from grnstudio.io import atomic


def write_half(path, error):
    with atomic.replacing(path) as part:
        part.write_text("half")
        raise error


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.txt"
    atomic.write_text("one", path)
    atomic.write_text("γ\r\n", path)
    assert path.read_bytes() == "γ\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        write_half(path, ZeroDivisionError())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full .*Free some space"),
        (errno.EACCES, "you may not write there .*Save somewhere else"),
        (errno.EIO, "the system says 'Input/output error'.*Save somewhere else"),
    ],
)
def test_what_the_system_refuses_is_said_with_path_and_remedy(tmp_path, number, words):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(FileSaveError, match=rf"a\.txt was not saved: {words}") as error:
        write_half(path, OSError(number, os.strerror(number)))
    assert "The file that was there before is unharmed." in str(error.value)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_or_in_the_way_is_named(tmp_path):
    with pytest.raises(FileSaveError, match=r"the folder .*nowhere does not exist"):
        atomic.write_text("a", tmp_path / "nowhere" / "a.txt")
    with pytest.raises(FileSaveError, match="there is a folder of that name"):
        atomic.write_text("a", tmp_path)


def test_a_block_that_writes_nothing_does_not_pass_for_a_save(tmp_path):
    with pytest.raises(FileSaveError, match="was not saved"), atomic.replacing(tmp_path / "a"):
        pass


def test_a_link_is_followed_and_the_rights_of_the_file_are_kept(tmp_path):
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    file.write_text("old")
    file.chmod(0o600)
    link.symlink_to(file)
    atomic.write_text("other", link)
    assert link.is_symlink()
    assert file.read_text() == "other"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_name_as_long_as_names_may_be_can_be_saved(tmp_path):
    atomic.write_text("a", tmp_path / ("n" * 255))


def test_a_file_that_may_not_grow_is_saved_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    script = (
        "import resource, signal, sys\n"
        "from grnstudio.errors import FileSaveError\n"
        "from grnstudio.io.atomic import write_bytes\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n"
        "    write_bytes(bytes(100_000), sys.argv[1])\n"
        "except FileSaveError as error:\n"
        "    sys.exit(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "unharmed" in done.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
