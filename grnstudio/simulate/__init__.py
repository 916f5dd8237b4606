"""Engines: a network, times, runs and a seed become trajectories. One engine, one file."""
