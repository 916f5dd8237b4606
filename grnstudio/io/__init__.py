"""Files to and from the domain; one format, one file."""
