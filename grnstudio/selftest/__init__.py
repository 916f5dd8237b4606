"""What an installed program can find out about itself: whether every part of it works here."""
