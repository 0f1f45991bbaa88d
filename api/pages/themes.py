"""The themes of a round: officers write them down, owners and teams commit to them and withdraw."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, drafts, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from matching.themes import service
from schema.ids import row_id
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem

Act: TypeAlias = Callable[[Connection, Actor, UUID, UUID | None, UUID | None], Awaitable[UUID]]
"""What an owner or a team does with a theme."""

ROWS = 8  # to fill in; saving brings as many again


@get("/programmes/{slug:str}/themes")
async def themes(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The themes, who has committed to which, and the form for whoever may."""
    return await _show(page, slug)


@post("/programmes/{slug:str}/themes")
async def set_themes(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An officer writes the themes down."""
    form = await forms.received(page)
    programme = row_id((await _read(page, slug))["programme"]["id"], "Programme")
    rows = forms.rows(form, "names", drafts.TAGS, "")
    names = [{tag: words for tag, words in row.items() if words} for row in rows]
    version = acting.version(form)
    problems = await acting.refusals(
        page, lambda tx: service.set_themes(tx, page.reader, programme, names, version)
    )
    if problems:
        return await _show(page, slug, problems, rows, version)
    return page.go(f"/programmes/{slug}/themes", [(NOTICE, "themes-saved")])


@post("/programmes/{slug:str}/commit")
async def commit(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An owner or a team commits to a theme."""
    return await _do(page, slug, service.commit, "committed")


@post("/programmes/{slug:str}/commit/withdraw")
async def withdraw(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """An owner or a team takes its commitment back."""
    return await _do(page, slug, service.withdraw, "commitment-withdrawn")


async def _do(page: Page, slug: str, act: Act, notice: str) -> Response[str] | Redirect:
    form = await forms.received(page)
    theme = acting.row(forms.text(form, "theme"), "Theme")
    agency, team = forms.text(form, "organisation"), forms.text(form, "team")

    async def work(tx: Connection) -> object:
        of_agency = acting.row(agency, "Organisation") if agency else None
        return await act(tx, page.reader, theme, of_agency, acting.row(team, "Team") if team else None)

    problems = await acting.refusals(page, work)
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/programmes/{slug}/themes", [(NOTICE, notice)])


async def _read(page: Page, slug: str) -> Mapping[str, Any]:
    data = await page.read(documents.PROGRAMME_THEMES, slug=slug, isSignedIn=page.reader.is_signed_in)
    if data["programme"] is None or data["programme"]["mode"] != "THEME":
        raise NotFound
    return data


async def _show(
    page: Page,
    slug: str,
    problems: Sequence[Problem] = (),
    rows: Sequence[Mapping[str, str]] | None = None,
    version: int | None = None,
) -> Response[str]:
    data = await _read(page, slug)
    viewer = data.get("viewer")
    grants = viewer["grants"]["nodes"] if viewer else []
    stored = [
        {tag: each["name"].get(tag, "") for tag in drafts.TAGS}
        for each in data["programme"]["themes"]["nodes"]
    ]
    tag = page.language.tag
    return page.show(
        "programmes/themes.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/themes",
        programme=data["programme"],
        version=data["programme"]["version"] if version is None else version,
        rows=[*(stored if rows is None else rows), *(dict.fromkeys(drafts.TAGS, "") for _ in range(ROWS))],
        owners=[each["organisation"] for each in grants if each["role"] == "OWNER" and each["organisation"]],
        teams=[each["team"] for each in viewer["teams"]["nodes"] if each["team"]] if viewer else [],
        notice="" if problems else notices.shown(page),
        problems=forms.shown(
            problems, page.language, lambda field: f"{field}.{tag}" if field.startswith("names.") else None
        ),
    )
