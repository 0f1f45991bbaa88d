"""A team's application for a challenge: how well they fit, what it proposes, and the answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.drafts import TAGS
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, Page
from matching.applications import service
from matching.applications.model import ApplicationForm
from schema.ids import row_id
from store.refusal import Problem

FIELDS = (*(f"proposal.{tag}" for tag in TAGS), "preference", "hoursOffered")
FIRST_CHOICE = 1


@get("/challenges/{slug:str}/apply/{team:str}")
async def bid(page: NamedDependency[Page], slug: FromPath[str], team: FromPath[str]) -> Response[str]:
    """What this team has applied with, or an empty form, and how they fit."""
    return await _show(page, await _asked(page, slug, team))


@post("/challenges/{slug:str}/apply/{team:str}")
async def send_bid(
    page: NamedDependency[Page], slug: FromPath[str], team: FromPath[str]
) -> Response[str] | Redirect:
    """Apply, or change the application there is."""
    form = await forms.received(page)
    asked = await _asked(page, slug, team)
    values = {name: forms.text(form, name) for name in FIELDS}
    written, found = _written(form, asked["bid"])
    challenge, own = row_id(asked["challenge"]["id"], "Challenge"), row_id(asked["team"]["id"], "Team")
    standing, version = asked["bid"], acting.version(form)
    if found:
        return await _show(page, asked, found, values, version)
    if standing is None or standing["state"] == "WITHDRAWN":
        problems = await acting.refusals(
            page, lambda tx: service.apply(tx, page.reader, challenge, own, written)
        )
    else:
        row = row_id(standing["id"], "Application")
        problems = await acting.refusals(
            page, lambda tx: service.edit(tx, page.reader, row, written, version)
        )
    if problems:
        return await _show(page, asked, problems, values, version)
    return page.go(f"/challenges/{slug}/apply/{team}", [(NOTICE, "applied")])


@post("/challenges/{slug:str}/apply/{team:str}/withdraw")
async def withdraw_bid(
    page: NamedDependency[Page], slug: FromPath[str], team: FromPath[str]
) -> Response[str] | Redirect:
    """Take the application back."""
    await forms.received(page)
    asked = await _asked(page, slug, team)
    if asked["bid"] is None:
        raise NotFound
    row = row_id(asked["bid"]["id"], "Application")
    problems = await acting.refusals(page, lambda tx: service.withdraw(tx, page.reader, row))
    if problems:
        return await _show(page, asked, problems)
    return page.go(f"/challenges/{slug}/apply/{team}", [(NOTICE, "bid-withdrawn")])


async def _asked(page: Page, slug: str, team: str) -> dict[str, Any]:
    """The challenge, the team, and the team's application if there is one.

    Raises:
        NotFound: there is no such challenge or team for this reader.
        Forged: the reader is not in the team.
    """
    found = await page.read(documents.BID, challenge=slug, team=team)
    if found["challenge"] is None or found["team"] is None:
        raise NotFound
    if not page.reader.in_team(row_id(found["team"]["id"], "Team")):
        raise Forged
    own = found["team"]["applications"]["nodes"]
    found["bid"] = next(
        (each for each in own if each["challenge"] and each["challenge"]["slug"] == slug), None
    )
    return found


async def _show(
    page: Page,
    asked: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    values: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Response[str]:
    challenge, standing = asked["challenge"], asked["bid"]
    programme = challenge["programme"]
    compared = await page.read(documents.BID_FIT, challenge=challenge["id"], team=asked["team"]["id"])
    own_choices = [
        each
        for each in asked["team"]["applications"]["nodes"]
        if each["state"] == "SUBMITTED"
        and each["challenge"]
        and each["challenge"]["slug"] != challenge["slug"]
    ]
    return page.show(
        "challenges/bid.html",
        status=acting.status(problems),
        at=f"/challenges/{challenge['slug']}/apply/{asked['team']['slug']}",
        challenge=challenge,
        team=asked["team"],
        bid=standing,
        fit=compared["fit"],
        others=sorted(own_choices, key=lambda each: each["preference"]),
        is_open=challenge["state"] == "PUBLISHED" and bool(programme) and programme["state"] == "OPEN",
        values=values or _stored(standing),
        version=standing["version"] if version is None and standing else version or 0,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(
            problems,
            page.language,
            lambda field: (
                f"{field}.{page.language.tag}"
                if field == "proposal"
                else (field if field in FIELDS else None)
            ),
        ),
    )


def _stored(standing: Mapping[str, Any] | None) -> Mapping[str, str]:
    if standing is None:
        return {**dict.fromkeys(FIELDS, ""), "preference": str(FIRST_CHOICE)}
    hours = standing["hoursOffered"]
    return {
        **{f"proposal.{tag}": standing["proposal"].get(tag, "") for tag in TAGS},
        "preference": str(standing["preference"]),
        "hoursOffered": "" if hours is None else str(hours),
    }


def _written(form: Any, standing: Mapping[str, Any] | None) -> tuple[ApplicationForm, list[Problem]]:
    problems: list[Problem] = []
    preference = forms.whole(form, "preference", problems)
    made = ApplicationForm(
        proposal=forms.kept(form, "proposal", standing["proposal"] if standing else {}, TAGS),
        preference=0 if preference is None else preference,
        hours_offered=forms.whole(form, "hoursOffered", problems),
    )
    return made, problems
