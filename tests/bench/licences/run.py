"""How well and how fast licences are told, beside licensecheck and licensee on the same files in the same run.

Run by `make bench-licences`; ends with one line a goal and exits with 1 when one is short. How each figure is taken
stands in docs/benchmarks.md.
"""

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from registry.licences import check
from registry.publiccode import Unreadable, read
from registry.sbom import read as read_sbom
from tests.bench.licences import cases, programs, sboms
from tests.bench.licences.cases import Case, CaseKind, Judgement
from tests.bench.licences.programs import Run

READING_ROUNDS = (
    20  # over all publiccode files; the quickest counts, because what else the machine does only adds
)
SBOM_PACKAGES = 5000
SBOM_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure with its target, which is the least or the most that it may be."""

    name: str
    value: float
    target: float
    at_least: bool = False

    def is_met(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        return f"GOAL {self.name} {self.value:.4g} {self.target:g} {'ok' if self.is_met() else 'short'}"


def main() -> int:
    """Measure everything, print the goals last, and return the exit code."""
    labelled, installed = cases.labelled(), cases.installed()
    if not labelled:
        click.echo("../shared/data/licences is not here: no goals about labelled texts and expressions")
    every = [*labelled, *installed]
    paths = list(dict.fromkeys(case.path for case in every))
    with tempfile.TemporaryDirectory(prefix="commonfield-bench-") as cache:
        own = programs.ours(paths, Path(cache))
    runs = [own]
    for name, asked in (("licensecheck", programs.licensecheck), ("licensee", programs.licensee)):
        run = asked(paths)
        if run is None:
            click.echo(f"{name} is not installed: nothing to compare with")
        else:
            runs.append(run)
    _print_speed(runs, len(paths))
    _print_answers(runs, labelled, installed)
    _print_splits(own, labelled)
    _print_misses(own, every)
    goals = [*_identification_goals(own, labelled), *_expression_goals(), *_reading_goals(), _sbom_goal()]
    for goal in goals:
        click.echo(goal.line())
    return 0 if all(goal.is_met() for goal in goals) else 1


def counted(run: Run, asked: Sequence[Case]) -> Counter[Judgement]:
    """How many answers of a program are right, wrong or absent."""
    return Counter(cases.judged(run.answers[case.path].expression, case.expected) for case in asked)


def _print_speed(runs: Sequence[Run], files: int) -> None:
    own = runs[0].milliseconds_a_file()
    click.echo(f"{files} files           ms a file  times ours  start, s  peak, MiB")
    for run in runs:
        mean = run.milliseconds_a_file()
        click.echo(
            f"{run.program:18} {mean:12.2f} {mean / own:11.2f} {run.start_seconds:9.2f} {run.peak_mib:10.0f}"
        )


def _print_answers(runs: Sequence[Run], labelled: Sequence[Case], installed: Sequence[Case]) -> None:
    groups = {
        "labelled whole files": [case for case in labelled if case.kind is CaseKind.WHOLE],
        "labelled headers": [case for case in labelled if case.kind is CaseKind.HEADER],
        "labelled composites": [case for case in labelled if case.kind is CaseKind.COMPOSITE],
        "installed packages": list(installed),
    }
    for name, group in groups.items():
        for run in runs if group else ():
            found = counted(run, group)
            told = ", ".join(f"{found[each]} {each.value}" for each in Judgement)
            click.echo(f"{name} ({len(group)}), {run.program}: {told}")


def _print_splits(own: Run, labelled: Sequence[Case]) -> None:
    """Whether files of several licences were split into parts that all have names; labels give the whole alone."""
    files = [case for case in labelled if case.kind is CaseKind.COMPOSITE]
    missed = [case.path.name for case in files if own.answers[case.path].expression is None]
    if files:
        named = f"; missed: {', '.join(missed)}" if missed else ""
        click.echo(
            f"labelled composites, commonfield: {len(files) - len(missed)} of {len(files)} split{named}"
        )


def _print_misses(own: Run, every: Sequence[Case]) -> None:
    for case in every:
        found = own.answers[case.path].expression
        judgement = cases.judged(found, case.expected)
        if judgement is not Judgement.RIGHT:
            name = case.path.name if case.origin == "labelled" else "/".join(case.path.parts[-3:])
            click.echo(f"  {judgement.value}: {name}: expected {case.expected}, found {found}")


def _identification_goals(own: Run, labelled: Sequence[Case]) -> list[Goal]:
    taken = sorted(answer.milliseconds or 0.0 for answer in own.answers.values())
    click.echo(f"commonfield: slowest files {', '.join(f'{each:.1f}' for each in taken[:-4:-1])} ms")
    speed = [
        Goal("median-ms", statistics.median(taken), 2),
        Goal("p95-ms", taken[min(len(taken) - 1, len(taken) * 95 // 100)], 10),
        Goal("index-load-seconds", own.index_seconds or 0.0, 0.1),
    ]
    whole = [case for case in labelled if case.kind is CaseKind.WHOLE]
    if not whole:
        return speed
    found = counted(own, whole)
    return [
        Goal("whole-right", found[Judgement.RIGHT] / len(whole), 0.98, at_least=True),
        Goal("whole-wrong", found[Judgement.WRONG] / len(whole), 0.01),
        *speed,
    ]


def _expression_goals() -> list[Goal]:
    """Labelled expressions: whether they are valid, and what they are in canonical form."""
    labels_file = cases.SHARED / "licences" / "expressions.json"
    if not labels_file.exists():
        return []
    labels = json.loads(labels_file.read_text("utf-8"))
    right = 0
    for label in labels:
        answer = check(label["expr"])
        if (answer.valid, answer.normalised) == (label["valid"], label["normalised"]):
            right += 1
        else:
            click.echo(f"  wrong: {label['expr']!r}: found {answer.normalised}")
    return [Goal("expressions-right", right / len(labels), 1.0, at_least=True)]


def _reading_goals() -> list[Goal]:
    """Real publiccode.yml files read and judged, one after the other on one core."""
    folders = (cases.SHARED / "publiccode", cases.SHARED / "code-gov-tw")
    files = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.y*ml"))]
    if not files:
        click.echo("../shared/data/publiccode is not here: its goal is left out")
        return []
    rates = []
    for _ in range(READING_ROUNDS):
        began = time.perf_counter()
        for file in files:
            with suppress(Unreadable):  # a refusal with line and column is an answer too
                read(file)
        rates.append(len(files) / (time.perf_counter() - began))
    return [Goal("validate-files-per-second", max(rates), 1000, at_least=True)]


def _sbom_goal() -> Goal:
    """An SPDX document of 5,000 packages read and judged, the quickest of a few times."""
    data = json.dumps(sboms.document(SBOM_PACKAGES)).encode()
    taken = []
    for _ in range(SBOM_ROUNDS):
        began = time.perf_counter()
        sbom = read_sbom(data)
        taken.append(time.perf_counter() - began)
        if len(sbom.components) != SBOM_PACKAGES or not sbom.ok:
            raise AssertionError(f"read {len(sbom.components)} packages with {len(sbom.findings)} findings")
    rounds = ", ".join(f"{each:.3f}" for each in taken)
    click.echo(f"{SBOM_PACKAGES} packages of SPDX, {len(data) / 1e6:.1f} MB: {rounds} s")
    return Goal("sbom-5000-seconds", min(taken), 1)


if __name__ == "__main__":
    sys.exit(main())
