"""What comes in with a form: texts by name, dates, numbers, and problems told at the field they are about."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from litestar.datastructures import FormMultiDict

from api.pages.errors import Forged
from api.pages.languages import Language
from api.pages.site import FORM_FIELD, Page
from schema.errors import text_of
from store.refusal import Problem

MOST_ROWS = 60  # a form is not read further: the services refuse longer lists anyway


@dataclass(frozen=True, slots=True)
class Shown:
    """One problem as the page shows it: its words, and the field that the error summary links to, if there is one."""

    words: str
    anchor: str | None


async def received(page: Page) -> FormMultiDict:
    """The form that was sent, if it was shown to this browser before.

    Raises:
        Forged: it was not.
    """
    form = await page.request.form()
    if not page.is_own_form(text(form, FORM_FIELD)):
        raise Forged
    return form


def text(form: FormMultiDict, name: str) -> str:
    """One text without surrounding blanks; empty when it was not sent."""
    value = form.get(name, "")
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def texts(form: FormMultiDict, name: str) -> tuple[str, ...]:
    """Every value of a name that was sent several times, without blanks, each once."""
    values = [value.strip() for value in form.getall(name, []) if isinstance(value, str)]
    return tuple(dict.fromkeys(value for value in values if value))


def localised(form: FormMultiDict, name: str, tags: Sequence[str]) -> dict[str, str]:
    """One text in several languages, from fields named `title.en`, `title.zh-Hant`."""
    return {tag: words for tag in tags if (words := text(form, f"{name}.{tag}"))}


def kept(form: FormMultiDict, name: str, before: Mapping[str, str], tags: Sequence[str]) -> dict[str, str]:
    """One text as `localised` reads it, with what was written before in languages that the page does not ask for."""
    return {tag: words for tag, words in before.items() if tag not in tags} | localised(form, name, tags)


def rows(form: FormMultiDict, name: str, columns: Sequence[str], key: str) -> list[dict[str, str]]:
    """The rows that are filled in, closed up, so that their places are those that problems name.

    Args:
        form: what came in, with fields named `needs.0.level`.
        name: of the list, such as `needs`.
        columns: what a row holds.
        key: the column without which a row counts as empty; any column when it is empty.
    """
    found = [
        {column: text(form, f"{name}.{index}.{column}") for column in columns} for index in range(MOST_ROWS)
    ]
    return [row for row in found if (row[key] if key else any(row.values()))]


def whole(form: FormMultiDict, name: str, problems: list[Problem]) -> int | None:
    """A whole number, None when the field is empty; a problem is noted when it is none."""
    written = text(form, name).replace(",", "")
    if not written:
        return None
    if re.fullmatch(r"-?\d{1,9}", written):
        return int(written)
    problems.append(Problem("NOT_A_WHOLE_NUMBER", name))
    return None


def figure(written: str, field: str, problems: list[Problem]) -> float:
    """A figure from 0 that may have decimals; a problem is noted when it is none."""
    if re.fullmatch(r"\d{1,4}(\.\d{1,4})?", written):
        return float(written)
    problems.append(Problem("NOT_A_NUMBER", field))
    return 0.0


def day(form: FormMultiDict, name: str, problems: list[Problem]) -> date | None:
    """A date as browsers send it, None when the field is empty; a problem is noted when it is none."""
    written = text(form, name)
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        problems.append(Problem("NOT_A_DATE", name))
        return None


def shown(
    problems: Sequence[Problem], language: Language, anchor: Callable[[str], str | None] = lambda field: field
) -> list[Shown]:
    """The problems in the reader's language, each with the field of the page that it is about."""
    return [
        Shown(text_of(problem, language.tag), anchor(problem.field) if problem.field else None)
        for problem in problems
    ]
