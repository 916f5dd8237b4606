"""Random sequences of edits through all three views of a network, which must stay one."""
