"""How much each caller may ask for: a leaky bucket for each, in this process, settled through the database."""
