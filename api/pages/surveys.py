"""Surveys before a round: officers ask and compare, local governments answer and turn topics into drafts."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, addresses, documents, drafts, forms, gate, notices
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.challenges import repository as challenges
from matching.challenges.model import Answer, Readiness
from matching.surveys import service
from matching.surveys.model import MOST_TOPICS, AnswerForm, Topic
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

BLANK_TOPICS = 3
#: A sheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("survey", "organisation", "topic", "problem", "reason")


@get("/surveys")
async def surveys(page: NamedDependency[Page]) -> Response[str]:
    """Every survey, and the form to begin one."""
    return await _list(page)


@post("/surveys")
async def begin(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """An officer asks the local governments."""
    form = await forms.received(page)
    problems: list[Problem] = []
    title, last = forms.localised(form, "title", drafts.TAGS), forms.day(form, "closesOn", problems)
    typed = {name: forms.text(form, name) for name in ("title.en", "title.zh-Hant", "closesOn")}
    if last is None:
        return await _list(page, problems or [Problem("NOT_A_DATE", "closesOn")], typed)
    refused = await acting.refusals(page, lambda tx: service.begin(tx, page.reader, title, last))
    if refused:
        return await _list(page, refused, typed)
    return page.go("/surveys", [(NOTICE, "survey-begun")])


@get("/surveys/{slug:str}")
async def survey(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """One survey: officers compare the answers, local governments write theirs."""
    return await _show(page, slug, answers_for=addresses.first(page.query, "for") or "")


@post("/surveys/{slug:str}")
async def answer(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """A local government answers."""
    form = await forms.received(page)
    found = (await _read(page, slug))["survey"]
    agency = acting.row(forms.text(form, "organisation"), "Organisation")
    rows = forms.rows(form, "topics", ("title", "problem"), "")
    said = {each: forms.text(form, f"readiness.{each.value}") for each in Readiness}
    readiness = {each: Answer(word) for each, word in said.items() if word in Answer.__members__}
    topics = tuple(Topic(row["title"], row["problem"]) for row in rows)
    written = AnswerForm(forms.text(form, "needs"), readiness, topics)
    identity = row_id(found["id"], "Survey")
    problems = await acting.refusals(
        page, lambda tx: service.answer(tx, page.reader, identity, agency, written)
    )
    if problems:
        typed = {
            "needs": written.needs,
            "readiness": {each.value: word for each, word in said.items()},
            "topics": rows,
        }
        return await _show(page, slug, problems, typed, forms.text(form, "organisation"))
    return page.go(f"/surveys/{slug}", [(NOTICE, "survey-answered")])


@post("/surveys/{slug:str}/judge")
async def judge(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer keeps a need as evidence, or takes that back."""
    form = await forms.received(page)
    topic, reason = acting.row(forms.text(form, "topic"), "SurveyTopic"), forms.text(form, "reason")
    problems = await acting.refusals(page, lambda tx: service.judge_topic(tx, page.reader, topic, reason))
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/surveys/{slug}", [(NOTICE, "topic-judged")])


@post("/surveys/{slug:str}/draft")
async def draft(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """A local government makes a topic the draft of a challenge, and goes on writing it."""
    form = await forms.received(page)
    topic = acting.row(forms.text(form, "topic"), "SurveyTopic")
    programme = acting.row(forms.text(form, "programme"), "Programme")
    made: list[str] = []

    async def work(tx: Connection) -> object:
        drafted = await service.draft(tx, page.reader, topic, programme)
        stored = await challenges.find(tx, drafted.id)
        made.append(stored.slug if stored else "")
        return drafted

    problems = await acting.refusals(page, work)
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/challenges/{made[0]}/edit")


@get("/surveys/{slug:str}/evidence")
async def evidence(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The needs that no programme can meet, as CSV: evidence for policy, for officers."""
    if not page.reader.is_officer:
        raise Forged
    found = (await _read(page, slug))["survey"]
    tag = page.language.tag
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for given in found["answers"]["nodes"]:
        for topic in given["topics"]["nodes"]:
            if topic["outsideReason"]:
                name = (given["organisation"] or {}).get("name") or {}
                told = (
                    _in(found["title"], tag),
                    _in(name, tag),
                    topic["title"],
                    topic["problem"],
                    topic["outsideReason"],
                )
                writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in told])
    headers = {"Content-Disposition": f'attachment; filename="{slug}-evidence.csv"'}
    return Response("\ufeff" + sheet.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _in(texts: Mapping[str, str], tag: str) -> str:
    return texts.get(tag) or next(iter(texts.values()), "")


async def _list(
    page: Page, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    places = {"title": f"title.{page.language.tag}", "closesOn": "closesOn"}
    return page.show(
        "surveys/list.html",
        status=acting.status(problems),
        surveys=(await page.read(documents.SURVEYS))["surveys"]["nodes"],
        values={"title.en": "", "title.zh-Hant": "", "closesOn": "", **(values or {})},
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, places.get),
    )


async def _read(page: Page, slug: str) -> Mapping[str, Any]:
    data = await page.read(documents.SURVEY, slug=slug, isSignedIn=page.reader.is_signed_in)
    if data["survey"] is None:
        raise NotFound
    return data


async def _show(
    page: Page,
    slug: str,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, Any] | None = None,
    answers_for: str = "",
) -> Response[str]:
    data = await _read(page, slug)
    grants = data["viewer"]["grants"]["nodes"] if data.get("viewer") else []
    asked = [
        each["organisation"]
        for each in grants
        if each["role"] == "OWNER"
        and each["organisation"]
        and each["organisation"]["kind"] == "LOCAL_GOVERNMENT"
    ]
    given = {
        each["organisation"]["id"]: each
        for each in data["survey"]["answers"]["nodes"]
        if each["organisation"]
    }
    silent = (each for each in asked if each["id"] not in given)
    chosen = next(
        (each for each in asked if each["id"] == answers_for), next(silent, next(iter(asked), None))
    )
    return page.show(
        "surveys/one.html",
        status=acting.status(problems),
        at=f"/surveys/{slug}",
        survey=data["survey"],
        programmes=data["programmes"]["nodes"],
        asked=[{**each, "has_answered": each["id"] in given} for each in asked],
        agency=chosen,
        form=typed or _stored(given.get(chosen["id"]) if chosen else None),
        questions=gate.questions(page.language),
        blank_topics=BLANK_TOPICS,
        most_topics=MOST_TOPICS,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: None if field == "id" else field),
    )


def _stored(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if given is None:
        return {"needs": "", "readiness": {}, "topics": []}
    return {
        "needs": given["needs"],
        "readiness": {each["dimension"]: each["answer"] for each in given["readiness"]},
        "topics": [
            each for each in given["topics"]["nodes"] if not each["challenge"] and not each["outsideReason"]
        ],
    }
