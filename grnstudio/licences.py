"""The packages that the program stands on, with their licences to be read."""
