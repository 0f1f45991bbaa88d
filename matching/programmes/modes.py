"""What each mode of a round demands before an owner may draft and a team may bid: pure rules, each with its code.

OWNER_FIRST lets owners draft and every team bid. COACHED does too, and demands a coach before a pair agrees.
"""

from dataclasses import dataclass

from matching.continuations.model import Stage
from matching.programmes.model import Mode

#: Rounds in which a challenge begins as a proposal, which an owner takes up.
FROM_PROPOSALS = frozenset({Mode.TEAM_FIRST, Mode.OPEN_PROPOSAL})


@dataclass(frozen=True, slots=True)
class Bidding:
    """What is known of a team that would bid for a challenge.

    Attributes:
        proposed_by_others: whether the challenge came of another team's proposal.
        shares_theme: whether owner and team have committed to the same theme; so where the round has none.
        continuation: how the pair that had it before answered; None when nobody asked them.
        had_it_before: whether the team is of that pair.
    """

    proposed_by_others: bool = False
    shares_theme: bool = True
    continuation: Stage | None = None
    had_it_before: bool = False


def obstacle_to_drafting(mode: Mode, *, takes_up_proposal: bool, has_committed: bool) -> str | None:
    """Why an owner may not begin a challenge in such a round, as a code; None when it may.

    Args:
        mode: of the round.
        takes_up_proposal: whether the challenge is a proposal that its owner takes up.
        has_committed: whether the owner has committed to a theme of the round; so where it has none.
    """
    if mode in FROM_PROPOSALS and not takes_up_proposal:
        return "PROPOSAL_FIRST"
    if mode is Mode.THEME and not has_committed:
        return "THEME_FIRST"
    return None


def obstacle_to_bidding(mode: Mode, bidding: Bidding) -> str | None:
    """Why a team may not bid for a challenge of such a round, as a code; None when it may."""
    match mode:
        case Mode.TEAM_FIRST if bidding.proposed_by_others:
            return "PROPOSED_BY_OTHERS"
        case Mode.THEME if not bidding.shares_theme:
            return "THEME_NOT_SHARED"
        case Mode.CONTINUATION if bidding.continuation is None:
            return "CONTINUATION_NOT_ASKED"
        case Mode.CONTINUATION if (
            bidding.continuation in {Stage.ASKED, Stage.ACCEPTED} and not bidding.had_it_before
        ):
            return "RIGHT_OF_REFUSAL"
        case _:
            return None


def obstacle_to_opening(mode: Mode, *, has_themes: bool) -> str | None:
    """Why a round may not open, as a code; None when it may."""
    return "THEMES_MISSING" if mode is Mode.THEME and not has_themes else None


def obstacle_to_agreeing(mode: Mode, *, has_coach: bool) -> str | None:
    """Why a pair of such a round may not accept its terms, as a code; None when it may."""
    return "COACH_MISSING" if mode is Mode.COACHED and not has_coach else None
