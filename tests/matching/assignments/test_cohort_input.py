from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.assignments import decision
from matching.assignments.cohort_input import Bid, Candidate, Gathered, Room, same_cohort
from matching.assignments.decision import decide, explain
from matching.cohort import OutOfTime, parse
from matching.fit import Fit, GateCode, GateResult, Side
from matching.fit.result import Evidence
from store.refusal import Refused

AS_OF = date(2026, 11, 21)


def fit(score: float, *, passed: bool = True) -> Fit:
    gate = GateResult(GateCode.DATES, passed, Evidence("DATES_MEET" if passed else "DATES_APART", {}))
    side = Side(score, ())
    return Fit("c", "t", (gate,), passed, side, side, score if passed else 0.0, 1.0)


def bid(team: str, challenge: str, preference: int, review_mean: float | None, score: float) -> Bid:
    reviews = 0 if review_mean is None else 1
    return Bid(f"{team}-{challenge}", team, challenge, preference, reviews, review_mean, fit(score))


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
