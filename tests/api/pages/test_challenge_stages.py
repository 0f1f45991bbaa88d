"""What readers are told about a published challenge follows its round."""

import pytest

from api.pages.labels import LABELS, stage


@pytest.mark.parametrize(
    ("round_state", "shown"),
    [
        ("DRAFT", "Published, not open yet"),
        ("OPEN", "Open to teams"),
        ("REVIEW", "Under review"),
        ("MATCHED", "No team yet"),
        ("CLOSED", "Round over"),
    ],
)
def test_a_published_challenge_is_open_only_while_its_round_is(round_state: str, shown: str) -> None:
    challenge = {"state": "PUBLISHED", "programme": {"state": round_state}}
    assert LABELS["challenge-stage"][stage(challenge)] == shown


def test_a_published_challenge_of_no_round_is_open() -> None:
    assert stage({"state": "PUBLISHED", "programme": None}) == "OPEN"


@pytest.mark.parametrize("round_state", ["REVIEW", "MATCHED", "CLOSED"])
@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED"])
def test_what_was_not_published_while_its_round_was_open_is_left_out(state: str, round_state: str) -> None:
    assert stage({"state": state, "programme": {"state": round_state}}) == "LEFT_OUT"
    assert stage({"state": state, "programme": {"state": "OPEN"}}) == state


def test_what_came_of_a_challenge_stays_whatever_the_round_does() -> None:
    assert stage({"state": "DELIVERED", "programme": {"state": "CLOSED"}}) == "DELIVERED"
