"""`commonfield licence`: whether an expression is right, and which licence a text is."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from api.commands.printing import json_option, language_option, print_json

#: Folders that hold other people's files, or none that anybody wrote.
PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__"})


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
    from registry.licences import check as judge  # noqa: PLC0415 - the licence list is not needed for --help
    from registry.licences import check_as_json, check_as_text  # noqa: PLC0415 - the same

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
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_context
def identify(ctx: click.Context, paths: Sequence[Path], language: str, *, as_json: bool) -> None:
    """Say which licence each file is, or that none is recognised; of a folder, every file in it.

    With --json, each file is one object on one line. Exits with 0 only if every file was recognised.
    """
    from api.licence_index import ready  # noqa: PLC0415 - as above
    from registry.licences import identification_as_json, identification_as_text  # noqa: PLC0415 - as above
    from registry.licences import identify as recognise  # noqa: PLC0415 - as above

    ready()
    all_known = True
    for path in _files(paths):
        answer = recognise(path.read_bytes().decode("utf-8", "replace"), str(path))
        all_known = all_known and answer.expression is not None
        if as_json:
            print_json(identification_as_json(answer))
        else:
            click.echo(identification_as_text(answer, language))
    ctx.exit(0 if all_known else 1)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir() and path.name not in PASSED_OVER:
            yield from _files(sorted(path.iterdir()))
