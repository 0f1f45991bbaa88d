"""The catalogue's entries: where the code is, what is said of it, what was seen, and what follows from both."""
