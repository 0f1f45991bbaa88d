"""`commonfield convert`: the same facts in publiccode.yml, code.json, CodeMeta or SPDX, and what was lost."""

import json
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

import click

from api.commands.printing import json_option, language_option, print_json
from registry.publiccode import Unreadable, read, text_of, write
from registry.publiccode.crosswalks import REASONS, Conversion, Format, convert

LARGEST: Final = 32 * 1024 * 1024  # bytes, as of bills of materials
NOT_JSON: Mapping[str, str] = {
    "en": "{line}:{column}: This is not JSON.",
    "zh-Hant": "{line}:{column}：這不是正確的 JSON。",
}
FORMATS = click.Choice([each.value for each in Format])


@click.command("convert")
@json_option
@language_option
@click.option("--from", "source", type=FORMATS, required=True, help="The format that FILE is in.")
@click.option(
    "--to",
    "target",
    type=FORMATS,
    required=True,
    help="The format that is wanted; publiccode to publiccode turns the section of Italy into “supports”.",
)
@click.option("--texts", default="en", show_default=True, help="BCP 47 tag of the language of the texts.")
@click.argument("file", type=click.File("rb"))
@click.pass_context
def convert_(
    ctx: click.Context,
    file: BinaryIO,
    source: str,
    target: str,
    texts: str,
    language: str,
    *,
    as_json: bool,
) -> None:
    """Convert FILE and say what was lost, on standard error: PATH: REASON.

    With --json, one object: {"result": …, "lost": [{"path", "reason", "message"}]}. Exits with 1 if FILE cannot be
    read; losses are no failure.
    """
    try:
        document = _document(file.read(LARGEST + 1), Format(source), language)
    except ValueError as error:
        click.echo(str(error), err=True)
        ctx.exit(1)
    conversion = convert(document, Format(source), Format(target), texts)
    losses = [
        {"path": each.path, "reason": each.reason.value, "message": REASONS[each.reason][language]}
        for each in conversion.lost
    ]
    if as_json:
        print_json({"result": conversion.result, "lost": losses})
        return
    for loss in losses:
        click.echo(f"{loss['path']}: {loss['message']}", err=True)
    click.echo(_written(conversion, Format(target)), nl=False)


def _document(data: bytes, source: Format, language: str) -> Any:
    """Read a file.

    Raises:
        ValueError: it is not what it is said to be; its text says where.
    """
    if source is not Format.PUBLICCODE:
        return _thing(data, language)
    try:
        return read(data).document
    except Unreadable as refusal:
        message = text_of(refusal.code, refusal.values, language)
        raise ValueError(f"{refusal.line}:{refusal.column}: {refusal.code} {message}") from None


def _thing(data: bytes, language: str) -> Any:
    """Read a JSON object.

    Raises:
        ValueError: it is none, or nested more deeply than can be read.
    """
    if len(data) > LARGEST:
        raise ValueError(text_of("TOO_LARGE", {"limit": str(LARGEST)}, language))
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(text_of("NOT_UTF8", {"byte": f"{data[error.start]:02X}"}, language)) from None
    except RecursionError:
        raise ValueError(text_of("TOO_DEEP", {"limit": str(sys.getrecursionlimit())}, language)) from None
    except json.JSONDecodeError as error:
        raise ValueError(NOT_JSON[language].format(line=error.lineno, column=error.colno)) from None
    if not isinstance(document, dict):
        raise ValueError(text_of("NOT_A_MAPPING", {}, language))  # noqa: TRY004 - the caller tells all that is wrong with a file alike
    return document


def _written(conversion: Conversion, target: Format) -> str:
    if target is Format.PUBLICCODE:
        return write(conversion.result).decode()
    return json.dumps(conversion.result, ensure_ascii=False, indent=2) + "\n"
