"""What the codes of the API are called on a page: one label for every value of every closed set.

Keys are codes as GraphQL spells enumerations (`standalone/web` is STANDALONE_WEB); a test compares them with the
schema and with the health model.
"""

from collections.abc import Mapping
from typing import Any


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction knows for "translated later"
    """Mark a text for translation; it is translated when a page shows it."""
    return message


LABELS: Mapping[str, Mapping[str, str]] = {
    "source-kind": {
        "ACCOUNT": N_("Account at a forge"),
        "OPEN_CATALOG": N_("Catalogue (Open Catalog API)"),
        "CODE_JSON": N_("Inventory (code.json)"),
    },
    "mode": {
        "OWNER_FIRST": N_("Owners first"),
        "TEAM_FIRST": N_("Teams first"),
        "THEME": N_("By theme"),
        "CONTINUATION": N_("Continuation"),
        "COACHED": N_("Coached"),
        "OPEN_PROPOSAL": N_("Open proposals"),
    },
    "mode-explained": {
        "OWNER_FIRST": N_("Local governments post their challenges first; teams then choose among them."),
        "TEAM_FIRST": N_("Teams propose topics first; local governments are then asked to join."),
        "THEME": N_("The ministry sets themes; owners and teams agree on challenges within them."),
        "CONTINUATION": N_("Good results of earlier rounds are taken further, in phases."),
        "COACHED": N_("Owners work out their problem step by step with data and domain coaches."),
        "OPEN_PROPOSAL": N_("Anyone may propose; mixed teams form around the proposals."),
    },
    "mode-next": {
        "OWNER_FIRST": N_(
            "What happens next: every team may apply for every challenge; then all are paired at once."
        ),
        "TEAM_FIRST": N_(
            "What happens next: owners say which proposals interest them, and take one up as their challenge. Only the"
            " team that proposed it applies for it."
        ),
        "THEME": N_(
            "What happens next: owners and teams commit to themes in public. A team may apply for the challenges of"
            " owners who committed to the same theme."
        ),
        "CONTINUATION": N_(
            "What happens next: the pair that delivered is asked first, and nobody else may apply before it declines"
            " or lets the day pass."
        ),
        "COACHED": N_(
            "What happens next: every pair gets a coach, who notes and advises; without one it cannot agree on terms."
        ),
        "OPEN_PROPOSAL": N_(
            "What happens next: the public votes on the proposals; after the vote has closed, owners take proposals up"
            " as challenges, and every team may apply."
        ),
    },
    "role-state": {
        "OPEN": N_("People looked for"),
        "FILLED": N_("All found"),
        "CLOSED": N_("Nobody looked for now"),
    },
    "role-state-colour": {"OPEN": "green", "FILLED": "blue", "CLOSED": "grey"},
    "role-interest-state": {
        "INTERESTED": N_("Interested, waits for the owner"),
        "INVITED": N_("Invited, the person answers"),
        "ACCEPTED": N_("Accepted"),
        "JOINED": N_("In a team"),
        "DECLINED": N_("Declined by the owner"),
        "WITHDRAWN": N_("Taken back"),
    },
    "continuation-stage": {
        "ASKED": N_("Asked"),
        "ACCEPTED": N_("Both go on"),
        "DECLINED": N_("Declined"),
        "LAPSED": N_("Not answered in time"),
    },
    "continuation-next": {
        "ASKED": N_("Both sides are asked; nobody else may apply until they have answered."),
        "ACCEPTED": N_("The challenge is kept for this team."),
        "DECLINED": N_("Every team may apply."),
        "LAPSED": N_("Every team may apply."),
    },
    "coaching-kind": {
        "NOTE": N_("Note"),
        "ADVICE": N_("Advice"),
    },
    "coaching-kind-readers": {
        "NOTE": N_("A note: you and the officers"),
        "ADVICE": N_("Advice: the team and the owner too"),
    },
    "programme-state": {
        "DRAFT": N_("In preparation"),
        "OPEN": N_("Open for applications"),
        "REVIEW": N_("Under review"),
        "MATCHED": N_("Teams at work"),
        "CLOSED": N_("Closed"),
    },
    "programme-next": {
        "DRAFT": N_("Next: the officers publish the dates and open the round."),
        "OPEN": N_("Next: applications close, then reviewers score them."),
        "REVIEW": N_("Next: the pairing of teams and challenges is decided and published."),
        "MATCHED": N_("Next: teams reach their milestones and deliver public code."),
        "CLOSED": N_("This round is over. Its results stay here."),
    },
    "challenge-state": {
        "DRAFT": N_("Draft"),
        "SUBMITTED": N_("Waiting for approval"),
        "PUBLISHED": N_("Made public"),
        "MATCHED": N_("Team at work"),
        "DELIVERED": N_("Delivered"),
        "WITHDRAWN": N_("Withdrawn"),
    },
    "challenge-stage": {
        "DRAFT": N_("Draft"),
        "SUBMITTED": N_("Waiting for approval"),
        "ANNOUNCED": N_("Published, not open yet"),
        "OPEN": N_("Open to teams"),
        "IN_REVIEW": N_("Under review"),
        "UNMATCHED": N_("No team yet"),
        "OVER": N_("Round over"),
        "LEFT_OUT": N_("Not in its round"),
        "MATCHED": N_("Team at work"),
        "DELIVERED": N_("Delivered"),
        "WITHDRAWN": N_("Withdrawn"),
    },
    "challenge-stage-colour": {
        "DRAFT": "grey",
        "SUBMITTED": "blue",
        "ANNOUNCED": "blue",
        "OPEN": "green",
        "IN_REVIEW": "blue",
        "UNMATCHED": "grey",
        "OVER": "grey",
        "LEFT_OUT": "grey",
        "MATCHED": "blue",
        "DELIVERED": "blue",
        "WITHDRAWN": "grey",
    },
    "challenge-stage-next": {
        "DRAFT": N_("Next: complete it and submit it."),
        "SUBMITTED": N_("Next: an officer approves it or sends it back with a reason."),
        "ANNOUNCED": N_("Next: the round opens, then teams apply."),
        "OPEN": N_("Next: teams apply until applications close."),
        "IN_REVIEW": N_(
            "Applications are closed. Next: the pairing of teams and challenges is decided and published."
        ),
        "UNMATCHED": N_("The pairing is decided; no agreement for this challenge is signed."),
        "OVER": N_("The round is over. No match of this challenge is on record."),
        "LEFT_OUT": N_("The round takes no more challenges. Post it again in the next one, or withdraw it."),
        "MATCHED": N_("Next: the team reaches its milestones and delivers code."),
        "DELIVERED": N_("Finished."),
        "WITHDRAWN": N_("The owner took this challenge back."),
    },
    "organisation-kind": {
        "MINISTRY": N_("Ministry"),
        "LOCAL_GOVERNMENT": N_("Local government"),
        "AGENCY": N_("Agency"),
        "FOUNDATION": N_("Foundation"),
        "COMPANY": N_("Company"),
        "COMMUNITY": N_("Community"),
    },
    "data-class": {
        "NONE": N_("No personal data"),
        "PERSONAL": N_("Personal data"),
        "SENSITIVE": N_("Sensitive personal data"),
    },
    "availability": {"YES": N_("Open to teams now")},
    "licence-approved": {
        "YES": N_("By OSI, FSF or the Open Definition"),
        "NO": N_("By none of them"),
        "UNKNOWN": N_("Not on the SPDX list"),
    },
    "ai-risk": {
        "NONE": N_("No risk: the work brings no AI"),
        "MINIMAL": N_("Minimal: nobody is hurt when it errs"),
        "LIMITED": N_("Limited: people deal with it and must be told so"),
        "HIGH": N_("High: it bears on rights, health or benefits"),
        "UNACCEPTABLE": N_("Unacceptable: it must not be built"),
    },
    "proposal-state": {
        "OPEN": N_("Looks for an owner"),
        "TAKEN_UP": N_("Taken up"),
        "WITHDRAWN": N_("Withdrawn"),
    },
    "readiness-answer": {
        "YES": N_("Yes"),
        "PARTLY": N_("Partly"),
        "NO": N_("No, or not yet"),
    },
    "role": {
        "OFFICER": N_("Programme officer"),
        "REVIEWER": N_("Reviewer"),
        "OWNER": N_("Challenge owner"),
        "AGENCY": N_("Agency that reuses code"),
        "TEAM": N_("Team member"),
    },
    "health-source": {
        "HISTORY": N_("from its commits"),
        "TAGS": N_("from its versions"),
        "FILES": N_("from its files"),
        "PUBLICCODE": N_("from its metadata"),
        "LICENCES": N_("from its licences"),
        "THREADS": N_("from its issues and change requests"),
        "ADVISORIES": N_("from its security advisories"),
    },
    "band-colour": {
        "THRIVING": "green",
        "STEADY": "blue",
        "SLOWING": "yellow",
        "DORMANT": "red",
        "NOT_ENOUGH_KNOWN": "grey",
        "TOO_YOUNG": "grey",
        "NOT_OBSERVED": "grey",
    },
    "verdict": {
        "AGREE": N_("Open licence, confirmed"),
        "DECLARED_ONLY": N_("Licence declared, not shipped"),
        "SHIPPED_ONLY": N_("Licence shipped, not declared"),
        "CONFLICT": N_("Licences contradict each other"),
        "NOT_OPEN": N_("No open licence"),
        "UNKNOWN": N_("Licence unclear"),
    },
    "verdict-explained": {
        "AGREE": N_("Yes. The licence that is declared is the licence in the files, and it is an open one."),
        "DECLARED_ONLY": N_(
            "Not yet with certainty. A licence is declared, but its text is not in the files."
        ),
        "SHIPPED_ONLY": N_("Probably. The files hold an open licence, but the entry does not declare it."),
        "CONFLICT": N_("Ask first. One licence is declared and another is in the files."),
        "NOT_OPEN": N_("No. The licence does not allow reuse as open source."),
        "UNKNOWN": N_("Nobody can say yet. It is not clear which licence holds."),
    },
    "verdict-tone": {
        "AGREE": "good",
        "DECLARED_ONLY": "warn",
        "SHIPPED_ONLY": "warn",
        "CONFLICT": "bad",
        "NOT_OPEN": "bad",
        "UNKNOWN": "open",
    },
    "verdict-colour": {
        "AGREE": "green",
        "DECLARED_ONLY": "yellow",
        "SHIPPED_ONLY": "yellow",
        "CONFLICT": "red",
        "NOT_OPEN": "red",
        "UNKNOWN": "grey",
    },
    "licence-fit": {
        "NO": N_("does not fit"),
        "CHECK": N_("look closer"),
        "UNKNOWN": N_("not known"),
        "YES": N_("fits"),
    },
    "licence-fit-colour": {"NO": "red", "CHECK": "yellow", "UNKNOWN": "grey", "YES": "green"},
    "licence-evidence": {
        "PUBLICCODE": N_("The catalogue entry (publiccode.yml)"),
        "LICENCE_FILE": N_("Licence file"),
        "REUSE": N_("REUSE statement"),
        "HEADER": N_("Tag in a file"),
        "FORGE": N_("What GitHub says"),
        "MANIFEST": N_("Package description"),
        "README": N_("README"),
        "NO_FILE": N_("No licence file"),
    },
    "development-status": {
        "CONCEPT": N_("Concept"),
        "DEVELOPMENT": N_("In development"),
        "BETA": N_("Beta"),
        "STABLE": N_("Stable"),
        "OBSOLETE": N_("Obsolete"),
    },
    "maintenance": {
        "INTERNAL": N_("Maintained by the publisher"),
        "CONTRACT": N_("Maintained under a contract"),
        "COMMUNITY": N_("Maintained by a community"),
        "NONE": N_("Not maintained"),
    },
    "software-type": {
        "STANDALONE_MOBILE": N_("Mobile application"),
        "STANDALONE_IOT": N_("Software for devices"),
        "STANDALONE_DESKTOP": N_("Desktop application"),
        "STANDALONE_WEB": N_("Web application"),
        "STANDALONE_BACKEND": N_("Server software"),
        "STANDALONE_OTHER": N_("Application"),
        "ADDON": N_("Add-on"),
        "LIBRARY": N_("Library"),
        "CONFIGURATIONFILES": N_("Configuration"),
    },
    "severity": {
        "ERROR": N_("Error"),
        "WARNING": N_("Warning"),
        "INFO": N_("Note"),
    },
    "criterion": {
        "SKILLS": N_("Skills"),
        "DOMAIN": N_("Field of work"),
        "PLACE_LANGUAGE": N_("Place and language"),
        "PROBLEM_TEXT": N_("Words of the problem"),
        "CAPACITY": N_("Time"),
        "TRACK_RECORD": N_("Track record"),
        "INTEREST": N_("Interest"),
    },
    "gate": {
        "CONFLICT_OF_INTEREST": N_("Conflict of interest"),
        "DATA_CLEARANCE": N_("Data clearance"),
        "LICENCE": N_("Licence"),
        "LANGUAGE": N_("Working language"),
        "HOURS": N_("Hours"),
        "DATES": N_("Dates"),
        "CAPACITY": N_("Free capacity"),
    },
    "application-state": {
        "SUBMITTED": N_("Submitted"),
        "WITHDRAWN": N_("Withdrawn"),
        "MATCHED": N_("Matched"),
        "NOT_MATCHED": N_("Not matched"),
    },
    "application-next": {
        "SUBMITTED": N_("Next: reviewers score it, then all teams and challenges are paired at once."),
        "WITHDRAWN": N_("You took it back."),
        "MATCHED": N_("You were paired with this challenge. Next: agree on the terms with its owner."),
        "NOT_MATCHED": N_("This challenge went to another team, or stayed without one."),
    },
    "match-state": {
        "AGREEING": N_("Agreement in preparation"),
        "AGREED": N_("Agreed, at work"),
        "DELIVERED": N_("Delivered"),
        "ENDED": N_("Ended"),
    },
    "match-next": {
        "AGREEING": N_(
            "Next: both sides accept the terms. Until then only they and the officers see this page."
        ),
        "AGREED": N_("Next: the team reaches its milestones and delivers code."),
        "DELIVERED": N_("The code is in the catalogue of public code."),
        "ENDED": N_("It ended without a delivery."),
    },
    "ownership": {
        "TEAM": N_("The team"),
        "OWNER": N_("The owner of the challenge"),
        "JOINT": N_("Both together"),
    },
    "barrier": {
        "CHILDCARE": N_("Nobody looks after my children, or others I care for, meanwhile"),
        "TRANSPORT": N_("I cannot get there, or it takes too long or costs too much"),
        "EQUIPMENT": N_("I lack a device, programs or a connection"),
        "LANGUAGE": N_("The language that is spoken or written"),
    },
    "consent-purpose": {
        "FOUND_BY_OWNERS": N_("To be found by owners who look for people"),
        "PUBLIC_NAME": N_("To be named on the page of a team"),
        "BARRIERS": N_("That your answer is counted with those of others"),
        "RECORDING": N_("That what you say is written down in a shared note"),
    },
    "mutual-grade": {
        "5": N_("5: above all others"),
        "4": N_("4: gladly"),
        "3": N_("3: it can be done"),
        "2": N_("2: with doubts"),
        "1": N_("1: rather not"),
    },
    "message-sender": {
        "OWNER": N_("Owner"),
        "TEAM": N_("Team"),
        "OFFICER": N_("Officers"),
    },
    "step": {
        "OPEN_PROGRAMME": N_("Open the programme"),
        "SUBMIT_CHALLENGE": N_("Complete the draft and submit it"),
        "RELEASE_CHALLENGE": N_("Publish the challenge or send it back"),
        "START_REVIEW": N_("End applications and start the review"),
        "SCORE_APPLICATION": N_("Score an application"),
        "SHORTLIST": N_("Shortlist who applied"),
        "GIVE_GRADE": N_("Grade working together"),
        "DECIDE_PAIRING": N_("Pair the round and adopt the pairing"),
        "ANSWER_QUESTION": N_("Answer a question"),
        "ASSIGN_COACH": N_("Give the pair a coach"),
        "PROPOSE_TERMS": N_("Propose terms"),
        "ACCEPT_TERMS": N_("Accept the terms, or change them"),
        "REACH_MILESTONE": N_("Reach a milestone, or put it off"),
        "DELIVER": N_("Deliver the code"),
        "CLOSE_PROGRAMME": N_("Close the programme"),
        "ANSWER_SURVEY": N_("Answer the survey"),
        "TAKE_UP_PROPOSAL": N_("Take the proposal up"),
        "ANSWER_CONTINUATION": N_("Say whether you go on with the next phase"),
        "SAY_IN_SERVICE": N_("Say whether it is in service"),
        "APPROVE_PART": N_("Approve what is written of you"),
        "READ_ANSWER": N_("Read the answer to a question"),
        "SETTLE_CREDIT": N_("Confirm or decline hours of help"),
        "RENEW_USAGE": N_("Renew the statement that you use it"),
        "ANSWER_INTEREST": N_("Answer somebody who would take a role"),
        "ANSWER_INVITATION": N_("Say whether you take the role"),
        "FOUND_TEAM": N_("Found a team with the others who were accepted"),
        "JOIN_TEAM": N_("Join the team that asks you"),
    },
    "assignment-state": {
        "PROPOSED": N_("Proposed, not decided"),
        "ADOPTED": N_("Adopted"),
        "DISCARDED": N_("Discarded"),
    },
    "objective": {
        "STABLE": N_("Nobody would rather swap"),
        "WELFARE": N_("The most benefit over all pairs together"),
        "GENEROUS": N_("As few last choices as possible"),
        "GREEDY": N_("As many first choices as possible"),
        "MIN_COST": N_("The best choices on average"),
    },
}

#: Where a published challenge stands depends on its round: it takes applications only while that is open.
STAGES: Mapping[str, str] = {
    "DRAFT": "ANNOUNCED",
    "OPEN": "OPEN",
    "REVIEW": "IN_REVIEW",
    "MATCHED": "UNMATCHED",
    "CLOSED": "OVER",
}
UNPUBLISHED = frozenset({"DRAFT", "SUBMITTED"})
PAST_PUBLISHING = frozenset({"REVIEW", "MATCHED", "CLOSED"})


def stage(challenge: Mapping[str, Any]) -> str:
    """Where a challenge stands, as a code of `challenge-stage`; `challenge` has its `state`, and its programme's."""
    state: str = challenge["state"]
    programme = challenge.get("programme")
    if state in UNPUBLISHED and programme and programme["state"] in PAST_PUBLISHING:
        return "LEFT_OUT"
    if state != "PUBLISHED":
        return state
    return STAGES[programme["state"]] if programme else "OPEN"
