"""Networks from files and examples into the document; large files are read in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.network_page import title_of
from grnstudio.io import motifs, network_examples, networks
from grnstudio.io.source import read_text
from grnstudio.jobs import Failed, Finished, Job, Outcome
from grnstudio.project import Design

LARGE = 100_000  # bytes that take longer to read than the window may stand still
TEXTS = (".ant", ".txt")
READ = "grnstudio.io.networks:read_job"


class NetworkImport(QObject):
    """Takes over the network of a file, as one edit of the design.

    A file that cannot be read leaves the document as it was.
    """

    began = Signal(object)  # Path of a large file that is being read
    ended = Signal(object)  # the same Path, read or not
    imported = Signal(object, object)  # Path, and the remarks of its reader
    failed = Signal(object, str)  # the error, and its traceback if it is not in the user's words

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._runner: JobRunner | None = None
        self._path: Path | None = None

    @property
    def is_reading(self) -> bool:
        """Whether a large file is being read."""
        return self._runner is not None

    def open(self, path: Path) -> None:
        """Read the network in ``path``; a large one arrives later."""
        self.cancel()
        try:
            if path.is_file() and path.stat().st_size > LARGE:
                self._begin(path)
            else:
                network, remarks = networks.read(path)
                self._take(path, network, remarks)
        except GRNStudioError as error:
            self.failed.emit(error, "")

    def cancel(self) -> None:
        """Give up the file that is being read."""
        if self._runner is not None and self._path is not None:
            runner, self._runner = self._runner, None
            runner.ended.disconnect(self._finish)
            _put_away(runner)
            self.ended.emit(self._path)

    def _begin(self, path: Path) -> None:
        self._path, self._runner = path, JobRunner(self)
        self._runner.ended.connect(self._finish)
        self._runner.start(Job(READ, (str(path),)))
        self.began.emit(path)

    def _finish(self, outcome: Outcome) -> None:
        runner, self._runner = self._runner, None
        if runner is None or self._path is None:
            return
        QTimer.singleShot(0, runner, lambda: _put_away(runner))
        self.ended.emit(self._path)
        if isinstance(outcome, Finished):
            network, remarks = outcome.result
            self._take(self._path, network, remarks)
        elif isinstance(outcome, Failed):
            known = isinstance(outcome.error, GRNStudioError)
            self.failed.emit(outcome.error, "" if known else outcome.details)

    def _take(self, path: Path, network: Network, remarks: Sequence[str]) -> None:
        text = read_text(path) if path.suffix.lower() in TEXTS else ""
        design = replace(self._document.project.design, network=network, network_text=text)
        self._document.edit(f"Import {path.name}", design)
        self.imported.emit(path, tuple(remarks))


def example_design(key: str) -> Design:
    """Return a design with an example network and the settings it is meant to be run with."""
    about = {one.key: one for one in network_examples.examples()}
    network = network_examples.load_example(key)
    example = about[key]
    settings: dict[str, float | int | str] = {
        "method": example.method,
        "duration": example.end,
        "intervals": max(1, round(example.end / example.step)),
    }
    configs = {"simulate": settings, "emulator": example.emulated, "grid": example.gridded}
    return Design(
        configs=configs,
        network=replace(network, name=network.name or example.title),
        network_text=read_text(example.path),
    )


def motif_design(key: str) -> Design:
    """Return a design with a motif and the settings that show what it does."""
    motif = {one.key: one for one in motifs.motifs()}[key]
    network = motifs.load_motif(key)
    return Design(
        configs={"simulate": motif.settings},
        network=replace(network, name=network.name or motif.title),
        network_text=read_text(motif.path),
    )


def told(path: Path, network: Network, remarks: Sequence[str]) -> str:
    """Say in a sentence what was imported and whether there is more to know."""
    size = f"{len(network.species):,} species and {len(network.reactions):,} reactions"
    more = ""
    if remarks:
        more = f" {len(remarks)} remark{'s' if len(remarks) > 1 else ''} on what was changed."
    return f"Took over {title_of(network)} from {path.name}: {size}.{more}"


def _put_away(runner: JobRunner) -> None:
    runner.shut_down(0.0)
    runner.deleteLater()
