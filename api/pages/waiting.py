"""What waits for somebody who is signed in, by what they are: officer, reviewer, owner, member of a team."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import documents
from api.pages.labels import stage
from api.pages.site import Page
from matching.forms import today

UNDER_REVIEW = frozenset({"OPEN", "REVIEW"})
#: Stages of a challenge that goes on, those that wait for its owner first.
LIVING = ("DRAFT", "SUBMITTED", "ANNOUNCED", "OPEN", "IN_REVIEW", "UNMATCHED", "LEFT_OUT")
WORKING = frozenset({"AGREEING", "AGREED"})


@get("/waiting")
async def waiting(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Everything that somebody else waits for this reader to do, and where it is done."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    data = await page.read(documents.WAITING, isOfficer=page.reader.is_officer)
    grants = data["viewer"]["grants"]["nodes"]
    drafts = [] if page.reader.is_officer else data["drafts"]["nodes"]
    return page.show(
        "waiting.html",
        steps=data["viewer"]["nextSteps"],
        today=today(),
        submitted=data["submitted"]["nodes"] if page.reader.is_officer else [],
        rounds=[each for each in data["rounds"]["nodes"] if each["source"] is None],
        to_review=[each for each in data["rounds"]["nodes"] if each["state"] in UNDER_REVIEW],
        owners=[
            living_and_pairs(each["organisation"], drafts)
            for each in grants
            if each["role"] == "OWNER" and each["organisation"]
        ],
        is_agency=any(each["role"] == "AGENCY" for each in grants),
        coached=[each["match"] for each in data["viewer"]["coachings"]["nodes"] if each["match"]],
        teams=[each["team"] for each in data["viewer"]["teams"]["nodes"] if each["team"]],
    )


def living_and_pairs(
    organisation: Mapping[str, Any], drafts: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """An organisation with its challenges that go on and its pairs at work.

    Args:
        organisation: with the newest of its challenges.
        drafts: of everybody that the reader speaks for; old ones are not among the newest.
    """
    challenges = organisation["challenges"]["nodes"]
    own = [each for each in drafts if each["owner"] and each["owner"]["slug"] == organisation["slug"]]
    every = {each["slug"]: each for each in (*own, *challenges)}.values()
    living = [each for each in every if stage(each) in LIVING]
    return {
        "name": organisation["name"],
        "living": sorted(living, key=lambda each: LIVING.index(stage(each))),
        "pairs": [
            (each, match)
            for each in challenges
            for match in each["matches"]["nodes"]
            if match["state"] in WORKING and match["team"]
        ],
    }
