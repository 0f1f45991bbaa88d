"""The repositories of an entry of the catalogue: one is the main one, others can be added."""
