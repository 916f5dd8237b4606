"""Widgets that edit a part of the design."""
