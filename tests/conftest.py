"""What every test stands on: no screen, one thread, folders of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QT_FONT_DPI", "96")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# First calls import and machines are shared, hence no deadline. The suite gives one verdict on one
# state of the code; HYPOTHESIS_PROFILE=search looks further, at random.
settings.register_profile("project", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path_factory):
    """Keep settings, autosaves and caches of a test away from the user's and other tests'."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home / name))


@pytest.fixture
def known_answers():
    """Return the folder of reference data, or skip the test where it is not to be had."""
    folder = os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("set GRNSTUDIO_TEST_DATA to the folder of reference data to run this test")
    return Path(folder).resolve()
