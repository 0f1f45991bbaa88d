"""The grades in which scores are compared where people must live with the comparison."""

GRADES = 10
"""How many steps a score from 0 to 1 is told apart in.

A tenth is half a point on the scale of 0 to 5 on which juries score, and what a few self-declared levels among the
needed skills are worth under the default weights: nobody could defend before two teams that less decided between
them. Whoever shares a grade is equally liked, so that the pairing, and no rounding, has the choice.
"""


def grade(score: float) -> float:
    """The nearest of the grades 0, 0.1, ... 1, as a figure that equals itself however it was reached."""
    return round(score * GRADES) / GRADES
