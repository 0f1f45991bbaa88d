"""`commonfield validate`: what is wrong with publiccode.yml files, with line and column."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from api.commands.printing import json_option, language_option, print_json
from registry.publiccode import Unreadable, read, reading_as_json, text_of, unreadable_as_json

WORDS: Mapping[str, Mapping[str, str]] = {
    "valid": {"en": "valid", "zh-Hant": "有效"},
    "invalid": {"en": "not valid", "zh-Hant": "無效"},
    "meant": {"en": "probably meant", "zh-Hant": "可能是指"},
}


@click.command()
@json_option
@language_option
@click.option(
    "--offline",
    is_flag=True,
    expose_value=False,  # nothing to leave out yet
    help="Look nothing up on the network; no rule needs to so far.",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.pass_context
def validate(ctx: click.Context, files: Sequence[str], language: str, *, as_json: bool) -> None:
    """Say what is wrong with publiccode.yml files.

    Each finding is one line: FILE:LINE:COLUMN SEVERITY CODE KEY MESSAGE. With --json, each file is one object on one
    line. Exits with 0 only if no file has an error; warnings are none. FILE may be - for standard input.
    """
    reports = [_report(file, language) for file in files]
    for report in reports:
        if as_json:
            print_json(report)
        else:
            click.echo(_as_text(report, language))
    ctx.exit(0 if all(report["ok"] for report in reports) else 1)


def _report(file: str, language: str) -> dict[str, Any]:
    with click.open_file(file, "rb") as stream:
        data = stream.read()
    try:
        reading = read(data)
    except Unreadable as refusal:
        report = unreadable_as_json(file, refusal)
        report["results"][0]["message"] = text_of(refusal.code, refusal.values, language)
        return report
    report = reading_as_json(file, reading)
    for result, finding in zip(report["results"], reading.findings, strict=True):
        result["message"] = text_of(finding.code, finding.values, language)
    return report


def _as_text(report: Mapping[str, Any], language: str) -> str:
    lines = []
    for result in report["results"]:
        place = f"{report['file']}:{result['line']}:{result['column']}"
        key = f"{result['key']} " if result["key"] else ""
        fix = f" ({WORDS['meant'][language]}: {result['fix']})" if result["fix"] else ""
        lines.append(f"{place} {result['severity']} {result['code']} {key}{result['message']}{fix}")
    verdict = WORDS["valid" if report["ok"] else "invalid"][language]
    version = f" (publiccode.yml {report['version']})" if report["version"] else ""
    return "\n".join([*lines, f"{report['file']}: {verdict}{version}"])
