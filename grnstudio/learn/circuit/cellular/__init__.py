"""Cellular automata with graded genes: networks learn their rule from films of a row of cells."""
