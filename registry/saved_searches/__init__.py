"""Searches of the catalogue that somebody saved, and what was new in them since."""
