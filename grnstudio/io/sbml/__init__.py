"""SBML files: Levels 1 to 3 are read, Level 3 Version 2 is written (others on request)."""

from grnstudio.io.sbml.reader import decode, read
from grnstudio.io.sbml.writer import encode, write

__all__ = ["decode", "encode", "read", "write"]
