"""Distilling: a trained circuit loses one link after the other while it still does its task."""
