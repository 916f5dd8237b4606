"""Atlases: many circuits trained for one task, sorted by the topologies they have found."""
