"""Second scene: the owner drafts challenges, is told what is missing, and an officer publishes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.tour import documents
from api.tour.answers import Answer
from api.tour.opening import Opened
from api.tour.tour import Tour

#: What a challenge with a title and nothing else lacks: code and field of each reason.
MISSING: tuple[tuple[str, str], ...] = (
    ("PROBLEM_TOO_SHORT", "problem"),
    ("PEOPLE_AFFECTED_MISSING", "peopleAffected"),
    ("MEASURES_MISSING", "measures"),
    ("NEEDS_MISSING", "needs"),
    ("DOMAINS_MISSING", "domains"),
    ("LANGUAGES_MISSING", "languages"),
    ("HOURS_MISSING", "hoursNeeded"),
    ("DATE_MISSING", "startsOn"),
    ("DATE_MISSING", "endsOn"),
    ("DATA_CLASS_MISSING", "dataClass"),
    ("LICENCE_MISSING", "licence"),
    ("AI_RISK_MISSING", "aiRisk"),
    *(("READINESS_MISSING", "readiness"),) * 7,
)
RELEASE = "Its owner has the data, a person with time, and stands behind an open licence."


@dataclass(frozen=True, slots=True)
class Posted:
    """Two published challenges: their ids, and the place of the first in addresses."""

    flood: str
    flood_slug: str
    drains: str


def post_challenges(tour: Tour, opened: Opened) -> Posted:
    """Play the scene."""
    flood: Mapping[str, Any] = tour.story["challenges"]["flood"]
    draft = _draft(tour, opened, flood)
    identity, slug = draft.at("id").text(), draft.at("slug").text()
    _complete(tour, opened, draft, flood)
    _submit(tour, opened, identity, slug)
    _publish(tour, opened, identity, slug)
    return Posted(identity, slug, _post_another(tour, opened, tour.story["challenges"]["drains"]))


def _draft(tour: Tour, opened: Opened, flood: Mapping[str, Any]) -> Answer:
    with tour.step("challenge-drafted") as seen:
        drafted = {
            "programme": opened.programme,
            "owner": opened.district,
            "input": {"title": flood["title"]},
        }
        opened.agency.ask(documents.DRAFT_CHALLENGE, **drafted).refused(("NOT_YOUR_ORGANISATION", "ownerId"))
        draft = opened.owner.ask(documents.DRAFT_CHALLENGE, **drafted).written("challenge")
        draft.at("state").must_be("DRAFT")
        seen(title=tour.word(flood["title"]))
    with tour.step("challenge-incomplete") as seen:
        answer = opened.owner.ask(documents.SUBMIT_CHALLENGE, id=draft.at("id").text())
        reasons = answer.refused(*MISSING)
        own = opened.owner.ask(documents.CHALLENGE, slug=draft.at("slug").text())
        own.at("state").must_be("DRAFT")
        seen(count=len(reasons), first=reasons[0])
    return draft


def _complete(tour: Tour, opened: Opened, draft: Answer, flood: Mapping[str, Any]) -> None:
    identity, slug = draft.at("id").text(), draft.at("slug").text()
    version = int(draft.at("version").number())
    with tour.step("challenge-completed") as seen:
        edited = opened.owner.ask(documents.EDIT_CHALLENGE, id=identity, version=version, input=flood)
        edited.written("challenge").at("version").must_be(version + 1)
        seen(count=len(flood))
    with tour.step("challenge-conflict") as seen:
        other = {"title": {"en": "Written over by somebody who had not looked"}}
        stale = opened.owner.ask(documents.EDIT_CHALLENGE, id=identity, version=version, input=other)
        refusal = stale.refused(("CONFLICT", "expectedVersion"))
        own = opened.owner.ask(documents.CHALLENGE, slug=slug)
        own.at("title").must_be(flood["title"])
        own.at("version").must_be(version + 1)
        seen(refusal=refusal[0])


def _submit(tour: Tour, opened: Opened, identity: str, slug: str) -> None:
    with tour.step("challenge-submitted") as seen:
        submitted = opened.owner.ask(documents.SUBMIT_CHALLENGE, id=identity).written("challenge")
        submitted.at("state").must_be("SUBMITTED")
        tour.anyone.ask(documents.CHALLENGE, slug=slug).must_be(None)
        seen()


def _publish(tour: Tour, opened: Opened, identity: str, slug: str) -> None:
    with tour.step("challenge-published") as seen:
        released = {"id": identity, "reason": RELEASE}
        opened.owner.ask(documents.APPROVE_CHALLENGE, **released).refused(("OFFICERS_ONLY", None))
        approved = opened.officer.ask(documents.APPROVE_CHALLENGE, **released).written("challenge")
        approved.at("state").must_be("PUBLISHED")
        public = tour.anyone.ask(documents.CHALLENGE, slug=slug)
        public.at("releaseReason").must_be(RELEASE)
        public.at("title").must_be(tour.story["challenges"]["flood"]["title"])
        seen(needs=int(public.at("needs.totalCount").must_be(4).number()))


def _post_another(tour: Tour, opened: Opened, drains: Mapping[str, Any]) -> str:
    with tour.step("second-challenge") as seen:
        drafted = opened.owner.ask(
            documents.DRAFT_CHALLENGE, programme=opened.programme, owner=opened.district, input=drains
        )
        identity = drafted.written("challenge").at("id").text()
        opened.owner.ask(documents.SUBMIT_CHALLENGE, id=identity).written("challenge")
        released = {"id": identity, "reason": RELEASE}
        opened.officer.ask(documents.APPROVE_CHALLENGE, **released).written("challenge")
        listed = tour.anyone.ask(documents.PROGRAMME, slug=opened.slug)
        listed.at("challengeCount").must_be(2)
        seen(title=tour.word(drains["title"]))
    return identity
