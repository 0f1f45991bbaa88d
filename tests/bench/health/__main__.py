"""`make bench-health`: every goal of looking and scoring, one line each; fails if one is short."""

import sys

import click

from api.log import configure
from tests.bench.health import night, scoring, webhooks

MEASURED = (scoring, night, webhooks)  # one module a goal, or a few that are measured together


def main() -> int:
    """Measure all and say which are met."""
    configure("warning")  # a thousand answered deliveries are no news
    goals = [goal for each in MEASURED for goal in each.goals()]
    for goal in goals:
        click.echo(goal.line())
    return 0 if all(goal.is_met() for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
