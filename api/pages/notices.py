"""The sentence that a page opens with after a form was accepted."""

from collections.abc import Mapping

from api.pages.labels import N_
from api.pages.site import NOTICE, Page

NOTICES: Mapping[str, str] = {
    "submitted": N_("Your challenge was submitted. An officer reads it now; you will see the answer here."),
    "saved": N_("Your challenge was saved."),
    "withdrawn": N_("Your challenge was taken back."),
    "published": N_("The challenge is published. Teams can see it and apply from now on."),
    "sent-back": N_("The challenge was sent back. Its owner sees your reason and can change it."),
    "opened": N_("The programme is open. Owners can post challenges and teams can apply."),
    "review-started": N_("Applications are closed. The reviewers have the word now."),
    "closed": N_("The programme is closed. What came of it stays readable."),
    "proposed-idea": N_("Your proposal is public. Owners can say that they are interested."),
    "interest-shown": N_("Your interest is public. You can take the proposal up."),
    "proposal-withdrawn": N_("The proposal was taken back."),
    "voted": N_("Your ballot was cast. You can change it until the vote closes."),
    "vote-opened": N_("The vote is open."),
    "proposed": N_("A pairing was computed. Nothing is decided before you adopt it."),
    "team-registered": N_("Your team is registered. See which challenges fit it."),
    "team-saved": N_("Your team was saved. Fits are compared with what you wrote from now on."),
    "question-asked": N_("Your question is public now. It waits on its owner's list."),
    "question-answered": N_("The answer is public."),
    "question-hidden": N_(
        "The question is not public any more. Whoever asked and the owner read your reason."
    ),
    "shortlist-changed": N_("The shortlist was changed."),
    "grade-given": N_("Your side's grade was saved."),
    "message-sent": N_("Your message was sent."),
    "service-answered": N_("Your answer was saved, and everybody reads it."),
    "name-shown": N_("Your name in this team was saved."),
    "skills-set": N_("Your skills were saved. They count as the team's while you are in it."),
    "barriers-said": N_("Your answer was kept. Nobody but you reads it."),
    "team-left": N_("You left the team, and what you brought left with you."),
    "consent-withdrawn": N_("You took it back. What rested on it is deleted or hidden."),
    "applied": N_("Your application is in. You can change it until applications close."),
    "bid-withdrawn": N_("Your application was taken back. You can apply again until applications close."),
    "terms-saved": N_("The terms were saved. Both sides can accept them now."),
    "terms-accepted": N_("You accepted the terms for your side."),
    "milestone-added": N_("The milestone was added."),
    "milestone-reached": N_("The milestone is marked as reached."),
    "delivered": N_("The code was delivered and is in the catalogue now. Its repository is looked at soon."),
    "scored": N_("Your points were handed in."),
    "declared-partial": N_("You are not asked to score that application any more."),
    "reviewers-assigned": N_("The applications are shared out. Each reviewer sees theirs in their list."),
    "corrected": N_("Your name and language were saved."),
    "attested": N_("Your statement is signed. It counts for a year; sign again to renew it."),
    "usage-withdrawn": N_("Your statement was taken back."),
    "sbom-stored": N_("What it is made of was stored, and stands in the place of what its forge lists."),
    "sbom-withdrawn": N_("What was handed in was taken back."),
    "watched": N_("You watch this software. You are told once when it gets worse."),
    "search-saved": N_("The search is saved. You are told here of new entries that it finds."),
    "search-deleted": N_("The search is deleted."),
    "unwatched": N_("You no longer watch this software."),
    "adopted": N_("The pairing is adopted. Teams and owners see their answer now and can agree on terms."),
    "token-revoked": N_("The token was taken back. It is refused everywhere within a few seconds."),
    "session-ended": N_("That session was ended."),
    "sent-again": N_("The message is sent again now. Its line shows the answer in a moment."),
    "service-account-made": N_("The service account was made. Make a token for its program now."),
    "service-account-disabled": N_("The service account is switched off, with all its tokens."),
    "repository-added": N_("The repository belongs to it now. It is looked at soon."),
    "repository-removed": N_("The repository does not belong to it any more."),
    "source-added": N_("The source was added. It is gone through as soon as a worker is free."),
    "source-removed": N_("The source was removed. What came from it stays in the catalogue."),
    "crawl-queued": N_("The source is gone through as soon as a worker is free."),
    "job-released": N_("The job is tried once more."),
}


def shown(page: Page) -> str:
    """The notice that the address asks for, in the reader's language; nothing when there is none."""
    message = NOTICES.get(page.request.query_params.get(NOTICE, ""))
    return page.text(message) if message else ""
