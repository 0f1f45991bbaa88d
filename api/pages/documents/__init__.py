"""What each page asks of the API: one GraphQL document a page, in the file of its name."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def _document(name: str) -> str:
    return (_FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


HOME = _document("home")
CHALLENGES = _document("challenges")
CHALLENGE = _document("challenge")
CHALLENGE_GATE = _document("challenge_gate")
CHALLENGE_NAME = _document("challenge_name")
CHALLENGE_FIT = _document("challenge_fit")
TEAM_NAME = _document("team_name")
TEAM_FIT = _document("team_fit")
BID = _document("bid")
BID_FIT = _document("bid_fit")
OWN_PART = _document("own_part")
TEAMS = _document("teams")
TEAM = _document("team")
PROGRAMMES = _document("programmes")
PROGRAMME = _document("programme")
PROGRAMME_NAME = _document("programme_name")
PROGRAMME_PROPOSALS = _document("programme_proposals")
PROGRAMME_VOTE = _document("programme_vote")
PROGRAMME_REPORT = _document("programme_report")
PROGRAMME_BIDS = _document("programme_bids")
STANDING = _document("standing")
CATALOGUE = _document("catalogue")
COUNTED = _document("counted")
SIMILAR = _document("similar")
OPEN_CHALLENGES = _document("open_challenges")
SOFTWARE = _document("software")
SOFTWARE_ID = _document("software_id")
MADE_OF = _document("made_of")
WATCHING = _document("watching")
PUBLISHERS = _document("publishers")
PUBLISHER = _document("publisher")
MY_ORGANISATIONS = _document("my_organisations")
MATCH = _document("match")
ROUNDS_UNDER_REVIEW = _document("rounds_under_review")
PROGRAMME_REVIEWS = _document("programme_reviews")
APPLICATION = _document("application")
WAITING = _document("waiting")
VALIDATE = _document("validate")
WHY_MISSING = _document("why_missing")
CRAWLS = _document("crawls")
