"""Measurements of speed and accuracy: `python -m tests.benchmarks [NAME ...] [--json FILE]`."""
