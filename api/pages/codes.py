"""What the codes of the machine are called in words: queues, rules of retention, usual units of measures."""

from collections.abc import Mapping

from api.pages.deeds import DEEDS
from api.pages.labels import N_

#: Each queue by what it is for, as its worker in `api/work/worker.py` does it.
QUEUES: Mapping[str, str] = {
    "OBSERVE": N_("Look at a repository"),
    "SBOM": N_("Ask a forge for a bill of materials"),
    "CRAWL": N_("Go through a source of software"),
    "GITHUB-TOLD": N_("Do what GitHub told"),
    "FITS-OF-TEAM": N_("Compare a changed team with the open challenges"),
    "FITS-OF-CHALLENGE": N_("Compare all teams with a changed challenge"),
    "FITS-OF-PROGRAMME": N_("Compare all teams with the challenges of a round"),
    "WEBHOOK": N_("Tell an address what happened here"),
    "SEARCH-LETTERS": N_("Write what is new in a saved search"),
    "REMINDER-LETTERS": N_("Write what is wanted soon"),
    "ALERT-LETTERS": N_("Write how watched software got worse"),
}
#: Each rule of `matching/retention` by what it deletes.
RETENTION: Mapping[str, str] = {
    "SESSIONS": N_("Sessions that are over"),
    "INVITATIONS": N_("Invitations nobody can use any more"),
    "TOKENS": N_("Tokens, a year after they ended"),
    "WRITE-KEYS": N_("Keys of repeated writes, after a day"),
    "BALLOT-VOTERS": N_("Names of voters, once the vote closed"),
    "ALERT-LETTERS": N_("Notes about letters of alert, after 90 days"),
    "BARRIERS": N_("What stood in members' way, after a year"),
    "CONSENTS": N_("Consents, a year after they were taken back"),
    "REMINDERS": N_("Notes about reminders, after 90 days"),
    "MESSAGES": N_("Messages of pairs, two years after the round"),
    "ROLE-INTERESTS": N_("Interests in roles, after a year"),
    "PROFILES": N_("Profiles nobody saved for a year"),
    "REVIEW-TASKS": N_("Tasks of reviewers, a year after the round"),
    "REVIEW-CONFLICTS": N_("Conflicts of reviewers, a year after the round"),
    "REVIEW-NAMES": N_("Names of reviewers, two years after the round"),
    "AUDIT-NAMES": N_("Names in the audit trail, after five years"),
    "ACCOUNTS": N_("Accounts nobody used for three years"),
}
#: Units that challenges measure in most, by how they are written in English; all others stand as they were written.
UNITS: Mapping[str, str] = {
    "APPLICATIONS A MONTH": N_("applications a month"),
    "DAYS": N_("days"),
    "HOURS": N_("hours"),
    "MINUTES": N_("minutes"),
    "PEOPLE": N_("people"),
    "PERCENT": N_("percent"),
}
CODES: Mapping[str, Mapping[str, str]] = {
    "action": DEEDS,
    "queue": QUEUES,
    "retention": RETENTION,
    "unit": UNITS,
}
