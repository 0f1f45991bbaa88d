"""What was asked about a challenge and answered in public: anybody signed in asks, its owner answers, officers hide."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, lists, notices
from api.pages.drafts import TAGS
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.questions import service
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

FIELDS = (*(f"text.{tag}" for tag in TAGS), "question")
KEPT = ("text.", "answer.", "reason.", "question")


@get("/challenges/{slug:str}/questions")
async def questions(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Every question that this reader sees, newest first."""
    return await _show(page, slug)


@post("/challenges/{slug:str}/questions")
async def ask(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Ask something."""
    form = await forms.received(page)
    challenge = row_id((await _found(page, slug))["id"], "Challenge")
    text = forms.localised(form, "text", TAGS)
    return await _answer(
        page, slug, form, lambda tx: service.ask(tx, page.reader, challenge, text), "question-asked"
    )


@post("/challenges/{slug:str}/questions/answer")
async def answer(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Answer for the owner."""
    form = await forms.received(page)
    question, version = acting.row(forms.text(form, "question"), "Question"), acting.version(form)
    named = forms.text(form, "question")
    text = {tag: words for tag in TAGS if (words := forms.text(form, f"answer.{tag}.{named}"))}
    return await _answer(
        page,
        slug,
        form,
        lambda tx: service.answer(tx, page.reader, question, version, text),
        "question-answered",
    )


@post("/challenges/{slug:str}/questions/hide")
async def hide(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Take a question from public view, with a reason."""
    form = await forms.received(page)
    named = forms.text(form, "question")
    question, reason = acting.row(named, "Question"), forms.text(form, f"reason.{named}")
    return await _answer(
        page, slug, form, lambda tx: service.hide(tx, page.reader, question, reason), "question-hidden"
    )


async def _answer(
    page: Page, slug: str, form: FormMultiDict, work: Callable[[Connection], Awaitable[object]], done: str
) -> Response[str] | Redirect:
    problems = await acting.refusals(page, work)
    if problems:
        sent = {name: forms.text(form, name) for name in (*FIELDS, *form) if name.startswith(KEPT)}
        return await _show(page, slug, problems, sent)
    return page.go(f"/challenges/{slug}/questions", [(NOTICE, done)])


async def _found(page: Page, slug: str) -> Any:
    found = (await page.read(documents.QUESTIONS, slug=slug, **lists.cursor(page.query)))["challenge"]
    if found is None:
        raise NotFound
    return found


async def _show(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    found = await _found(page, slug)
    owns = bool(found["owner"]) and page.reader.owns(row_id(found["owner"]["id"], "Organisation"))
    return page.show(
        "challenges/questions.html",
        status=acting.status(problems),
        at=f"/challenges/{slug}/questions",
        challenge=found,
        owns=owns,
        values={**dict.fromkeys(FIELDS, ""), **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, values or {}, page)),
    )


def _anchor(field: str, sent: Mapping[str, str], page: Page) -> str | None:
    """The control of a field; answers and reasons stand once for each question, by its id."""
    if field == "text":
        return f"text.{page.language.tag}"
    if field == "answer":
        return f"answer.{page.language.tag}.{sent.get('question', '')}"
    return f"reason.{sent.get('question', '')}" if field == "reason" else None
