"""Damaged and hostile files: each is read or refused in words, and nothing else happens."""
