from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.assignments import decision
from matching.assignments.cohort_input import Bid, Candidate, Gathered, Room, same_cohort
from matching.assignments.decision import decide, explain
from matching.assignments.model import JSON
from matching.cohort import Objective, OutOfTime, parse, solve
from matching.fit import Fit, GateCode, GateResult, Side
from matching.fit.result import Evidence
from matching.grading.model import NOT_GRADED, Grades
from store.refusal import Refused

AS_OF = date(2026, 11, 21)


def fit(score: float, *, passed: bool = True) -> Fit:
    gate = GateResult(GateCode.DATES, passed, Evidence("DATES_MEET" if passed else "DATES_APART", {}))
    side = Side(score, ())
    return Fit("c", "t", (gate,), passed, side, side, score if passed else 0.0, 1.0)


def bid(
    team: str,
    challenge: str,
    preference: int,
    review_mean: float | None,
    score: float,
    grades: Grades = NOT_GRADED,
) -> Bid:
    reviews = 0 if review_mean is None else 1
    return Bid(f"{team}-{challenge}", team, challenge, preference, reviews, review_mean, fit(score), grades)


def gathered(*bids: Bid) -> Gathered:
    teams = sorted({each.team_id for each in bids})
    challenges = sorted({each.challenge_id for each in bids})
    return Gathered(
        "p",
        AS_OF,
        {"skills": 1.0},
        tuple(Room(each, 0, 1, None) for each in challenges),
        tuple(Candidate(each, 1, is_newcomer=True) for each in teams),
        bids,
    )


@pytest.mark.parametrize(
    ("review_mean", "score", "worth"),
    [(5.0, 1.0, 1.0), (0.0, 1.0, 0.3), (5.0, 0.0, 0.7), (3.0, 0.6, 0.6), (None, 0.456, 0.5)],
)
def test_reviewers_count_twice_what_fit_counts(review_mean: float | None, score: float, worth: float) -> None:
    assert bid("t", "c", 1, review_mean, score).worth() == worth


def test_teams_of_one_grade_are_equally_liked() -> None:
    cohort = gathered(bid("a", "c", 1, 4.0, 0.501), bid("b", "c", 1, 4.0, 0.55)).cohort()
    assert cohort["challenges"][0]["preferences"] == [["a", "b"]]


def test_challenges_like_better_teams_first_and_teams_their_own_order() -> None:
    cohort = gathered(
        bid("a", "c", 2, 1.0, 0.5), bid("a", "d", 1, None, 0.5), bid("b", "c", 1, 5.0, 0.5)
    ).cohort()
    assert cohort["teams"][0] == {"id": "a", "capacity": 1, "preferences": [["d"], ["c"]]}
    assert cohort["challenges"][0]["preferences"] == [["b"], ["a"]]


def likes(cohort: JSON, side: str, member: str) -> object:
    return next(each["preferences"] for each in cohort[side] if each["id"] == member)


def test_the_owners_grade_comes_before_what_reviewers_and_fit_say() -> None:
    cohort = gathered(
        bid("praised", "c", 1, 5.0, 1.0, Grades(by_owner=2, by_team=None)),
        bid("liked", "c", 1, 1.0, 0.2, Grades(by_owner=5, by_team=None)),
        bid("liked-and-praised", "c", 1, 4.0, 0.6, Grades(by_owner=5, by_team=None)),
    ).cohort()
    assert likes(cohort, "challenges", "c") == [["liked-and-praised"], ["liked"], ["praised"]]


def test_a_team_without_the_owners_grade_stands_where_reviewers_and_fit_put_it() -> None:
    cohort = gathered(
        bid("graded-4", "c", 1, 0.0, 0.0, Grades(by_owner=4, by_team=None)),
        bid("graded-3", "c", 1, 0.0, 0.0, Grades(by_owner=3, by_team=None)),
        bid("worth-0.8", "c", 1, 4.0, 0.8),
        bid("worth-0.5", "c", 1, None, 0.5),
    ).cohort()
    assert likes(cohort, "challenges", "c") == [["worth-0.8"], ["graded-4"], ["worth-0.5"], ["graded-3"]]


def test_a_teams_grade_comes_before_its_order_of_choices() -> None:
    cohort = gathered(
        bid("t", "first", 1, None, 0.5, Grades(by_owner=None, by_team=2)),
        bid("t", "second", 2, None, 0.5, Grades(by_owner=None, by_team=5)),
        bid("t", "third", 3, None, 0.5, Grades(by_owner=None, by_team=2)),
    ).cohort()
    assert likes(cohort, "teams", "t") == [["second"], ["first"], ["third"]]


def test_no_grade_of_another_challenge_comes_before_a_first_choice_without_one() -> None:
    cohort = gathered(
        bid("t", "first", 1, None, 0.5),
        bid("t", "second", 2, None, 0.5, Grades(by_owner=None, by_team=5)),
        bid("t", "also-first", 1, None, 0.5),
    ).cohort()
    assert likes(cohort, "teams", "t") == [["also-first", "first"], ["second"]]


