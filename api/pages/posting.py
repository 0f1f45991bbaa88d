"""Posting a challenge: a draft that is saved at any time, a list of what is missing, and then submitting."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.status_codes import HTTP_409_CONFLICT

from api.pages import acting, conflicts, documents, drafts, forms, gate, notices, reusing
from api.pages.errors import Forged, NotFound
from api.pages.labels import N_
from api.pages.languages import CHINESE
from api.pages.site import Page
from matching.challenges import repository, service
from matching.challenges.advice import advise
from matching.challenges.judgement import missing
from matching.challenges.model import Challenge, ChallengeForm, State
from matching.programmes.model import Mode
from matching.programmes.modes import obstacle_to_drafting
from registry.search.document import named
from registry.search.similar import MOST_SIMILAR
from schema.errors import text_of
from schema.ids import read_global_id, row_id
from store.refusal import Problem, Problems, Refused

#: Refusals whose words fit any field, so that a list of them would not tell which is meant.
UNNAMED = frozenset({"NOT_A_DATE", "NOT_A_LANGUAGE_TAG", "NOT_A_NUMBER", "NOT_A_WHOLE_NUMBER"})
CHANGED = N_("This was changed since you opened it: compare, then save again or leave it as it is")
EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.PUBLISHED})


@get("/post-a-challenge")
async def begin(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """For whom, in which round, and a title: enough to start with."""
    return await _begin(page, {}, [])


@post("/post-a-challenge")
async def begun(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Start the draft."""
    form = await forms.received(page)
    values = {
        name: forms.text(form, name)
        for name in ("programme", "owner", *(f"title.{tag}" for tag in drafts.TAGS))
    }
    programme, owner = _chosen(values["programme"], "Programme"), _chosen(values["owner"], "Organisation")
    problems = Problems()
    problems.unless(owner, "AGENCY_NOT_CHOSEN", "ownerId")
    problems.unless(programme, "PROGRAMME_NOT_CHOSEN", "programmeId")
    if programme is None or owner is None:
        return await _begin(page, values, list(problems))
    written = ChallengeForm(title=forms.localised(form, "title", drafts.TAGS))
    try:
        async with page.site.database.transaction() as tx:
            challenge = await service.draft(tx, page.reader, programme, owner, written)
    except Refused as refused:
        return await _begin(page, values, refused.problems)
    return page.go(f"/challenges/{challenge.slug}/edit")


@get("/challenges/{slug:str}/edit")
async def edit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The steps, which of them are complete, and what is still missing."""
    return await _overview(page, await _own(page, slug), [])


@get("/challenges/{slug:str}/edit/{step:str}")
async def edit_step(page: NamedDependency[Page], slug: FromPath[str], step: FromPath[str]) -> Response[str]:
    """One step with what is stored."""
    challenge = await _own(page, slug)
    return _show_step(page, challenge, _step(step), drafts.stored(challenge), [])


@post("/challenges/{slug:str}/edit/{step:str}")
async def save_step(
    page: NamedDependency[Page], slug: FromPath[str], step: FromPath[str]
) -> Response[str] | Redirect:
    """Save one step; half-filled steps are saved too."""
    form = await forms.received(page)
    challenge = await _own(page, slug)
    asked = _step(step)
    values, written, problems = drafts.sent(form, asked, challenge)
    version = acting.version(form)
    mark = forms.text(form, conflicts.SEEN)
    if mark == conflicts.mark(challenge, asked):
        version = challenge.version  # what changed meanwhile, if anything, stands in other steps
    if problems:
        return _show_step(page, challenge, asked, values, problems, (version, mark))
    try:
        async with page.site.database.transaction() as tx:
            await service.edit(tx, page.reader, challenge.id, written, version)
    except Refused as refused:
        if any(each.code == "CONFLICT" for each in refused.problems):
            return _show_step(page, await _own(page, slug), asked, values, refused.problems)
        return _show_step(page, challenge, asked, values, refused.problems, (version, mark))
    following = f"/challenges/{slug}/edit"
    return page.go(f"{following}/{step}" if forms.text(form, "more") else following, [("done", "saved")])


@post("/challenges/{slug:str}/submit")
async def submit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Ask for publication, or be told everything that is missing at once."""
    await forms.received(page)
    challenge = await _own(page, slug)
    try:
        async with page.site.database.transaction() as tx:
            await service.submit(tx, page.reader, challenge.id)
    except Refused as refused:
        return await _overview(page, challenge, refused.problems)
    return page.go(f"/challenges/{slug}", [("done", "submitted")])


async def _begin(
    page: Page, values: dict[str, str], problems: list[Problem] | tuple[Problem, ...]
) -> Response[str]:
    data = await page.read(documents.MY_ORGANISATIONS)
    grants = data["viewer"]["grants"]["nodes"] if data["viewer"] else []
    owners = {
        each["organisation"]["id"]: each["organisation"]["name"]
        for each in grants
        if each["role"] == "OWNER" and each["organisation"]
    }
    names = {"programmeId": "programme", "ownerId": "owner", "title": f"title.{page.language.tag}"}
    return page.show(
        "challenges/begin.html",
        status=acting.status(problems),
        owners=owners,
        programmes=[each for each in data["programmes"]["nodes"] if _begins_here(Mode(each["mode"]))],
        values={"programme": "", "owner": "", "title.en": "", "title.zh-Hant": ""} | values,
        problems=forms.shown(problems, page.language, lambda field: names.get(field, field)),
    )


