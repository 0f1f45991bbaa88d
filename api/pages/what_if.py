"""What a round's pairing would be otherwise, beside what it is: for officers, and nothing of it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.params import FromPath

from api.pages import said
from api.pages.errors import NotFound
from api.pages.reports import challenges_with_bids
from api.pages.site import Page
from matching.programmes.model import LARGEST_WEIGHT

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
    after { summary fairness }
    moves { team { name } before { title } after { title } }
  }
}
"""


@get("/programmes/{slug:str}/report/what-if")
async def what_if(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Both outcomes side by side, once something is asked to be otherwise."""
    if not page.reader.is_officer:
        raise NotFound
    choices = await page.read(_CHOICES, slug=slug)
    programme = choices["programme"]
    if programme is None or programme["state"] != "REVIEW":
        raise NotFound
    bids = await challenges_with_bids(page, slug)
    taking_part = {
        each["team"]["id"]: each["team"]["name"]
        for challenge in bids
        for each in challenge["applications"]["nodes"]
        if each["team"]
    }
    asked = dict(page.query)
    weights = _weights(asked, programme["weights"])
    return page.show(
        "programmes/what_if.html",
        programme=programme,
        weights=weights,
        without=[
            *((each, said.plain(name, page.language)) for each, name in taking_part.items()),
            *((each["id"], said.plain(each["title"], page.language)) for each in bids),
        ],
        others=[
            (each["id"], said.plain(each["name"], page.language))
            for each in choices["teams"]["nodes"]
            if each["id"] not in taking_part and each["source"] is None
        ],
        left_out=asked.get("without", ""),
        added=asked.get("added", ""),
        outcome=await _outcome(page, programme["id"], asked, weights, taking_part) if asked else None,
    )


async def _outcome(
    page: Page,
    programme: str,
    asked: Mapping[str, str],
    weights: Sequence[tuple[str, float]],
    taking_part: Mapping[str, Any],
) -> Any:
    left_out = asked.get("without")
    answer = await page.read(
        _WHAT_IF,
        programme=programme,
        weights=[{"criterion": criterion, "weight": weight} for criterion, weight in weights],
        team=left_out if left_out in taking_part else None,
        challenge=None if left_out in taking_part else left_out,
        added=asked.get("added"),
    )
    return answer["whatIf"]


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
