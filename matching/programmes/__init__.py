"""One round of a programme: its mode, dates, rules and weights, from draft to closed."""
