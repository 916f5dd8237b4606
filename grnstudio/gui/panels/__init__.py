"""Widgets that draw one kind of figure each."""
