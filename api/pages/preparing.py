"""Preparing a round and changing it: name, mode, dates, how fit is weighed, and what reviewers score."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices, rubrics
from api.pages.drafts import TAGS
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.fit import DEFAULT_WEIGHTS, CriterionId, Weights
from matching.programmes import repository, service
from matching.programmes.model import DEFAULT_RUBRIC, Mode, Programme, ProgrammeForm, State
from store.refusal import Problem, Refused

DAYS = {
    "opensOn": "opens_on",
    "applicationsCloseOn": "applications_close_on",
    "decisionOn": "decision_on",
    "endsOn": "ends_on",
}


@get("/prepare-a-programme")
async def begin(page: NamedDependency[Page]) -> Response[str]:
    """The form of a new round, with the usual weights and lines of the rubric."""
    _refuse_others(page)
    return await _show(page, None, _values(None), [])


@post("/prepare-a-programme")
async def begun(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Prepare the round; nobody but officers sees it before it opens."""
    form = await forms.received(page)
    _refuse_others(page)
    values, written, problems = _sent(form, None)
    agency = forms.text(form, "organisation")
    if not agency:
        problems = [Problem("ORGANISER_NOT_CHOSEN", "organisationId"), *problems]  # as they stand on the page
    if problems:
        return await _show(page, None, values, problems)
    try:
        async with page.site.database.transaction() as tx:
            runs = acting.row(agency, "Organisation")
            made = await service.create(tx, page.reader, runs, written)
    except Refused as refused:
        return await _show(page, None, values, refused.problems)
    return page.go(f"/programmes/{made.slug}", [(NOTICE, "programme-prepared")])


@get("/programmes/{slug:str}/edit")
async def edit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """What is written about a round; what teams rely on is shown as it stands once it is open."""
    programme = await _own(page, slug)
    return await _show(page, programme, _values(programme), [])


@post("/programmes/{slug:str}/edit")
async def edited(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Save a round."""
    form = await forms.received(page)
    programme = await _own(page, slug)
    values, written, problems = _sent(form, programme)
    if not problems:
        version = acting.version(form)
        problems = list(
            await acting.refusals(
                page, lambda tx: service.edit(tx, page.reader, programme.id, written, version)
            )
        )
    if problems:
        return await _show(page, programme, values, problems, acting.version(form))
    return page.go(f"/programmes/{slug}", [(NOTICE, "programme-saved")])


def _refuse_others(page: Page) -> None:
    if not page.reader.is_officer:
        raise Forged


async def _own(page: Page, slug: str) -> Programme:
    _refuse_others(page)
    async with page.site.database.read() as connection:
        found = await repository.find_by_slug(connection, slug)
    if found is None:
        raise NotFound
    return found


def _values(programme: Programme | None) -> dict[str, Any]:
    weights = (programme.weights if programme else None) or DEFAULT_WEIGHTS
    rubric = programme.rubric if programme else DEFAULT_RUBRIC
    name, description = (programme.name, programme.description) if programme else ({}, {})
    days: Mapping[str, date | None] = {
        field: getattr(programme, attribute) if programme else None for field, attribute in DAYS.items()
    }
    return {
        "organisation": "",
        "mode": programme.mode.value if programme else "",
        **{f"name.{tag}": name.get(tag, "") for tag in TAGS},
        **{f"description.{tag}": description.get(tag, "") for tag in TAGS},
        **{field: day.isoformat() if day else "" for field, day in days.items()},
        **{f"weights.{each.value}": f"{weights.of(each):g}" for each in CriterionId},
        "rubric": rubrics.values(rubric),
    }


def _sent(
    form: FormMultiDict, before: Programme | None
) -> tuple[dict[str, Any], ProgrammeForm, list[Problem]]:
    """The values to show again, the form for the service, and what could not be read."""
    problems: list[Problem] = []
    values: dict[str, Any] = {name: forms.text(form, name) for name in _values(None) if name != "rubric"}
    values["rubric"] = rubrics.sent(form)
    kept = before.name if before else {}
    told = before.description if before else {}
    days = {attribute: forms.day(form, field, problems) for field, attribute in DAYS.items()}
    written = ProgrammeForm(
        name=forms.kept(form, "name", kept, TAGS),
        description=forms.kept(form, "description", told, TAGS),
        opens_on=days["opens_on"],
        applications_close_on=days["applications_close_on"],
        decision_on=days["decision_on"],
        ends_on=days["ends_on"],
    )
    if before is not None and before.state is not State.DRAFT:
        kept_as_typed = {name: text for name, text in values.items() if text}
        return _values(before) | kept_as_typed, written, problems
    mode = values["mode"]
    if mode in Mode.__members__:
        written = replace(written, mode=Mode(mode))
    elif before is None:
        problems.append(Problem("MODE_MISSING", "mode"))
    rubric = rubrics.written(values["rubric"], before.rubric if before else (), problems)
    figures = {
        each.value: forms.figure(values[f"weights.{each.value}"] or "0", f"weights.{each.value}", problems)
        for each in CriterionId
    }
    if any(figures.values()):
        written = replace(written, weights=Weights(**figures))
    else:
        problems.append(Problem("WEIGHTS_MISSING", "weights"))
    return values, replace(written, rubric=rubric), problems


async def _show(
    page: Page,
    programme: Programme | None,
    values: Mapping[str, Any],
    problems: Sequence[Problem],
    version: int | None = None,
) -> Response[str]:
    tag = page.language.tag
    places = {
        "organisationId": "organisation",
        "name": f"name.{tag}",
        "description": f"description.{tag}",
        "weights": f"weights.{next(iter(CriterionId)).value}",
    }
    rubric = rubrics.written(values["rubric"], programme.rubric if programme else (), [])

    def anchor(field: str) -> str:
        return rubrics.place(field, rubric, tag) if field.startswith("rubric") else places.get(field, field)

    data: Any = await page.read(documents.RUNNING_ORGANISATIONS)
    return page.show(
        "programmes/form.html",
        status=acting.status(problems),
        programme=programme,
        is_draft=programme is None or programme.state is State.DRAFT,
        version=programme.version if programme and version is None else version,
        values=values,
        lines=[*values["rubric"], *rubrics.blank()],
        points=rubrics.POINTS,
        organisations=[] if programme else data["organisations"]["nodes"],
        modes=[each.value for each in Mode],
        criteria=[each.value for each in CriterionId],
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, anchor),
    )
