"""Circuits in Hill form: made in great numbers, and tested for what a task asks of them."""
