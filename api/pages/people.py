"""Where officers register organisations and invite the people who speak for them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.drafts import TAGS
from api.pages.errors import Forged
from api.pages.labels import LABELS
from api.pages.site import NOTICE, Page
from registry.people import service
from registry.people.model import INVITATION_LASTS, NewOrganisation, OrganisationKind
from store.actor import Role
from store.database import Connection
from store.refusal import Problem

ORGANISATION: Final = (*(f"name.{tag}" for tag in TAGS), "kind", "place", "homepage")
INVITATION: Final = ("email", "role", "organisation")
#: The page names every field apart, and two forms have a field for an organisation.
ANCHORS: Final[Mapping[str, str]] = {"name": f"name.{TAGS[0]}", "organisationId": "organisation"}


@get("/people")
async def people(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """The organisations there are, and the two forms."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _show(page)


@post("/people/organisations")
async def register(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Register an organisation."""
    form = await forms.received(page)
    values = {name: forms.text(form, name) for name in ORGANISATION}
    if values["kind"] not in set(OrganisationKind):
        raise Forged
    new = NewOrganisation(
        name=forms.localised(form, "name", TAGS),
        kind=OrganisationKind(values["kind"]),
        place=values["place"] or None,
        homepage=values["homepage"] or None,
    )
    problems = await acting.refusals(page, lambda tx: service.register_organisation(tx, page.reader, new))
    if problems:
        return await _show(page, problems, values)
    return page.go("/people", [(NOTICE, "organisation-registered")])


@post("/people/invitations")
async def invite(page: NamedDependency[Page]) -> Response[str]:
    """Make an invitation and show its link, once."""
    form = await forms.received(page)
    values = {name: forms.text(form, name) for name in INVITATION}
    if values["role"] and values["role"] not in set(Role):
        raise Forged
    role = Role(values["role"]) if values["role"] else None
    organisation = acting.row(values["organisation"], "Organisation") if values["organisation"] else None
    made: list[str] = []

    async def work(tx: Connection) -> None:
        made.append(await service.invite(tx, page.reader, values["email"], role, organisation))

    problems = await acting.refusals(page, work)
    if problems:
        return await _show(page, problems, values)
    link = f"{page.site.public_url}/{page.language.tag}/invitation/{made[0]}"
    shown = page.show(
        "people/invited.html", link=link, email=values["email"].lower(), days=INVITATION_LASTS.days
    )
    shown.headers["Cache-Control"] = "no-store"
    return shown


async def _show(
    page: Page, problems: Sequence[Problem] = (), values: Mapping[str, str] | None = None
) -> Response[str]:
    """The page, for officers; others have no use for it.

    Raises:
        Forged: the reader is no officer.
    """
    if not page.reader.is_officer:
        raise Forged
    return page.show(
        "people/list.html",
        status=acting.status(problems),
        at="/people",
        organisations=await _organisations(page),
        kinds=list(LABELS["organisation-kind"]),
        roles=[(role.value, role.name) for role in Role],
        values=dict.fromkeys((*ORGANISATION, *INVITATION), "") | dict(values or {}),
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, lambda field: ANCHORS.get(field, field)),
    )


async def _organisations(page: Page) -> Sequence[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    after = None
    while True:
        part: Any = (await page.read(documents.PEOPLE, after=after))["organisations"]
        found += part["nodes"]
        if not part["pageInfo"]["hasNextPage"]:
            return found
        after = part["pageInfo"]["endCursor"]
