"""Matching's goals: exactness, speed and memory, each measure in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import click

from matching.cohort import Objective, parse, solve
from tests.bench.first import Goal
from tests.bench.matching import peer
from tests.bench.matching.cohorts import cohort
from tests.bench.matching.measures import LISTED, MEASURES

ROOT = Path(__file__).resolve().parents[3]
TARGETS = {
    "stable-40x22-seconds": 0.2,
    "stable-40x22-welfare": 0.98,
    "stable-300x70-seconds": 1,
    "stable-1000x250-seconds": 9,
    "flow-100k-seconds": 6,
    "fit-1000x10000-seconds": 20,
    "fit-memory-mib": 2000,
    "rescore-ms": 100,
    "cross-language-r10": 0.85,
}
AT_LEAST = frozenset({"stable-40x22-welfare", "cross-language-r10"})


def main() -> int:
    """Measure everything, print the goals last, and return the exit code."""
    goals = _optima()
    _beside_the_package()
    for name in MEASURES:
        asked = [sys.executable, "-m", "tests.bench.matching.measures", name]
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            asked, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        goals += [
            Goal(each, value, TARGETS[each], at_least=each in AT_LEAST)
            for each, value in json.loads(done.stdout).items()
        ]
    for goal in goals:
        click.echo(goal.line())
    return 0 if all(goal.is_met() for goal in goals) else 1


def _optima() -> list[Goal]:
    """The share of published optima that are reached; none where the instances are not there."""
    reached = []
    for path in sorted((ROOT.parent / "shared" / "data" / "cohort").glob("*.json")):
        stored = json.loads(path.read_bytes())
        instance, expected = parse(stored), stored["expected"]
        for objective in (Objective.GENEROUS, Objective.GREEDY):
            found = solve(instance, objective)
            reached.append((found.size, list(found.profile)) == (expected["size"], expected[objective.value]))
        cheapest = solve(instance, Objective.MIN_COST)
        reached.append((cheapest.size, cheapest.cost) == (expected["size"], expected["min_cost"]))
    if not reached:
        click.echo("the published instances are not here: optima are not measured")
        return []
    return [Goal("optima", sum(reached) / len(reached), 1.0, at_least=True)]


def _beside_the_package() -> None:
    """Ours and PyPI's `matching` on the same rounds."""
    python = peer.installed()
    for teams, challenges in ((40, 22), (300, 70), (1000, 250)):
        instance = cohort(teams, challenges, listed=LISTED, seed=1)
        ours = solve(instance, time_limit=60)
        click.echo(
            f"{teams} x {challenges}: ours {ours.seconds:.3f} s, welfare {ours.welfare:.2f}, "
            f"{len(ours.blocking_pairs)} blocking pairs; {peer.measured(python, instance)}"
        )


if __name__ == "__main__":
    sys.exit(main())
