"""What each mode of a round demands before an owner may draft and a team may bid: pure rules, each with its code.

OWNER_FIRST and COACHED let owners draft at once; what a coached pair needs besides stands with its agreement.
"""

from matching.programmes.model import Mode

#: Rounds in which a challenge begins as a proposal, which an owner takes up.
FROM_PROPOSALS = frozenset({Mode.TEAM_FIRST, Mode.OPEN_PROPOSAL})


def obstacle_to_drafting(mode: Mode, *, takes_up_proposal: bool) -> str | None:
    """Why an owner may not begin a challenge in such a round, as a code; None when it may.

    Args:
        mode: of the round.
        takes_up_proposal: whether the challenge is a proposal that its owner takes up.
    """
    if mode in FROM_PROPOSALS and not takes_up_proposal:
        return "PROPOSAL_FIRST"
    return None


def obstacle_to_bidding(mode: Mode, *, proposed_by_others: bool) -> str | None:
    """Why a team may not bid for a challenge of such a round, as a code; None when it may.

    Args:
        mode: of the round.
        proposed_by_others: whether the challenge came of another team's proposal.
    """
    if mode is Mode.TEAM_FIRST and proposed_by_others:
        return "PROPOSED_BY_OTHERS"
    return None
