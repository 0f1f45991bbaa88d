"""`commonfield observe`: what a repository's history says, and how healthy it is, from a clone on this machine."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from api.commands.printing import json_option, language_option, print_json


class Moment(click.ParamType[datetime]):
    """A day (`2026-11-21`, all of it, UTC) or a moment (`2026-11-21T08:00:00+08:00`; UTC without a zone)."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the date; a day ends with its last microsecond."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == len("2026-11-21"):
                return datetime.combine(date.fromisoformat(value), time.max, UTC)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no date such as 2026-11-21 or 2026-11-21T08:00:00+08:00.", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


@click.command()
@json_option
@language_option
@click.option(
    "--git",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A clone or bare mirror on this machine. Nothing is fetched from anywhere.",
)
@click.option(
    "--as-of",
    type=Moment(),
    help="Look at it as it stood at the end of this day (UTC), or at this moment. The present when left out.",
)
def observe(folder: Path, as_of: datetime | None, language: str, *, as_json: bool) -> None:
    """Count what a repository's history says, and score its health, without any forge.

    Exits with 0 when the repository could be read, with a score or without, and 2 when there is none.
    docs/health-model.md defines every figure.
    """
    from registry.health import figures_as_json, snapshot_as_json
    from registry.health.checks import checks, checks_as_json
    from registry.health.scorecard import scorecard_checks
    from registry.publiccode import PublicCode
    from registry.software.assessment import assess
    from scrapers import git

    until = as_of or datetime.now(UTC)
    try:
        observation = git.observe(folder, until)
    except git.NotARepository as refusal:
        raise click.UsageError(str(refusal)) from refusal
    health = assess(observation, PublicCode(), None, until).health
    figures = figures_as_json(observation, until)
    if as_json:
        beside = {
            "scorecard": scorecard_checks(observation, health),
            "checks": checks_as_json(checks(observation, health)),
        }
        print_json({**figures, "snapshot": snapshot_as_json(health), **beside})
    else:
        click.echo("\n".join(as_text(figures, health, language)))


def as_text(figures: dict[str, Any], health: Any, language: str) -> list[str]:
    """Tell figures, band, caps and signals as lines for people; what is unknown is a dash."""
    from registry.health import BAND_LABELS, SIGNAL_LABELS, explain, sentence

    score = "-" if health.score is None else health.score
    lines = [f"{name}: {'-' if value is None else value}" for name, value in figures.items()]
    lines += ["", f"{BAND_LABELS[health.band][language]} ({score}/100, {health.coverage:.0%})"]
    lines += [f"! {sentence(cap.code, language)} (<= {cap.limit})" for cap in health.caps]
    for signal in health.signals:
        points = "-" if signal.points is None else round(signal.points)
        label = SIGNAL_LABELS[signal.id][language]
        lines.append(f"  {points:>3} x {signal.weight:g}%  {label}: {' '.join(explain(signal, language))}")
    return lines
