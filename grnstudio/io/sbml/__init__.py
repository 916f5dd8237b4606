"""SBML files: Levels 1 to 3 are read, Level 3 Version 2 is written (others on request)."""

from grnstudio.io.sbml.reader import decode, read

__all__ = ["decode", "read"]
