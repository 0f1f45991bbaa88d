"""Licences: what is declared, what a text is, and whether the two agree."""
