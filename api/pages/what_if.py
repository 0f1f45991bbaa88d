"""What a round's pairing would be otherwise, beside what it is: for officers, who may adopt it with their reason."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, forms, said
from api.pages.errors import Forged, NotFound
from api.pages.reports import challenges_with_bids
from api.pages.site import FORM_FIELD, NOTICE, Page
from matching.assignments import service
from matching.assignments.apart import decide_apart
from matching.assignments.what_if import Change, gather_both
from matching.fit import CriterionId
from matching.programmes.model import LARGEST_WEIGHT, weights_from_json
from schema.ids import row_id
from store.refusal import Problem, Refused

_CHOICES = """
query WhatIfChoices($slug: String!) {
  programme(slug: $slug) { id slug name state weights { criterion weight } }
  teams(first: 100) { nodes { id name source } }
}
"""
_WHAT_IF = """
query WhatIf($programme: ID!, $weights: [CriterionWeightInput!], $team: ID, $challenge: ID, $added: ID) {
  whatIf(
    programmeId: $programme, weights: $weights, withoutTeamId: $team, withoutChallengeId: $challenge,
    addedTeamId: $added
  ) {
    before { summary fairness }
    after { summary fairness fingerprint }
    moves { team { name } before { title } after { title } }
  }
}
"""


@get("/programmes/{slug:str}/report/what-if")
async def what_if(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Both outcomes side by side, once something is asked to be otherwise."""
    return await _show(page, slug, dict(page.query))


@post("/programmes/{slug:str}/report/what-if")
async def adopt_what_if(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Make what the officer has looked at the decision, signed with the reason."""
    form = await forms.received(page)
    if not page.reader.is_officer:
        raise Forged
    asked = {
        name: forms.text(form, name) for name in form if name not in {"reason", "fingerprint", FORM_FIELD}
    }
    seen, reason = forms.text(form, "fingerprint"), forms.text(form, "reason")
    found = await _choices(page, slug)
    problems: Sequence[Problem]
    try:
        change = _change(asked, found)
        async with page.site.database.read() as connection:
            _, changed = await gather_both(
                connection, page.reader, row_id(found.programme["id"], "Programme"), change
            )
        proposal = await asyncio.to_thread(decide_apart, changed)
    except Refused as refused:
        problems = refused.problems
    else:
        problems = await acting.refusals(
            page, lambda tx: service.adopt_what_if(tx, page.reader, proposal, change, reason, seen)
        )
    if problems:
        return await _show(page, slug, asked, problems, reason)
    return page.go(f"/programmes/{slug}/report", [(NOTICE, "adopted")])


@dataclass(frozen=True, slots=True)
class _Choices:
    """What can be asked to be otherwise: `taking_part` has the name by id of each team that applied."""

    programme: Mapping[str, Any]
    teams: Sequence[Mapping[str, Any]]
    bids: Sequence[Mapping[str, Any]]
    taking_part: Mapping[str, Any]


async def _choices(page: Page, slug: str) -> _Choices:
    if not page.reader.is_officer:
        raise NotFound
    read = await page.read(_CHOICES, slug=slug)
    programme = read["programme"]
    if programme is None or programme["state"] != "REVIEW":
        raise NotFound
    bids = await challenges_with_bids(page, slug)
    taking_part = {
        each["team"]["id"]: each["team"]["name"]
        for challenge in bids
        for each in challenge["applications"]["nodes"]
        if each["team"]
    }
    return _Choices(programme, read["teams"]["nodes"], bids, taking_part)


async def _show(
    page: Page, slug: str, asked: Mapping[str, str], problems: Sequence[Problem] = (), reason: str = ""
) -> Response[str]:
    found = await _choices(page, slug)
    weights = _weights(asked, found.programme["weights"])
    return page.show(
        "programmes/what_if.html",
        status=acting.status(problems),
        at=f"/programmes/{slug}/report/what-if",
        programme=found.programme,
        weights=weights,
        without=[
            *((each, said.plain(name, page.language)) for each, name in found.taking_part.items()),
            *((each["id"], said.plain(each["title"], page.language)) for each in found.bids),
        ],
        others=[
            (each["id"], said.plain(each["name"], page.language))
            for each in found.teams
            if each["id"] not in found.taking_part and each["source"] is None
        ],
        left_out=asked.get("without", ""),
        added=asked.get("added", ""),
        outcome=await _outcome(page, found, asked, weights) if asked else None,
        reason=reason,
        problems=forms.shown(problems, page.language, lambda field: "reason" if field == "reason" else None),
    )


async def _outcome(
    page: Page, found: _Choices, asked: Mapping[str, str], weights: Sequence[tuple[str, float]]
) -> Any:
    left_out = asked.get("without") or None
    answer = await page.read(
        _WHAT_IF,
        programme=found.programme["id"],
        weights=[{"criterion": criterion, "weight": weight} for criterion, weight in weights],
        team=left_out if left_out in found.taking_part else None,
        challenge=None if left_out in found.taking_part else left_out,
        added=asked.get("added") or None,
    )
    return answer["whatIf"]


def _change(asked: Mapping[str, str], found: _Choices) -> Change:
    """The change that a form asks for, as the API reads the same one."""
    left_out, added = asked.get("without") or None, asked.get("added") or None
    is_team = left_out in found.taking_part
    return Change(
        weights=weights_from_json(
            {
                CriterionId[criterion].value: weight
                for criterion, weight in _weights(asked, found.programme["weights"])
            }
        ),
        without_team=row_id(left_out, "Team") if left_out and is_team else None,
        without_challenge=row_id(left_out, "Challenge") if left_out and not is_team else None,
        added_team=row_id(added, "Team") if added else None,
    )


def _weights(asked: Mapping[str, str], published: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """The weights that are asked for, the published ones where none is."""
    return [
        (each["criterion"], _weight(asked.get(each["criterion"], str(each["weight"])))) for each in published
    ]


def _weight(written: str) -> float:
    try:
        weight = float(written)
    except ValueError as error:
        raise ClientException from error
    if not 0 <= weight <= LARGEST_WEIGHT:
        raise ClientException
    return weight
