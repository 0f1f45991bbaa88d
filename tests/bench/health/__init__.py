"""How fast looking at repositories and scoring them is: one module a goal, each with `goals() -> Sequence[Goal]`."""
