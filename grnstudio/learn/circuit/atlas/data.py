"""What an atlas needs of a design: the same as a circuit. No torch here."""

from __future__ import annotations

from grnstudio.learn.circuit.data import inputs

__all__ = ["inputs"]
