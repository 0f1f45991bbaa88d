"""Whole tables of what is public, for those who work on them elsewhere."""
