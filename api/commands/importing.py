"""`commonfield import`: bring publiccode.yml files into the catalogue, exactly as they are."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from api.commands.printing import json_option, language_option, print_json
from api.commands.serving import chosen_settings, on_database
from registry.publiccode import MAX_BYTES, Unreadable, text_of
from registry.publiccode.model import Severity
from registry.software.service import import_publiccode
from schema.errors import text_of as text_of_problem
from store.actor import Actor
from store.database import Database
from store.refusal import Refused

SUFFIXES = frozenset({".yml", ".yaml"})
NEW, KNOWN, REFUSED = "new", "known", "refused"


@click.command("import")
@json_option
@language_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def import_(ctx: click.Context, paths: Sequence[Path], language: str, *, as_json: bool) -> None:
    """Bring publiccode.yml files into the catalogue; of a folder, every .yml and .yaml file in it.

    What is wrong in a file does not keep it out: the entry says what is. A file that does not parse is refused with its
    line and column, one without the address of a repository as well; the others still come in. Importing a file again
    brings its entry up to date. Exits with 1 if a file was refused.
    """
    files = list(_files(paths))

    async def work(database: Database) -> list[dict[str, Any]]:
        return [await _import(database, file, language) for file in files]

    outcomes = on_database(chosen_settings(), work)
    counts = {each: sum(outcome["outcome"] == each for outcome in outcomes) for each in (NEW, KNOWN, REFUSED)}
    if as_json:
        print_json({**counts, "files": outcomes})
    else:
        click.echo("\n".join([*map(_as_text, outcomes), _summary(counts, outcomes)]))
    ctx.exit(1 if counts[REFUSED] else 0)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                file
                for file in sorted(path.rglob("*"))
                if file.is_file()
                and file.suffix in SUFFIXES
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield path


def _content(file: Path) -> bytes:
    """No more of a file than tells that it is too large."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


async def _import(database: Database, file: Path, language: str) -> dict[str, Any]:
    """Import one file in a transaction of its own."""
    try:
        data = await asyncio.to_thread(_content, file)
        async with database.transaction() as tx:
            imported = await import_publiccode(tx, Actor.system(), data, file.name)
    except OSError as error:
        return _refused(file, {"code": "NOT_READABLE", "message": str(error.strerror)})
    except Unreadable as error:
        message = text_of(error.code, error.values, language)
        return _refused(
            file, {"code": error.code, "message": message, "line": error.line, "column": error.column}
        )
    except Refused as error:
        problems = error.problems
        return _refused(
            file, *({"code": each.code, "message": text_of_problem(each, language)} for each in problems)
        )
    return {
        "file": str(file),
        "outcome": NEW if imported.is_new else KNOWN,
        "slug": imported.software.slug,
        "verdict": imported.software.verdict.kind.value,
        "meant": imported.software.verdict.suggestion,
        "results": [dict(finding) for finding in imported.findings],
        "problems": [],
    }


def _refused(file: Path, *problems: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": str(file),
        "outcome": REFUSED,
        "slug": None,
        "verdict": None,
        "meant": None,
        "results": [],
        "problems": list(problems),
    }


def _as_text(outcome: Mapping[str, Any]) -> str:
    if outcome["outcome"] == REFUSED:
        return "\n".join(
            f"{_place(outcome['file'], problem)} refused {problem['code']} {problem['message']}"
            for problem in outcome["problems"]
        )
    errors, warnings = _weighed(outcome)
    meant = f", probably {outcome['meant']}" if outcome["meant"] else ""
    return (
        f"{outcome['file']}: {outcome['outcome']}, {outcome['slug']}"
        f" (licence {outcome['verdict']}{meant}; {_counted(errors, 'error')}, {_counted(warnings, 'warning')})"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _place(file: str, problem: Mapping[str, Any]) -> str:
    return f"{file}:{problem['line']}:{problem['column']}" if "line" in problem else f"{file}:"


def _summary(counts: Mapping[str, int], outcomes: Sequence[Mapping[str, Any]]) -> str:
    faulty = sum(_weighed(outcome)[0] > 0 for outcome in outcomes)
    return (
        f"{counts[NEW]} new, {counts[KNOWN]} brought up to date, {counts[REFUSED]} refused;"
        f" {faulty} came in with errors that their entries show"
    )


def _weighed(outcome: Mapping[str, Any]) -> tuple[int, int]:
    severities = [result["severity"] for result in outcome["results"]]
    return severities.count(Severity.ERROR.value), severities.count(Severity.WARNING.value)