@pytest.mark.parametrize("given", [Grades(5, None), Grades(None, 5)])
def test_the_grade_of_one_side_moves_nothing_on_the_other(given: Grades) -> None:
    plain = gathered(
        bid("a", "c", 2, 1.0, 0.5), bid("a", "d", 1, 1.0, 0.5), bid("b", "c", 1, 2.0, 0.5)
    ).cohort()
    graded = gathered(
        bid("a", "c", 2, 1.0, 0.5, given), bid("a", "d", 1, 1.0, 0.5), bid("b", "c", 1, 2.0, 0.5)
    ).cohort()
    untouched = "teams" if given.by_team is None else "challenges"
    assert graded[untouched] == plain[untouched]
    assert (likes(graded, "challenges", "c") == [["a"], ["b"]]) is (given.by_owner == 5)


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 10)), min_size=1, max_size=8))
def test_without_grades_only_choices_reviewers_and_fit_rank(bids: list[tuple[int, int]]) -> None:
    cohort = gathered(*(bid("t", f"c{at}", rank, None, 0.5) for at, (rank, _) in enumerate(bids))).cohort()
    by_rank = [
        [f"c{at}" for at, (each, _) in enumerate(bids) if each == rank]
        for rank in sorted({rank for rank, _ in bids})
    ]
    assert likes(cohort, "teams", "t") == by_rank
    cohort = gathered(
        *(bid(f"t{at}", "c", 1, None, tenths / 10) for at, (_, tenths) in enumerate(bids))
    ).cohort()
    by_worth = [
        [f"t{at}" for at, (_, each) in enumerate(bids) if each == tenths]
        for tenths in sorted({tenths for _, tenths in bids}, reverse=True)
    ]
    assert likes(cohort, "challenges", "c") == by_worth


def test_the_report_says_whose_grades_counted_and_the_kept_input_what_they_were() -> None:
    proposal = decide(
        gathered(
            bid("a", "c", 1, 4.0, 0.5, Grades(by_owner=1, by_team=3)),
            bid("b", "c", 1, 2.0, 0.5, Grades(by_owner=5, by_team=None)),
        )
    )
    assert proposal.solution.pairs == (("b", "c"),)
    pair, summary = proposal.report["pairs"][0], proposal.report["summary"]
    assert (pair["grade_by_owner"], pair["grade_by_team"]) == (5, None)
    assert (summary["graded_by_owners"], summary["graded_by_teams"]) == (2, 1)
    kept = proposal.input_as_json()
    assert [(each["grade_by_owner"], each["grade_by_team"]) for each in kept["bids"]] == [(1, 3), (5, None)]
    assert solve(parse(kept["cohort"]), Objective.STABLE).pairs == proposal.solution.pairs


@given(st.permutations([("a", "c", 1), ("a", "d", 2), ("b", "c", 1), ("e", "d", 1)]))
def test_the_order_of_bids_changes_nothing(order: list[tuple[str, str, int]]) -> None:
    bids = [bid(team, challenge, rank, 3.0, 0.5) for team, challenge, rank in order]
    usual = [bid(*each, 3.0, 0.5) for each in sorted(order)]
    assert same_cohort(gathered(*usual).as_json(), gathered(*bids))
    assert decide(gathered(*bids)).solution.pairs == decide(gathered(*usual)).solution.pairs


def test_a_bid_that_fails_a_gate_is_in_the_evidence_and_not_in_the_cohort() -> None:
    failing = Bid("x", "b", "c", 1, 1, 5.0, fit(0.9, passed=False))
    round_ = gathered(bid("a", "c", 1, 1.0, 0.5), failing)
    assert round_.cohort()["challenges"][0]["preferences"] == [["a"]]
    assert round_.as_json()["bids"][1]["failed_gates"] == ["DATES"]
    assert decide(round_).solution.pairs == (("a", "c"),)


def test_the_summary_names_nobody() -> None:
    round_ = gathered(bid("team-a", "challenge-c", 1, 4.0, 0.5), bid("team-b", "challenge-c", 1, 2.0, 0.5))
    summary = decide(round_).report["summary"]
    assert "team-" not in str(summary)
    assert "challenge-" not in str(summary)
    assert (summary["pairs"], summary["unmatched_teams"], summary["mean_review"]) == (1, 1, 4.0)


def test_a_round_without_bids_has_an_empty_pairing_and_a_report() -> None:
    empty = Gathered("p", AS_OF, {}, (Room("c", 0, 1, "TW-TNN"),), (), ())
    proposal = decide(empty)
    assert (proposal.solution.size, proposal.report["empty"]) == (0, ["c"])
    assert proposal.report["summary"]["mean_fit"] is None
    assert explain(empty, parse(empty.cohort()), proposal.solution) == proposal.report


def test_a_solver_that_runs_out_of_time_is_told_to_the_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise OutOfTime("too large")

    monkeypatch.setattr(decision, "solve", never)
    with pytest.raises(Refused) as caught:
        decide(gathered(bid("a", "c", 1, None, 0.5)))
    assert [each.code for each in caught.value.problems] == ["OUT_OF_TIME"]
