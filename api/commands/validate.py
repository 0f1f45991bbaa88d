"""`commonfield validate`: what is wrong with publiccode.yml files, with line and column, and a corrected copy."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from api.commands.printing import json_option, language_option, print_json
from registry.publiccode import (
    MAX_BYTES,
    Unreadable,
    correct,
    findings_as_json,
    read,
    reading_as_json,
    text_of,
    unreadable_as_json,
)

STANDARD_INPUT = "-"
WORDS: Mapping[str, Mapping[str, str]] = {
    "valid": {"en": "valid", "zh-Hant": "有效"},
    "invalid": {"en": "not valid", "zh-Hant": "無效"},
    "meant": {"en": "probably meant", "zh-Hant": "可能是指"},
    "mended": {"en": "mended", "zh-Hant": "已更正"},
    "copy": {"en": "corrected copy", "zh-Hant": "更正後的檔案"},
    "nothing": {"en": "nothing is certain enough to be mended", "zh-Hant": "沒有可確定更正之處"},
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
@click.option(
    "--fix", is_flag=True, help="Also write a corrected copy, FILE.fixed.yml, with what is certain."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where --fix writes the corrected copy of a single FILE, which may be that file itself.",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.pass_context
def validate(
    ctx: click.Context, files: Sequence[str], language: str, output: Path | None, *, as_json: bool, fix: bool
) -> None:
    """Say what is wrong with publiccode.yml files.

    Each finding is one line: FILE:LINE:COLUMN SEVERITY CODE KEY MESSAGE. With --json, each file is one object on one
    line. Exits with 0 only if no file has an error; warnings are none. FILE may be - for standard input.

    With --fix, comments and order stay, the findings listed are those of the corrected copy, and so is the verdict.
    """
    if output is not None and (not fix or len(files) != 1):
        raise click.UsageError("--output goes with --fix and a single FILE.")
    if fix and output is None and STANDARD_INPUT in files:
        raise click.UsageError(
            "Say with --output where the corrected copy of standard input is to be written."
        )
    reports = [
        _corrected(file, output or fixed_name(Path(file)), language) if fix else _report(file, language)
        for file in files
    ]
    for report in reports:
        if as_json:
            print_json(report)
        else:
            click.echo(_as_text(report, language))
    ctx.exit(0 if all(report["ok"] for report in reports) else 1)


def fixed_name(file: Path) -> Path:
    """Give the name of the corrected copy: publiccode.fixed.yml beside publiccode.yml."""
    return file.with_name(f"{file.stem}.fixed{file.suffix}")


def _content(file: str) -> bytes:
    with click.open_file(file, "rb") as stream:
        data: bytes = stream.read(MAX_BYTES + 1)  # one more tells that it is too large, however large it is
    return data


def _report(file: str, language: str) -> dict[str, Any]:
    try:
        reading = read(_content(file))
    except Unreadable as refusal:
        return _unreadable(file, refusal, language)
    return {**reading_as_json(file, reading), "results": findings_as_json(reading.findings, language)}


def _unreadable(file: str, refusal: Unreadable, language: str) -> dict[str, Any]:
    report = unreadable_as_json(file, refusal)
    report["results"][0]["message"] = text_of(refusal.code, refusal.values, language)
    return report


def _corrected(file: str, copy: Path, language: str) -> dict[str, Any]:
    """Report on the corrected copy, and write it if anything was certain or the caller says where."""
    try:
        correction = correct(_content(file))
    except Unreadable as refusal:
        return {**_unreadable(file, refusal, language), "fixed": [], "copy": None}
    if correction.done:
        copy.write_bytes(correction.data)
    return {
        **reading_as_json(file, read(correction.data)),
        "results": findings_as_json(correction.left, language),
        "fixed": findings_as_json(correction.done, language),
        "copy": str(copy) if correction.done else None,
    }


def _as_text(report: Mapping[str, Any], language: str) -> str:
    lines = [_line(report["file"], each, language) for each in report["results"]]
    for each in report.get("fixed", ()):
        place = f"{report['file']}:{each['line']}:{each['column']}"
        lines.append(f"{place} {WORDS['mended'][language]} {each['code']} {each['key']} {each['fix']}")
    if "copy" in report:
        lines.append(
            f"{report['file']}: "
            + (
                f"{WORDS['copy'][language]}: {report['copy']}"
                if report["copy"]
                else WORDS["nothing"][language]
            )
        )
    verdict = WORDS["valid" if report["ok"] else "invalid"][language]
    version = f" (publiccode.yml {report['version']})" if report["version"] else ""
    return "\n".join([*lines, f"{report['file']}: {verdict}{version}"])


def _line(file: str, result: Mapping[str, Any], language: str) -> str:
    key = f"{result['key']} " if result["key"] else ""
    fix = f" ({WORDS['meant'][language]}: {result['fix']})" if result["fix"] else ""
    place = f"{file}:{result['line']}:{result['column']}"
    return f"{place} {result['severity']} {result['code']} {key}{result['message']}{fix}"
