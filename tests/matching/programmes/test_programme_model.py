from hypothesis import given
from hypothesis import strategies as st

from matching.assignments.model import MATCH_MOVES, MatchState
from matching.assignments.model import may_follow as match_may_follow
from matching.fit import DEFAULT_WEIGHTS, Weights
from matching.programmes.model import (
    DEFAULT_RUBRIC,
    HIGHEST_SCORE,
    MOVES,
    RubricCriterion,
    State,
    may_follow,
    weighted_mean,
    weights_as_json,
    weights_from_json,
)

FIGURES = st.floats(0.01, 100)


def test_a_round_goes_one_way_only() -> None:
    order = list(State)
    for state, following in MOVES.items():
        assert all(order.index(each) > order.index(state) for each in following)
    assert set(MOVES) == set(State)


def test_every_open_round_can_be_closed_and_only_a_reviewed_one_matched() -> None:
    assert [each for each in State if may_follow(each, State.CLOSED)] == [
        State.OPEN,
        State.REVIEW,
        State.MATCHED,
    ]
    assert [each for each in State if may_follow(each, State.MATCHED)] == [State.REVIEW]


def test_a_match_is_agreed_before_it_delivers() -> None:
    assert set(MATCH_MOVES) == set(MatchState)
    assert [each for each in MatchState if match_may_follow(each, MatchState.DELIVERED)] == [
        MatchState.AGREED
    ]


def test_the_default_rubric_is_in_both_languages() -> None:
    assert len(DEFAULT_RUBRIC) == 3
    assert all(set(each.name) == {"en", "zh-Hant"} for each in DEFAULT_RUBRIC)


@given(st.builds(Weights, FIGURES, FIGURES, FIGURES, FIGURES, FIGURES, FIGURES))
def test_stored_weights_come_back(weights: Weights) -> None:
    assert weights_from_json(weights_as_json(weights)) == weights


def test_weights_that_were_never_written_are_the_default() -> None:
    assert weights_from_json({}) == DEFAULT_WEIGHTS


@given(st.lists(st.tuples(st.integers(0, HIGHEST_SCORE), FIGURES), min_size=1, max_size=10))
def test_a_weighted_mean_lies_between_the_lowest_and_the_highest_points(
    lines: list[tuple[int, float]],
) -> None:
    rubric = tuple(RubricCriterion(str(index), {}, weight) for index, (_, weight) in enumerate(lines))
    scores = {str(index): points for index, (points, _) in enumerate(lines)}
    mean = weighted_mean(scores, rubric)
    assert min(scores.values()) - 1e-9 <= mean <= max(scores.values()) + 1e-9


def test_a_line_that_weighs_twice_counts_twice() -> None:
    rubric = (RubricCriterion("a", {}, 2.0), RubricCriterion("b", {}, 1.0))
    assert weighted_mean({"a": 5, "b": 2}, rubric) == 4.0
