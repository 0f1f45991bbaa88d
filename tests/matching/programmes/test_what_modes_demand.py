"""Every mode against everything that can be known of who would draft, bid, open and agree."""

from itertools import product

import pytest

from matching.continuations.model import Stage
from matching.programmes.model import Mode
from matching.programmes.modes import (
    Bidding,
    obstacle_to_agreeing,
    obstacle_to_bidding,
    obstacle_to_drafting,
    obstacle_to_opening,
)

EVERY = [Bidding(*facts) for facts in product((False, True), (False, True), (None, *Stage), (False, True))]


@pytest.mark.parametrize("mode", [Mode.OWNER_FIRST, Mode.COACHED, Mode.OPEN_PROPOSAL])
def test_where_nothing_is_demanded_every_team_bids(mode: Mode) -> None:
    assert {obstacle_to_bidding(mode, each) for each in EVERY} == {None}


def test_where_teams_come_first_only_the_one_that_proposed_bids() -> None:
    for each in EVERY:
        expected = "PROPOSED_BY_OTHERS" if each.proposed_by_others else None
        assert obstacle_to_bidding(Mode.TEAM_FIRST, each) == expected


def test_by_theme_only_those_meet_who_committed_to_the_same() -> None:
    for each in EVERY:
        assert obstacle_to_bidding(Mode.THEME, each) == (None if each.shares_theme else "THEME_NOT_SHARED")


@pytest.mark.parametrize(
    ("stage", "others", "pair"),
    [
        (None, "CONTINUATION_NOT_ASKED", "CONTINUATION_NOT_ASKED"),
        (Stage.ASKED, "RIGHT_OF_REFUSAL", None),
        (Stage.ACCEPTED, "RIGHT_OF_REFUSAL", None),
        (Stage.DECLINED, None, None),
        (Stage.LAPSED, None, None),
    ],
)
def test_the_next_phase_is_kept_for_the_pair_until_it_declines_or_lapses(
    stage: Stage | None, others: str | None, pair: str | None
) -> None:
    assert obstacle_to_bidding(Mode.CONTINUATION, Bidding(continuation=stage)) == others
    assert obstacle_to_bidding(Mode.CONTINUATION, Bidding(continuation=stage, had_it_before=True)) == pair


@pytest.mark.parametrize("mode", Mode)
def test_what_an_owner_does_before_drafting(mode: Mode) -> None:
    found = {
        (taken, committed): obstacle_to_drafting(mode, takes_up_proposal=taken, has_committed=committed)
        for taken, committed in product((False, True), (False, True))
    }
    match mode:
        case Mode.TEAM_FIRST | Mode.OPEN_PROPOSAL:
            assert {found[False, each] for each in (False, True)} == {"PROPOSAL_FIRST"}
            assert {found[True, each] for each in (False, True)} == {None}
        case Mode.THEME:
            assert {found[each, False] for each in (False, True)} == {"THEME_FIRST"}
            assert {found[each, True] for each in (False, True)} == {None}
        case _:
            assert set(found.values()) == {None}


@pytest.mark.parametrize("mode", Mode)
def test_what_opening_and_agreeing_demand(mode: Mode) -> None:
    assert obstacle_to_opening(mode, has_themes=True) is None
    assert obstacle_to_agreeing(mode, has_coach=True) is None
    assert obstacle_to_opening(mode, has_themes=False) == ("THEMES_MISSING" if mode is Mode.THEME else None)
    assert obstacle_to_agreeing(mode, has_coach=False) == ("COACH_MISSING" if mode is Mode.COACHED else None)
