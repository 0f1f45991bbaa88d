"""What waits for somebody who is signed in, by what they are: officer, reviewer, owner, member of a team."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import documents
from api.pages.site import Page
from matching.forms import today

UNDER_REVIEW = frozenset({"OPEN", "REVIEW"})


@get("/waiting")
async def waiting(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Everything that somebody else waits for this reader to do, and where it is done."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    data = await page.read(documents.WAITING, isOfficer=page.reader.is_officer)
    grants = data["viewer"]["grants"]["nodes"]
    return page.show(
        "waiting.html",
        steps=data["viewer"]["nextSteps"],
        today=today(),
        submitted=data["submitted"]["nodes"] if page.reader.is_officer else [],
        rounds=[each for each in data["rounds"]["nodes"] if each["source"] is None],
        to_review=[each for each in data["rounds"]["nodes"] if each["state"] in UNDER_REVIEW],
        owners=[each["organisation"] for each in grants if each["role"] == "OWNER" and each["organisation"]],
        is_agency=any(each["role"] == "AGENCY" for each in grants),
        coached=[each["match"] for each in data["viewer"]["coachings"]["nodes"] if each["match"]],
        teams=[each["team"] for each in data["viewer"]["teams"]["nodes"] if each["team"]],
    )
