"""Roles of challenges: everybody reads them, people say that they would take one, owners carve and answer."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, addresses, documents, drafts, forms, lists, notices, role_forms
from api.pages.errors import Forged, NotFound
from api.pages.said import concept
from api.pages.site import NOTICE, Page
from matching.interests import service as interests
from matching.roles import repository, service
from matching.roles.model import CARVED_IN, Role
from schema.ids import row_id, to_global_id
from store.database import Connection
from store.refusal import Problem

#: Where a team that was found for a challenge still works on it.
AT_WORK = frozenset({"AGREEING", "AGREED"})


@get("/roles")
async def roles(page: NamedDependency[Page]) -> Response[str]:
    """Roles that people are looked for, narrowed by what the address says."""
    skill, language = addresses.first(page.query, "skill"), addresses.first(page.query, "language")
    chosen: dict[str, Any] = {"isOpen": True}
    chosen |= {"skill": [skill]} if skill else {}
    chosen |= {"language": [language]} if language in drafts.WORK_LANGUAGES else {}
    data = await page.read(documents.ROLES, filter=chosen, **lists.cursor(page.query))
    return page.show(
        "roles/list.html",
        found=data["roles"],
        has_profile=bool(data["viewer"] and data["viewer"]["profile"]),
        skills=drafts.skill_options(page.language),
        work_languages=drafts.WORK_LANGUAGES,
        skill=skill or "",
        language_chosen=language or "",
        skill_called=concept(skill, page.language) if skill else "",
        notice=notices.shown(page),
    )


@get("/roles/{role:uuid}")
async def role(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str]:
    """One role: what it takes, and for those whom it concerns who would take it."""
    return await _show(page, to_global_id("ChallengeRole", role))


@post("/roles/{role:uuid}/interest")
async def show_interest(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str] | Redirect:
    """Say that one would take it."""
    form = await forms.received(page)
    note = forms.text(form, "note")
    return await _answer(
        page,
        role,
        lambda tx: interests.show(tx, page.reader, role, note),
        "role-interest-shown",
        {"note": note},
    )


@post("/roles/{role:uuid}/invite")
async def invite(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str] | Redirect:
    """Ask somebody who wants to be found."""
    form = await forms.received(page)
    profile = acting.row(forms.text(form, "profile"), "Profile")
    return await _answer(
        page, role, lambda tx: interests.invite(tx, page.reader, role, profile, ""), "role-invited", {}
    )


@post("/roles/{role:uuid}/answer")
async def answer(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str] | Redirect:
    """Accept, decline, take back, offer a place in a team, or join one."""
    form = await forms.received(page)
    named, step = forms.text(form, "interest"), forms.text(form, "step")
    interest, reason = acting.row(named, "RoleInterest"), forms.text(form, f"reason.{named}")
    team = forms.text(form, "team")

    async def work(tx: Connection) -> None:
        if step == "accept":
            await interests.accept(tx, page.reader, interest)
        elif step == "decline":
            await interests.decline(tx, page.reader, interest, reason)
        elif step == "offer":
            await interests.offer_place(tx, page.reader, interest, acting.row(team, "Team"))
        elif step == "join":
            await interests.join(tx, page.reader, interest)
        else:
            await interests.withdraw(tx, page.reader, interest)

    done = "role-team-joined" if step == "join" else "role-answered"
    return await _answer(page, role, work, done, {f"reason.{named}": reason, "interest": named})


@get("/challenges/{slug:str}/roles")
async def of_challenge(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The roles of a challenge; its owner carves another one here."""
    return await _of_challenge(page, slug)


