"""Public code out: people, software, and what is known about it."""
