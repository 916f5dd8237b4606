"""Errors whose message is written for the person at the keyboard."""

from __future__ import annotations


class GRNStudioError(Exception):
    """Something the user can understand and mend; its message is shown as it is."""


class ModelError(GRNStudioError):
    """A description that contradicts itself: a task, a graph, a network."""


class Unsupported(ModelError):
    """Something right in itself that cannot be done here; the message names it."""


class MissingInput(GRNStudioError):
    """Something a job needs and the project does not have yet; the message says how to add it."""


class FileFormatError(GRNStudioError):
    """A file that cannot be read; the message names the file, the place and the remedy."""


class FileSaveError(GRNStudioError):
    """A file that could not be written; what was there before is unharmed."""


class SettingError(GRNStudioError):
    """A setting outside what it may be."""


class WorkerDied(GRNStudioError):
    """The worker process ended unasked; the message says by which signal or exit code."""
