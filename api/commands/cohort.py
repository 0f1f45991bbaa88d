"""`commonfield cohort`: the pairing of all challenges and teams of a programme, from a file."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import click

from api.commands.printing import json_option, language_option, print_json

OBJECTIVES = ("stable", "welfare", "generous", "greedy", "min-cost")


@click.group()
def cohort() -> None:
    """Pair a whole cohort at once."""


@cohort.command()
@json_option
@language_option
@click.option(
    "--objective",
    type=click.Choice(OBJECTIVES),
    default="stable",
    show_default=True,
    help="stable: nobody would rather swap; welfare: most fit in all; generous: fewest last choices; "
    "greedy: most first choices; min-cost: best choices on average.",
)
@click.option(
    "--allow-closing", is_flag=True, help="Let challenges run empty rather than below their minimum."
)
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), help="Seconds to search for at most."
)
@click.option(
    "--exact", is_flag=True, help="Search for the best and its proof where lists are long too (minutes)."
)
@click.argument("file", type=click.File("rb"))
@click.pass_context
def solve(
    ctx: click.Context,
    file: BinaryIO,
    objective: str,
    time_limit: float | None,
    language: str,
    *,
    allow_closing: bool,
    exact: bool,
    as_json: bool,
) -> None:
    """Pair the teams and challenges of FILE (JSON; - for standard input). docs/matching.md says what stands in it.

    Exits with 0 when a pairing was found, 1 when none can meet the minimum numbers, 2 when the file is wrong, 3 when
    the time limit passed first.
    """
    from matching.cohort.command import run

    with _solver_kept_off_standard_output():
        code, answer = run(
            file.read(),
            objective,
            allow_closing=allow_closing,
            time_limit=time_limit,
            exact=exact,
            language=language,
        )
    if as_json:
        print_json(answer)
    elif "errors" in answer:
        for error in answer["errors"]:
            click.echo(f"{file.name}: {error['message']}", err=True)
    else:
        click.echo("\n".join(_as_text(answer)))
    ctx.exit(code)


@cohort.command()
@json_option
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), help="Seconds to search for at most."
)
@click.argument("file", type=click.File("rb"))
@click.pass_context
def verify(ctx: click.Context, file: BinaryIO, time_limit: float | None, *, as_json: bool) -> None:
    """Compute a kept pairing again and say whether it comes out the same.

    FILE (JSON; - for standard input) holds `input`, `solution` and `solverVersion` of an assignment, as the API tells
    them. Exits with 0 when it is the same, 1 when it is not, 2 when the file is wrong, 3 when the time limit passed.
    """
    from matching.cohort.verifying import verify as rerun

    with _solver_kept_off_standard_output():
        code, answer = rerun(file.read(), time_limit=time_limit)
    if as_json:
        print_json(answer)
    elif "errors" in answer:
        for error in answer["errors"]:
            click.echo(f"{file.name}: {error['message']}", err=True)
    elif answer["same"]:
        click.echo(f"the same ({answer['fingerprint']})")
    else:
        for name, (kept, now) in answer["differences"].items():
            click.echo(f"{name}: kept {kept}, now {now}")
    ctx.exit(code)


@contextmanager
def _solver_kept_off_standard_output() -> Iterator[None]:
    """Let what HiGHS writes go to standard error.

    Now and then HiGHS 1.12 names a function of its own on standard output, whatever its options say; whoever reads JSON
    there would get a line that is none.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what C still holds back would follow the answer
        os.dup2(kept, 1)
        os.close(kept)


def _as_text(answer: dict[str, Any]) -> list[str]:
    if answer["size"] < 0:
        limits = [f"  {each['kind']} {each['id']}: {each['teams']}" for each in answer.get("conflict", [])]
        return ["No pairing meets all limits. These cannot be met together:", *limits]
    choices = [f"{count} got choice {rank}" for rank, count in enumerate(answer["profile"], 1) if count]
    proven = "nothing better exists" if answer["optimal"] else "not proven to be the best"
    if "gap" in answer:
        proven += f", at most {answer['gap']:.1%} short of it"
    return [
        *(f"{team} -> {challenge}" for team, challenge in answer["pairs"]),
        f"{answer['size']} pairs ({answer['objective']}; {proven}); {', '.join(choices) or 'no choices'}",
        f"would rather swap: {_pairs(answer['blocking_pairs'])}",
        f"closed: {', '.join(answer['closed']) or 'none'}",
        f"without a challenge: {_unmatched(answer['unmatched'])}",
    ]


def _pairs(pairs: list[list[str]]) -> str:
    return ", ".join(f"{team} with {challenge}" for team, challenge in pairs) or "nobody"


def _unmatched(unmatched: list[dict[str, str]]) -> str:
    return ", ".join(f"{each['id']} ({each['reason']})" for each in unmatched) or "none"
