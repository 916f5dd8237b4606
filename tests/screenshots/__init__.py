"""Pictures of every page, taken of the real window on real content."""
