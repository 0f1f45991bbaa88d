"""Doing what a form asks: one transaction around a service, and what its refusals mean for the page."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from litestar.datastructures import FormMultiDict
from litestar.status_codes import HTTP_200_OK, HTTP_409_CONFLICT, HTTP_422_UNPROCESSABLE_ENTITY

from api.pages import forms
from api.pages.errors import Forged, NotFound
from api.pages.site import Page
from schema.ids import read_global_id
from store.database import Connection
from store.refusal import Problem, Refused

#: The services' answers to somebody whom the page never showed the form: not a field to correct.
NOT_FOR_THIS_READER = frozenset(
    {
        "LEADS_ONLY",
        "NOT_YOURS_TO_CONFIRM",
        "NOT_YOUR_AGENCY",
        "NOT_YOUR_APPLICATION",
        "NOT_YOUR_CHALLENGE",
        "NOT_YOUR_MATCH",
        "NOT_YOUR_PART",
        "NOT_YOUR_TEAM",
        "OFFICERS_ONLY",
        "REVIEWERS_ONLY",
        "SCOPE_MISSING",
        "SCOPE_NOT_YOURS",
        "SESSION_NEEDED",
        "SIGN_IN_FIRST",
        "UNKNOWN_ACCOUNT",
    }
)


async def refusals(page: Page, work: Callable[[Connection], Awaitable[object]]) -> Sequence[Problem]:
    """Run a service in a transaction; why nothing was written, nothing when it was.

    Raises:
        Forged: the form is for somebody else.
    """
    try:
        async with page.site.database.transaction() as tx:
            await work(tx)
    except Refused as refused:
        if NOT_FOR_THIS_READER & {each.code for each in refused.problems}:
            raise Forged from refused
        return refused.problems
    return ()


def status(problems: Sequence[Problem]) -> int:
    """What a page answers with: 409 when somebody else was faster, 422 when something is to be corrected."""
    if any(each.code == "CONFLICT" for each in problems):
        return HTTP_409_CONFLICT
    return HTTP_422_UNPROCESSABLE_ENTITY if problems else HTTP_200_OK


def version(form: FormMultiDict) -> int:
    """The version that the reader was shown; 0, which no record has, when the form does not say."""
    written = forms.text(form, "version")
    return (
        int(written) if written.isascii() and written.isdecimal() and len(written) <= len("999999999") else 0
    )


def row(global_id: str, type_name: str) -> UUID:
    """The row that a hidden field names.

    Raises:
        NotFound: it names none of that type.
    """
    try:
        found, named = read_global_id(global_id)
    except ValueError as error:
        raise NotFound from error
    if found != type_name:
        raise NotFound
    return named
