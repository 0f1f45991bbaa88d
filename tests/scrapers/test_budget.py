"""The shared budget: refuses before GitHub has to, and never overdraws."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.budget import Budget
from scrapers.failures import Unreachable

HOUR = 3600.0


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def headers(remaining: int, reset_at: float) -> dict[str, str]:
    return {"x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": str(int(reset_at))}


def test_before_any_answer_asking_is_free() -> None:
    budget = Budget(Clock())
    budget.take()
    assert budget.remaining is None


def test_an_empty_hour_refuses_until_its_reset_and_not_longer() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(0, clock.now + 100))
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == 100
    clock.now += 100
    budget.take()


def test_answers_that_overtake_each_other_do_not_give_requests_back() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(10, clock.now + 100))
    budget.learn(200, headers(12, clock.now + 100))
    assert budget.remaining == 10


def test_a_new_hour_gives_its_requests() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(0, clock.now + 100))
    clock.now += 200
    budget.learn(200, headers(59, clock.now + HOUR))
    assert budget.remaining == 59


def test_threads_together_do_not_take_more_than_is_left() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(50, clock.now + 100))

    def taken(_: int) -> bool:
        try:
            budget.take()
        except Unreachable:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(taken, range(200))) == 50


def test_a_primary_limit_without_retry_after_waits_for_the_reset() -> None:
    clock = Clock()
    budget = Budget(clock)
    with pytest.raises(Unreachable) as failure:
        budget.learn(403, headers(0, clock.now + 500), "API rate limit exceeded")
    assert failure.value.retry_after == 500


def test_a_secondary_limit_blocks_although_requests_are_left() -> None:
    clock = Clock()
    budget = Budget(clock)
    with pytest.raises(Unreachable):
        budget.learn(403, {**headers(4000, clock.now + 500), "retry-after": "20"})
    clock.now += 19
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == 1
    clock.now += 1
    budget.take()


def test_a_refusal_for_another_reason_blocks_nothing() -> None:
    budget = Budget(Clock())
    budget.learn(403, {}, "Resource not accessible")
    budget.take()


def test_a_reset_that_lies_far_ahead_is_believed_for_an_hour_only() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(0, clock.now + 10**8))
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == HOUR


@given(
    st.dictionaries(st.sampled_from(["x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"]), st.text())
)
def test_headers_that_are_no_numbers_break_nothing(said: dict[str, str]) -> None:
    budget = Budget(Clock())
    budget.learn(200, said)
    with pytest.raises(Unreachable) as failure:
        budget.learn(429, said)
    assert failure.value.retry_after is not None
    assert 0 <= failure.value.retry_after <= HOUR
