"""Errors whose message is written for the person at the keyboard."""

from __future__ import annotations

import re

_ENDLESS = re.compile(r"\S{1000,}")
_LONG = 2000  # letters of a message


class GRNStudioError(Exception):
    """Something the user can understand and mend; its message is shown as it is.

    Of words and texts without end, which damaged files have, the message shows the two ends.
    """

    def __str__(self) -> str:
        told = _ENDLESS.sub(lambda word: f"{word[0][:40]}…{word[0][-40:]}", super().__str__())
        return told if len(told) <= _LONG else f"{told[: _LONG // 2]}…{told[-_LONG // 4 :]}"


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


class RateSyntaxError(GRNStudioError):
    """A formula that cannot be read; ``line`` and ``column`` (from 1) say where.

    ``problem`` is the message without the picture of the place, for those who show their own.
    """

    def __init__(self, problem: str, text: str, position: int) -> None:
        before = text[:position]
        start = before.rfind("\n") + 1
        end = text.find("\n", position)
        line = text[start:] if end < 0 else text[start:end]
        self.problem = problem
        self.line = before.count("\n") + 1
        self.column = position - start + 1
        cut = max(0, self.column - 1 - _PICTURE // 2)
        shown = line[cut : cut + _PICTURE].replace("\t", " ")
        caret = " " * (self.column - 1 - cut) + "^"
        place = f"line {self.line}, column {self.column}"
        super().__init__(f"{problem} ({place})\n    {shown}\n    {caret}")


_PICTURE = 72  # characters of a long line that are shown around the place
