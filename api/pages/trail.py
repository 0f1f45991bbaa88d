"""What an event of the audit trail was about and what it changed, field by field, in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape

from api.pages import drafts, explained, said
from api.pages.addresses import page as address
from api.pages.environment import text_of
from api.pages.labels import LABELS, N_
from api.pages.languages import LANGUAGES, Language
from schema.ids import read_global_id, to_global_id

MOST_NAMES = 100  # ids that the API takes in one question
NOTHING, YES, NO = "–", N_("Yes"), N_("No")

#: Figures of the machine that tell a person nothing; they are in the exports.
UNSAID = frozenset({"fingerprint", "session_id", "sha256", "updated_at", "version"})
#: What the trail keeps of records, by what it is called; the parts of a challenge as its forms call them.
FIELDS: Mapping[str, str] = {
    **{re.sub(r"(?=[A-Z])", "_", name).lower(): words for name, words in drafts.FIELD_WORDS.items()},
    "about": N_("About"),
    "accepts": N_("Agrees"),
    "address": N_("Address"),
    "agency_id": N_("Agency"),
    "answer": N_("Answer"),
    "application_id": N_("Application"),
    "applications_close_on": N_("Last day to apply"),
    "approved": N_("Approved"),
    "asked": N_("Asked"),
    "available_from": N_("Available from"),
    "available_until": N_("Available until"),
    "capacity": N_("Challenges at a time"),
    "challenge_id": N_("Challenge"),
    "closes_at": N_("Ends"),
    "closes_on": N_("Last day to answer"),
    "components": N_("Components"),
    "conflicts": N_("Organisations with a conflict of interest"),
    "content_licence": N_("Licence of the contents"),
    "credit_terms": N_("Terms for credit"),
    "data_clearance": N_("May work with"),
    "data_terms": N_("Terms for the data"),
    "decision_on": N_("Pairing decided"),
    "declared_licence": N_("Declared licence"),
    "description": N_("Description"),
    "due_on": N_("Due on"),
    "events": N_("Events"),
    "expires_at": N_("Ends"),
    "format": N_("Format"),
    "health_band": N_("Health"),
    "homepage": N_("Web site"),
    "hours": N_("Hours"),
    "hours_per_week": N_("Hours a week for one challenge"),
    "is_example": N_("Example"),
    "is_in_service": N_("In service"),
    "is_lead": N_("Leads the team"),
    "is_public": N_("Shown to everybody"),
    "is_shortlisted": N_("Shortlisted"),
    "issuer": N_("Identity provider"),
    "kind": N_("Kind"),
    "match_id": N_("Pair"),
    "measure": N_("What is counted"),
    "measured_on": N_("Counted on"),
    "mentoring_terms": N_("Terms for mentoring"),
    "minutes": N_("Minutes"),
    "mode": N_("Mode"),
    "name": N_("Name"),
    "objective": N_("Aim of the pairing"),
    "opens_on": N_("Applications open"),
    "organisation_id": N_("Organisation"),
    "outcome": N_("What came of it"),
    "outside_reason": N_("Why it is no matter for a programme"),
    "owner_id": N_("Owner"),
    "ownership": N_("Who owns the code"),
    "pairs": N_("Pairs"),
    "person_id": N_("Account"),
    "place": N_("Place"),
    "preference": N_("Choice of the team"),
    "programme_id": N_("Programme"),
    "publication_terms": N_("Terms for publication"),
    "published_at": N_("Published"),
    "publisher_id": N_("Publisher"),
    "purpose": N_("Purpose"),
    "reached_on": N_("Reached on"),
    "reason": N_("Reason"),
    "refused_licences": N_("Refused licences"),
    "release_reason": N_("Why it was published"),
    "released_by": N_("Published by the account"),
    "remote_ok": N_("Works from elsewhere"),
    "repository_url": N_("Repository"),
    "respond_by": N_("Answer until"),
    "role": N_("Role"),
    "role_id": N_("Role of a challenge"),
    "rubric": N_("What reviewers score"),
    "scopes": N_("What it may do"),
    "scores": N_("Points"),
    "shipped_licence": N_("Licence in the files"),
    "side": N_("Side"),
    "since": N_("Since"),
    "skills": N_("Skills"),
    "slug": N_("Address on this site"),
    "software_id": N_("Software"),
    "source": N_("Source"),
    "state": N_("State"),
    "team_id": N_("Team"),
    "text_version": N_("Version of the text"),
    "themes": N_("Themes"),
    "time_zone": N_("Time zone"),
    "topics": N_("Topics"),
    "url": N_("Address"),
    "value": N_("Figure"),
    "verdict": N_("Verdict about the licence"),
    "weights": N_("How fit is weighed"),
}  # fmt: skip
#: Which labels say the codes of a field; those of `state` and `kind` depend on the record.
SAID_AS: Mapping[str, str] = {
    "ai_risk": "ai-risk",
    "data_class": "data-class",
    "data_clearance": "data-class",
    "mode": "mode",
    "objective": "objective",
    "ownership": "ownership",
    "purpose": "consent-purpose",
    "role": "role",
    "side": "message-sender",
    "verdict": "verdict",
    "application.state": "application-state",
    "challenge.state": "challenge-state",
    "challenge_role.state": "role-state",
    "match.state": "match-state",
    "programme.state": "programme-state",
    "coaching.kind": "coaching-kind",
    "crawl_source.kind": "source-kind",
    "organisation.kind": "organisation-kind",
}
#: Fields that hold ids, by the types of the API that they may name. People are none: the trail outlives their names.
NAMED: Mapping[str, Sequence[str]] = {
    "agency_id": ("Organisation",),
    "application_id": ("Application",),
    "challenge_id": ("Challenge",),
    "conflicts": ("Organisation",),
    "match_id": ("Match",),
    "organisation_id": ("Organisation",),
    "owner_id": ("Organisation",),
    "pairs": ("Team", "Challenge"),
    "programme_id": ("Programme",),
    "publisher_id": ("Organisation",),
    "role_id": ("ChallengeRole",),
    "software_id": ("Software",),
    "team_id": ("Team",),
}
#: Where records are read, by their type: those that have a page.
PATHS: Mapping[str, str] = {
    "Application": "/applications/{row}",
    "Challenge": "/challenges/{slug}",
    "ChallengeRole": "/roles/{row}",
    "Match": "/matches/{row}",
    "Programme": "/programmes/{slug}",
    "Software": "/catalogue/{slug}",
    "Survey": "/surveys/{slug}",
    "Team": "/teams/{slug}",
}
#: Records without a page that have a name.
NAMED_ONLY = frozenset({"Milestone", "Organisation", "Proposal", "RoleGrant"})

Event = Mapping[str, Any]
Names = Mapping[str, Markup]
"""What records are called, by their global ids, with a link where they have a page."""


@dataclass(frozen=True, slots=True)
class Altered:
    """One field as it was and as it became."""

    name: str
    before: Markup
    after: Markup


def ids(events: Sequence[Event]) -> Sequence[str]:
    """The global ids of all that the events name and the API can tell of, each once."""
    found = dict.fromkeys(each for event in events for each in _ids(event))
    return list(found)[:MOST_NAMES]


def _ids(event: Event) -> Iterator[str]:
    if event["subjectId"] and read_global_id(event["subjectId"])[0] in PATHS.keys() | NAMED_ONLY:
        yield event["subjectId"]
    for side in (event["before"], event["after"]):
        for name, value in (side or {}).items():
            for row in _rows(value):
                yield from (to_global_id(kind, row) for kind in NAMED.get(name, ()))


def _rows(value: object) -> Iterator[UUID]:
    if isinstance(value, list):
        for each in value:
            yield from _rows(each)
    elif isinstance(value, str) and (row := _row(value)):
        yield row


def _row(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def names(nodes: Sequence[Mapping[str, Any] | None], language: Language) -> Names:
    """What the records are called that the API told of."""
    return {node["id"]: _name(node, language) for node in nodes if node and "id" in node}


def _name(node: Mapping[str, Any], language: Language) -> Markup:
    if "who" in node:
        words = said.foreign(node["who"], language)
    else:
        parts = [node] if "said" in node else [node["team"], node["challenge"]]
        words = Markup(" · ").join(said.marked(part["said"], language) for part in parts if part)
    path = PATHS.get(node["__typename"])
    if path is None or not words:
        return words
    at = path.format(row=said.row(node["id"]), slug=node.get("slug"))
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(address(language, at), words)


def altered(event: Event, known: Names, language: Language) -> Sequence[Altered]:
    """The fields of an event in words, those that tell nothing to a person left out."""
    before, after = event["before"] or {}, event["after"] or {}
    fields = [name for name in {**before, **after} if name not in UNSAID]
    values = _Values(event["subjectType"], known, language)
    return [
        Altered(
            called(name, language), values.said(name, before.get(name)), values.said(name, after.get(name))
        )
        for name in fields
    ]


def called(name: str, language: Language) -> str:
    """What a field is called; one without words is a fault that a test finds, and is shown as it stands meanwhile."""
    return text_of(language, FIELDS[name]) if name in FIELDS else name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class _Values:
    """How the values of one record are said."""

    subject: str
    known: Names
    language: Language

    def said(self, name: str, value: object) -> Markup:
        if value in (None, "", [], {}):
            return escape(NOTHING)
        match value:
            case bool():
                return escape(text_of(self.language, YES if value else NO))
            case int() | float():
                return escape(said.number(value, self.language))
            case list():
                return Markup("<br>").join(self.said(name, each) for each in value)
            case dict():
                return Markup("<br>").join(self._part(name, key, each) for key, each in value.items())
            case _:
                return self._text(name, str(value))

    def _part(self, name: str, key: str, value: object) -> Markup:
        if key in LANGUAGES:
            return Markup('<span lang="{}">{}</span>').format(key, value)
        criterion = LABELS["criterion"].get(key.upper())
        words = text_of(self.language, criterion) if criterion else called(key, self.language)
        return Markup("{}{} {}").format(
            words, "：" if self.language.tag == "zh-Hant" else ":", self.said(name, value)
        )

    def _text(self, name: str, text: str) -> Markup:
        if row := _row(text):
            found = (self.known.get(to_global_id(kind, row)) for kind in NAMED.get(name, ()))
            return next(filter(None, found), Markup("<code>{}</code>").format(text))
        labels = LABELS.get(SAID_AS.get(f"{self.subject}.{name}", SAID_AS.get(name, "")), {})
        if label := labels.get(text.upper()):
            return escape(text_of(self.language, label))
        if name == "health_band":
            return escape(explained.band(text, self.language))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return said.day(text, self.language)
        if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:", text):
            return said.moment(text, self.language)
        return said.foreign(text, self.language)
