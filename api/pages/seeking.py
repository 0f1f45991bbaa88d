"""Somebody without a team: their profile, who may find it, and which roles fit them, with every reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import acting, documents, drafts, forms, notices, role_forms
from api.pages.site import NOTICE, Page
from matching.consents.model import Purpose, current_version, text
from matching.profiles import repository, service
from matching.profiles.model import Profile
from store.refusal import Problem


@get("/profile")
async def profile(page: NamedDependency[Page]) -> Response[str]:
    """What one says of oneself; who has not signed in is told what will be asked."""
    own = await _own(page)
    return await _form(page, role_forms.stored_profile(own) if own else role_forms.EMPTY_PROFILE, [])


@post("/profile")
async def save(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Save it."""
    form = await forms.received(page)
    values, written, found = role_forms.sent_profile(form, await _own(page))
    version = acting.version(form)
    problems = found or await acting.refusals(
        page, lambda tx: service.save(tx, page.reader, written, version)
    )
    if problems:
        return await _form(page, values, problems, version)
    if forms.text(form, "more"):
        return page.go("/profile")
    return page.go("/profile/roles", [(NOTICE, "profile-saved")])


@post("/profile/found")
async def let_be_found(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Agree to be found."""
    form = await forms.received(page)
    own = await _own(page)
    version = current_version(Purpose.FOUND_BY_OWNERS)
    problems: Sequence[Problem] = [Problem("CONSENT_MISSING", "agreed")]
    if forms.text(form, "agreed"):
        problems = await acting.refusals(page, lambda tx: service.let_be_found(tx, page.reader, version))
    if problems:
        return await _form(
            page, role_forms.stored_profile(own) if own else role_forms.EMPTY_PROFILE, problems
        )
    return page.go("/profile", [(NOTICE, "profile-found")])


@post("/profile/delete")
async def delete(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Delete it, with every interest in a role."""
    form = await forms.received(page)
    own = await _own(page)
    problems: Sequence[Problem] = [Problem("PROFILE_NOT_SURE", "sure")]
    if forms.text(form, "sure"):
        problems = await acting.refusals(page, lambda tx: service.delete(tx, page.reader))
    if problems:
        return await _form(
            page, role_forms.stored_profile(own) if own else role_forms.EMPTY_PROFILE, problems
        )
    return page.go("/roles", [(NOTICE, "profile-deleted")])


@get("/profile/roles")
async def roles_for_me(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Which roles fit, and why; and where one's interest in each stands."""
    if await _own(page) is None:
        return page.go("/profile")
    data = await page.read(documents.PROFILE_ROLES)
    return page.show(
        "roles/for_me.html",
        fits=[each for each in data["rolesForMe"] if each["role"]],
        interests=[each for each in data["viewer"]["profile"]["interests"]["nodes"] if each["role"]],
        notice=notices.shown(page),
    )


async def _own(page: Page) -> Profile | None:
    if page.reader.person_id is None:
        return None
    async with page.site.database.read() as connection:
        return await repository.of_person(connection, page.reader.person_id)


async def _form(
    page: Page, values: Mapping[str, Any], problems: Sequence[Problem], version: int | None = None
) -> Response[str]:
    viewer = (await page.read(documents.PROFILE))["viewer"]
    own = viewer["profile"] if viewer else None
    language = page.language
    standing = [
        each["id"]
        for each in (viewer["consents"]["nodes"] if viewer else [])
        if each["purpose"] == Purpose.FOUND_BY_OWNERS and not each["withdrawnAt"]
    ]
    return page.show(
        "roles/profile.html",
        status=acting.status(problems),
        at="/profile",
        viewer=viewer,
        own=own,
        version=(own["version"] if own else 0) if version is None else version,
        agreed=bool(standing),
        values=values,
        words=text(Purpose.FOUND_BY_OWNERS, current_version(Purpose.FOUND_BY_OWNERS)),
        skills=drafts.skill_options(language),
        domains=drafts.fields_of_work(language),
        work_languages=drafts.WORK_LANGUAGES,
        blank_rows=role_forms.BLANK_ROWS,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, language, lambda field: role_forms.anchor(field, language)),
    )
