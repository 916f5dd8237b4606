"""The domain: tasks, curves, graphs and figures, free of Qt and torch."""
