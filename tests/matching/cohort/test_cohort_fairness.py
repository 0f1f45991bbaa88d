"""Who may say that they were passed over, in cohorts small enough to follow by hand."""

from matching.cohort import (
    Challenge,
    Instance,
    Objective,
    Owner,
    Team,
    UnmatchedReason,
    blocking_pairs,
    report,
    sentence,
    solve,
)


def wishes(*groups: str) -> tuple[tuple[str, ...], ...]:
    """Tie groups from texts: wishes("c1 c2", "c3") ties c1 and c2 before c3."""
    return tuple(tuple(group.split()) for group in groups)


def test_a_challenge_takes_the_team_it_would_rather_have() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1")), Team("t2", 1, wishes("c1"))),
        (Challenge("c1", 0, 1, preferences=wishes("t2", "t1")),),
    )
    assert solve(cohort).pairs == (("t2", "c1"),)
    assert blocking_pairs(cohort, [("t1", "c1")]) == [("t2", "c1")]


def test_equally_liked_teams_do_not_block_each_other() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1")), Team("t2", 1, wishes("c1"))),
        (Challenge("c1", 0, 1, preferences=wishes("t1 t2")),),
    )
    assert blocking_pairs(cohort, [("t1", "c1")]) == []
    assert blocking_pairs(cohort, [("t2", "c1")]) == []


def test_of_two_stable_pairings_the_one_with_more_welfare_is_chosen() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1", "c2")), Team("t2", 1, wishes("c2", "c1"))),
        (Challenge("c1", 0, 1), Challenge("c2", 0, 1)),
        scores={"t1": {"c1": (0.9, 0.1), "c2": (0.8, 0.9)}, "t2": {"c1": (0.8, 0.9), "c2": (0.9, 0.1)}},
    )
    assert blocking_pairs(cohort, [("t1", "c1"), ("t2", "c2")]) == []
    solution = solve(cohort)
    assert solution.pairs == (("t1", "c2"), ("t2", "c1"))
    assert solution.blocking_pairs == ()
    assert round(solution.welfare, 6) == 3.4


def test_a_team_may_move_within_an_owner_that_is_full() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1", "c2")),),
        (Challenge("c1", 0, 1, "o1"), Challenge("c2", 0, 1, "o1")),
        (Owner("o1", 0, 1),),
        scores={"t1": {"c1": (1.0, 0.1), "c2": (0.5, 0.9)}},
    )
    assert blocking_pairs(cohort, [("t1", "c2")]) == [("t1", "c1")]
    assert solve(cohort).pairs == (("t1", "c1"),)
    assert solve(cohort, Objective.WELFARE).pairs == (("t1", "c2"),)


def test_a_full_challenge_goes_by_its_own_order_even_if_its_owner_is_full_too() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c2", "c3", "c1")), Team("t2", 1, wishes("c1"))),
        (
            Challenge("c1", 0, 1, "o1", wishes("t1", "t2")),
            Challenge("c2", 0, 0),
            Challenge("c3", 0, 0),
            Challenge("c4", 0, 1, "o1"),
        ),
        (Owner("o1", 0, 1, wishes("t2", "t1")),),
    )
    assert blocking_pairs(cohort, [("t2", "c1")]) == [("t1", "c1")]
    assert solve(cohort).pairs == (("t1", "c1"),)


def test_a_minimum_that_stability_cannot_meet_costs_as_few_blocking_pairs_as_possible() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1", "c2")), Team("t2", 1, wishes("c1"))),
        (Challenge("c1", 0, 2), Challenge("c2", 1, 1)),
    )
    solution = solve(cohort)
    assert solution.pairs == (("t1", "c2"), ("t2", "c1"))
    assert solution.blocking_pairs == (("t1", "c1"),)


def test_a_challenge_may_run_empty_only_where_closing_is_allowed() -> None:
    cohort = Instance((Team("t1", 1, wishes("c1")),), (Challenge("c1", 0, 1), Challenge("c2", 1, 1)))
    assert solve(cohort).size == -1
    closing = solve(cohort, allow_closing=True)
    assert (closing.pairs, closing.closed) == ((("t1", "c1"),), ("c2",))


def test_a_closed_challenge_that_needs_two_teams_is_not_opened_by_one() -> None:
    cohort = Instance((Team("t1", 1, wishes("c1", "c2")),), (Challenge("c1", 2, 2), Challenge("c2", 0, 1)))
    assert blocking_pairs(cohort, [("t1", "c2")]) == []
    assert solve(cohort, allow_closing=True).pairs == (("t1", "c2"),)


def test_owners_whose_challenges_need_more_than_they_allow_are_named_in_the_conflict() -> None:
    cohort = Instance(
        tuple(Team(f"t{number}", 1, wishes("c1 c2 c3")) for number in range(1, 5)),
        (Challenge("c1", 1, 2, "o1"), Challenge("c2", 1, 2, "o1"), Challenge("c3", 1, 2)),
        (Owner("o1", 0, 1),),
    )
    solution = solve(cohort, Objective.GREEDY)
    assert [(each.kind.value, each.id, each.teams) for each in solution.conflict] == [
        ("CHALLENGE_MINIMUM", "c1", 1),
        ("CHALLENGE_MINIMUM", "c2", 1),
        ("OWNER_MAXIMUM", "o1", 1),
    ]


def test_each_unmatched_team_is_told_its_own_reason() -> None:
    cohort = Instance(
        (
            Team("full", 1, wishes("c1")),
            Team("idle", 0, wishes("c1")),
            Team("placed", 1, wishes("c1")),
            Team("refused", 1, wishes("c1")),
            Team("silent", 1, ()),
        ),
        (Challenge("c1", 0, 1, preferences=wishes("placed", "full idle")),),
    )
    assert {each.id: each.reason for each in solve(cohort).unmatched} == {
        "full": UnmatchedReason.PLACES_TAKEN,
        "idle": UnmatchedReason.NO_CAPACITY,
        "refused": UnmatchedReason.NOT_ACCEPTED,
        "silent": UnmatchedReason.LISTED_NOTHING,
    }


def test_a_report_tells_choices_scores_and_who_is_left_out() -> None:
    cohort = Instance(
        (Team("t1", 1, wishes("c1", "c2")), Team("t2", 1, wishes("c1")), Team("t3", 1, ())),
        (
            Challenge("c1", 0, 1, preferences=wishes("t2", "t1")),
            Challenge("c2", 0, 1, preferences=wishes("t1")),
            Challenge("c3", 0, 1),
        ),
        scores={"t1": {"c1": (0.9, 0.2), "c2": (0.5, 0.6)}, "t2": {"c1": (0.7, 0.8)}},
    )
    result = report(cohort, solve(cohort))
    assert result.team_profile == (1, 1)
    assert result.challenge_profile == (2,)
    assert result.average_team_score == 0.6
    assert result.average_challenge_score == 0.7
    assert result.empty == ("c3",)
    assert [sentence(line, "en", {"t3": "Team Three"}) for line in result.lines] == [
        "2 of 3 teams have a challenge.",
        "Teams that got their choice number 1: 1.",
        "Teams that got their choice number 2: 1.",
        "Challenges that got their choice number 1: 2.",
        "On average a challenge suits its team at 0.60, and a team its challenge at 0.70.",
        "Team Three has no challenge: it listed none.",
        "c3 has no team.",
        "No team and challenge would both rather have each other.",
    ]


def test_a_cohort_without_teams_is_solved() -> None:
    solution = solve(Instance((), (Challenge("c1", 0, 1),)), Objective.GENEROUS)
    assert (solution.size, solution.profile, solution.optimal) == (0, (), True)