@post("/challenges/{slug:str}/roles")
async def carve(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Carve one."""
    form = await forms.received(page)
    challenge = row_id((await _found(page, slug))["id"], "Challenge")
    values, written, found = role_forms.sent_role(form, None)
    problems = found or await acting.refusals(
        page, lambda tx: service.add(tx, page.reader, challenge, written)
    )
    if problems:
        return await _of_challenge(page, slug, problems, values)
    return page.go(f"/challenges/{slug}/roles", [(NOTICE, "role-saved")])


@post("/challenges/{slug:str}/roles/team")
async def form_team(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Found a team with everybody who was accepted."""
    form = await forms.received(page)
    challenge = row_id((await _found(page, slug))["id"], "Challenge")
    name = forms.localised(form, "name", drafts.TAGS)
    problems = await acting.refusals(page, lambda tx: interests.form_team(tx, page.reader, challenge, name))
    if problems:
        return await _of_challenge(
            page, slug, problems, {f"name.{tag}": name.get(tag, "") for tag in drafts.TAGS}
        )
    return page.go(f"/challenges/{slug}/roles", [(NOTICE, "role-team-formed")])


@get("/roles/{role:uuid}/edit")
async def edit(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str]:
    """The form with what is stored."""
    known, slug = await _own(page, role)
    return _form(page, known, slug, role_forms.stored_role(known), known.version, [])


@post("/roles/{role:uuid}/edit")
async def edited(page: NamedDependency[Page], role: FromPath[UUID]) -> Response[str] | Redirect:
    """Save it, unless somebody else did since the form was opened."""
    form = await forms.received(page)
    known, slug = await _own(page, role)
    values, written, found = role_forms.sent_role(form, known)
    version = acting.version(form)
    problems = found or await acting.refusals(
        page, lambda tx: service.edit(tx, page.reader, known.id, written, version)
    )
    if problems:
        return _form(page, known, slug, values, version, problems)
    return page.go(f"/roles/{role}", [(NOTICE, "role-saved")])


async def _answer(
    page: Page,
    role: UUID,
    work: Callable[[Connection], Awaitable[object]],
    done: str,
    sent: Mapping[str, str],
) -> Response[str] | Redirect:
    problems = await acting.refusals(page, work)
    if problems:
        return await _show(page, to_global_id("ChallengeRole", role), problems, sent)
    return page.go(f"/roles/{role}", [(NOTICE, done)])


async def _show(
    page: Page, named: str, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    data = await page.read(documents.ROLE, id=named)
    found = data["node"]
    if not found or not found["challenge"]:
        raise NotFound
    owner = row_id(found["challenge"]["owner"]["id"], "Organisation")
    owns, profile = page.reader.owns(owner), (data["viewer"] or {}).get("profile")
    fits: list[Any] = []
    if page.reader.is_officer or owns:
        fits = (await page.read(documents.ROLE_PEOPLE, id=named))["peopleForRole"]
    mine = None
    if profile and found["state"] == "OPEN":
        told = (await page.read(documents.PROFILE_ROLES))["rolesForMe"]
        mine = next((each for each in told if each["role"] and each["role"]["id"] == named), None)
    at_work = {
        each["team"]["id"] for each in found["challenge"]["matches"]["nodes"] if each["state"] in AT_WORK
    }
    memberships = data["viewer"]["teams"]["nodes"] if data["viewer"] else []
    sent = values or {}
    return page.show(
        "roles/one.html",
        status=acting.status(problems),
        at=f"/roles/{row_id(named, 'ChallengeRole')}",
        role=found,
        owns=owns,
        has_profile=profile is not None,
        fit_of_me=mine,
        fits=[each for each in fits if each["profile"]],
        leads=[each["team"] for each in memberships if each["isLead"] and each["team"]["id"] in at_work],
        values=sent,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: _anchor(field, sent)),
    )


def _anchor(field: str, sent: Mapping[str, str]) -> str | None:
    """The control of a field: a reason stands once for each interest, by its id."""
    if field == "reason":
        return f"reason.{sent.get('interest', '')}"
    return field if field in sent else None


async def _found(page: Page, slug: str) -> Any:
    found = (await page.read(documents.CHALLENGE_ROLES, slug=slug))["challenge"]
    if found is None:
        raise NotFound
    return found


async def _interested(page: Page, slug: str) -> Mapping[str, Sequence[Any]]:
    """By role, the interests that the reader may see."""
    if not page.reader.is_signed_in:
        return {}
    found = (await page.read(documents.CHALLENGE_ROLE_INTERESTS, slug=slug))["challenge"]
    roles = found["roles"]["nodes"] if found else []
    return {role["id"]: role["interests"]["nodes"] for role in roles}


async def _of_challenge(
    page: Page, slug: str, problems: Sequence[Problem] = (), values: Mapping[str, Any] | None = None
) -> Response[str]:
    found = await _found(page, slug)
    owns = bool(found["owner"]) and page.reader.owns(row_id(found["owner"]["id"], "Organisation"))
    interested = await _interested(page, slug)
    accepted = [each for of_role in interested.values() for each in of_role if each["state"] == "ACCEPTED"]
    return page.show(
        "roles/of_challenge.html",
        status=acting.status(problems),
        at=f"/challenges/{slug}/roles",
        challenge=found,
        may_carve=owns and found["state"] in {state.value for state in CARVED_IN},
        waiting={
            role: sum(each["state"] == "INTERESTED" for each in of_role)
            for role, of_role in interested.items()
        },
        accepted=accepted,
        may_form=any(each["isMine"] and not each["team"] for each in accepted),
        values={**role_forms.EMPTY_ROLE, **{f"name.{tag}": "" for tag in drafts.TAGS}, **(values or {})},
        notice="" if problems else notices.shown(page),
        **_options(page, problems),
    )


async def _own(page: Page, role: UUID) -> tuple[Role, str]:
    """A role that the reader may carve, with the address of its challenge."""
    async with page.site.database.read() as connection:
        known = await repository.find(connection, role)
    found = (await page.read(documents.ROLE, id=to_global_id("ChallengeRole", role)))["node"]
    if known is None or not found or not found["challenge"]:
        raise NotFound
    if not page.reader.owns(row_id(found["challenge"]["owner"]["id"], "Organisation")):
        raise Forged
    return known, found["challenge"]["slug"]


def _form(
    page: Page, role: Role, slug: str, values: Mapping[str, Any], version: int, problems: Sequence[Problem]
) -> Response[str]:
    return page.show(
        "roles/form.html",
        status=acting.status(problems),
        role=role,
        slug=slug,
        values=values,
        version=version,
        **_options(page, problems),
    )


def _options(page: Page, problems: Sequence[Problem]) -> Mapping[str, Any]:
    return {
        "skills": drafts.skill_options(page.language),
        "work_languages": drafts.WORK_LANGUAGES,
        "blank_rows": role_forms.BLANK_ROWS,
        "problems": forms.shown(
            problems, page.language, lambda field: role_forms.anchor(field, page.language)
        ),
    }
