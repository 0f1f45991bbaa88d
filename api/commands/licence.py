"""`commonfield licence`: whether an expression is right, and which licence a text is."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from api.commands.printing import json_option, language_option, print_json

#: Folders that hold other people's files, or none that anybody wrote.
PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__"})

#: Bytes of a file; the longest list of third parties' licences that we saw has a tenth.
LONGEST_READ = 4 * 1024 * 1024


@click.group()
def licence() -> None:
    """Check licence expressions, and tell licences by their text."""


@licence.command()
@json_option
@language_option
@click.argument("expressions", nargs=-1, required=True)
@click.pass_context
def check(ctx: click.Context, expressions: Sequence[str], language: str, *, as_json: bool) -> None:
    """Say whether each EXPRESSION is valid SPDX, and if not, what was probably meant.

    With --json, each expression is one object on one line. Exits with 0 only if all are valid.
    """
    from registry.licences import check as judge
    from registry.licences import check_as_json, check_as_text

    answers = [judge(expression) for expression in expressions]
    for answer in answers:
        if as_json:
            print_json(check_as_json(answer))
        else:
            click.echo(check_as_text(answer, language))
    ctx.exit(0 if all(answer.valid for answer in answers) else 1)


@licence.command()
@json_option
@language_option
@click.argument("inbound")
@click.argument("outbound")
@click.pass_context
def compatible(ctx: click.Context, inbound: str, outbound: str, language: str, *, as_json: bool) -> None:
    """Say whether something under INBOUND may become part of what goes out under OUTBOUND.

    Answers YES, CHECK, UNKNOWN or NO, with the rule and its source. Exits with 0 only on YES. No legal advice.
    """
    from registry.licences import compatibility, compatibility_reasons

    answer = compatibility.compatible(inbound, outbound)
    if as_json:
        print_json(compatibility_reasons.compatibility_as_json(answer))
    else:
        source = compatibility_reasons.REASONS[answer.reason].source
        told = compatibility_reasons.reason_text(answer, language)
        click.echo(f"{answer.answer} {told}{f' ({source})' if source else ''}")
    ctx.exit(0 if answer.answer is compatibility.Answer.YES else 1)


@licence.command()
@json_option
@language_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def identify(ctx: click.Context, paths: Sequence[Path], language: str, *, as_json: bool) -> None:
    """Say which licence each file is, or that none is recognised; of a folder, every file in it.

    In a folder, files may also be spoken for by the REUSE convention: REUSE.toml, or a file.license beside a file.
    With --json, each file is one object on one line. Exits with 0 only if every file was recognised.
    """
    from api.licence_index import ready
    from registry.licences import identification_as_json, identification_as_text
    from registry.licences import identify as recognise
    from registry.licences.reuse import identify_all

    ready()
    all_known = True
    for path in paths:
        if path.is_dir():
            inside = {file.relative_to(path).as_posix(): _text(file) for file in _files(path)}
            answers = (replace(each, path=str(path / each.path)) for each in identify_all(inside))
        else:
            answers = (recognise(_text(each), str(each)) for each in (path,))
        for answer in answers:
            all_known = all_known and answer.expression is not None
            if as_json:
                print_json(identification_as_json(answer))
            else:
                click.echo(identification_as_text(answer, language))
    ctx.exit(0 if all_known else 1)


def _files(folder: Path) -> Iterator[Path]:
    """Every file in a folder in the order of names; links are passed over, as they may lead round or out."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and path.name not in PASSED_OVER:
            yield from _files(path)


def _text(path: Path) -> str:
    """What a file says; of pictures, programs and other files without text a NUL, which says nothing."""
    with path.open("rb") as file:
        data = file.read(LONGEST_READ)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return "\0" if b"\0" in data else data.decode("utf-8", "replace")