def _begins_here(mode: Mode) -> bool:
    """Whether a challenge of such a round can begin with this form; elsewhere it begins with a proposal."""
    return obstacle_to_drafting(mode, takes_up_proposal=False, has_committed=True) is None


async def _own(page: Page, slug: str) -> Challenge:
    """The challenge, when the reader speaks for its owner.

    Raises:
        NotFound: there is none that this reader may know of.
        Forged: it is somebody else's to change.
    """
    named = (await page.read(documents.CHALLENGE_NAME, slug=slug))["challenge"]
    if named is None:
        raise NotFound
    challenge_id: UUID = row_id(named["id"], "Challenge")
    async with page.site.database.read() as connection:
        challenge = await repository.find(connection, challenge_id)
    if challenge is None:
        raise NotFound
    if not page.reader.owns(challenge.owner_id) or challenge.state not in EDITABLE:
        raise Forged
    return challenge


async def _already_there(page: Page, challenge: Challenge) -> Sequence[Mapping[str, Any]]:
    """Software of the catalogue that could be what the challenge asks for, with the words that they share."""
    texts = (challenge.title, challenge.problem, challenge.outcome or {})
    asked = "\n".join(
        (
            *(each for text in texts for each in text.values()),
            *named(need.concept for need in challenge.needs),
        )
    )
    return await reusing.alike(page, most=MOST_SIMILAR, text=asked)


async def _overview(page: Page, challenge: Challenge, problems: Any) -> Response[str]:
    open_questions = missing(challenge)
    edit_path = f"/challenges/{challenge.slug}/edit"
    weak = advise(challenge)
    items = {
        step.name: {
            "href": page.href(f"{edit_path}/{step.name}"),
            "words": page.text(step.words),
            "hint": page.text(step.hint),
            "done": not any(drafts.step_of(each.field or "") is step for each in open_questions),
            "weak": any(drafts.step_of(each.field or "") is step for each in weak),
        }
        for step in drafts.STEPS
    }

    def at_their_step(found: Sequence[Problem]) -> list[dict[str, str]]:
        return [
            {
                "words": text_of(each, page.language.tag),
                # what is said of a day does not tell which
                "day": page.text(drafts.FIELD_WORDS[each.field or ""]) if each.field in drafts.DATES else "",
                "href": page.href(f"{edit_path}/{drafts.step_of(each.field or '').name}")
                + f"#{drafts.anchor(_asked(each), page.language)}",
            }
            for each in found
        ]

    return page.show(
        "challenges/edit.html",
        status=acting.status(problems),
        challenge=challenge,
        stations=[
            (page.text(station), [items[name] for name in held]) for station, held in drafts.STATIONS.items()
        ],
        to_do=at_their_step(open_questions),
        weak=at_their_step(weak),
        already_there=await _already_there(page, challenge),
        notice="" if problems else notices.shown(page),
        problems=[forms.Shown(shown.words, None) for shown in forms.shown(problems, page.language)],
    )


def _show_step(
    page: Page,
    challenge: Challenge,
    step: drafts.Step,
    values: dict[str, Any],
    problems: Any,
    opened: tuple[int, str] | None = None,
) -> Response[str]:
    """The form of a step; `opened` is the version and the mark it was opened with, those stored now when not given."""
    language = page.language
    version, mark = opened or (challenge.version, conflicts.mark(challenge, step))
    status = acting.status(problems)
    changed = status == HTTP_409_CONFLICT
    shown = [_named(page, each) for each in problems]
    if changed:
        shown = [forms.Shown(page.text(CHANGED), "conflict")]
    return page.show(
        f"challenges/step_{step.name}.html",
        status=status,
        challenge=challenge,
        step=step,
        station=page.text(next(words for words, held in drafts.STATIONS.items() if step.name in held)),
        values=values,
        version=version,
        mark=mark,
        changed=changed,
        differences=conflicts.differences(drafts.stored(challenge), values, step, language)
        if changed
        else (),
        skills=drafts.skill_options(language),
        domains=drafts.fields_of_work(language),
        work_languages=drafts.WORK_LANGUAGES,
        views=gate.views(language),
        questions=gate.questions(language),
        blank_needs=drafts.BLANK_NEEDS,
        blank_measures=drafts.BLANK_MEASURES,
        problems=shown,
    )


def _asked(problem: Problem) -> str:
    """The field that a problem is about; of the questions about readiness, which one."""
    field = problem.field or "title"
    return f"{field}.{problem.values['dimension']}" if problem.code == "READINESS_MISSING" else field


def _named(page: Page, problem: Problem) -> forms.Shown:
    """A problem at its control, with the name of its field where the words do not say which one they mean."""
    [told] = forms.shown([problem], page.language, lambda field: drafts.anchor(field, page.language))
    name = drafts.called(problem.field or "", page.language) if problem.code in UNNAMED else ""
    between = "：" if page.language is CHINESE else ": "
    return forms.Shown(f"{name}{between}{told.words}" if name else told.words, told.anchor)


def _chosen(global_id: str, type_name: str) -> UUID | None:
    """The row that a choice stands for; None when it was left out or is none of ours."""
    try:
        found, row = read_global_id(global_id)
    except ValueError:
        return None
    return row if found == type_name else None


def _step(name: str) -> drafts.Step:
    found = next((step for step in drafts.STEPS if step.name == name), None)
    if found is None:
        raise NotFound
    return found
