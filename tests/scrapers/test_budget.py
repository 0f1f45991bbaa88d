"""The shared budget: refuses before GitHub has to, and never overdraws."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.forges.model import ForgeAccount
from scrapers.budget import Budget, Pace, account_name, granted, paced, repaced, united
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


@pytest.mark.parametrize("ahead", [-7200, -600, 600, 7200])
def test_the_hour_ends_when_the_forge_says_though_its_clock_and_ours_differ(ahead: int) -> None:
    clock = Clock()
    budget = Budget(clock)
    theirs = clock.now + ahead
    budget.learn(200, {**headers(0, theirs + 900), "date": formatdate(theirs, usegmt=True)})
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == 900


def test_an_answer_that_was_long_on_its_way_shows_no_difference_of_clocks() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, {**headers(0, clock.now + 900), "date": formatdate(clock.now - 20, usegmt=True)})
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == 900


@pytest.mark.parametrize("written", ["0", "-5", "0.001"])
def test_a_refusal_that_asks_for_no_wait_is_waited_for_all_the_same(written: str) -> None:
    with pytest.raises(Unreachable) as failure:
        Budget(Clock()).learn(429, {"retry-after": written})
    assert failure.value.retry_after == 1


def test_a_reset_in_the_past_is_a_new_hour_and_its_refusal_waits_a_minute() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(0, clock.now - 10))
    budget.take()
    with pytest.raises(Unreachable) as failure:
        budget.learn(403, headers(0, clock.now - 10), "API rate limit exceeded")
    assert failure.value.retry_after == 60


def test_a_reset_that_lies_far_ahead_is_believed_for_an_hour_only() -> None:
    clock = Clock()
    budget = Budget(clock)
    budget.learn(200, headers(0, clock.now + 10**8))
    with pytest.raises(Unreachable) as failure:
        budget.take()
    assert failure.value.retry_after == HOUR


@given(
    st.dictionaries(
        st.sampled_from(["x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "date"]), st.text()
    )
)
def test_headers_that_are_no_numbers_break_nothing(said: dict[str, str]) -> None:
    budget = Budget(Clock())
    budget.learn(200, said)
    with pytest.raises(Unreachable) as failure:
        budget.learn(429, said)
    assert failure.value.retry_after is not None
    assert 0 <= failure.value.retry_after <= HOUR


NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)


def test_an_unknown_hour_is_given_freely() -> None:
    assert granted(ForgeAccount(), 500, 18, NOON) == 18


def test_a_look_gets_all_it_may_need_or_waits_for_the_next_hour() -> None:
    account = ForgeAccount(5000, 40, LATER)
    assert granted(account, 22, 18, NOON) == 18
    with pytest.raises(Unreachable) as refusal:
        granted(ForgeAccount(5000, 17, LATER), 0, 18, NOON)
    assert (refusal.value.reason, refusal.value.retry_after) == ("RATE_LIMITED", 1800)


def test_what_others_were_given_is_waited_for_only_as_long_as_a_look_takes() -> None:
    with pytest.raises(Unreachable) as refusal:
        granted(ForgeAccount(5000, 40, LATER), 23, 18, NOON)
    assert refusal.value.retry_after == 0.5


def test_after_the_reset_the_whole_hour_is_there_less_what_is_given_already() -> None:
    account = ForgeAccount(60, 0, NOON)
    assert granted(account, 42, 18, NOON) == 18
    with pytest.raises(Unreachable):
        granted(account, 43, 18, NOON)


def test_an_hour_smaller_than_a_look_is_given_whole_to_one_at_a_time() -> None:
    account = ForgeAccount(10, 10, LATER)
    assert granted(account, 0, 18, NOON) == 10
    with pytest.raises(Unreachable):
        granted(account, 10, 18, NOON)


def test_a_block_holds_for_everybody() -> None:
    with pytest.raises(Unreachable) as refusal:
        granted(ForgeAccount(blocked_until=LATER), 0, 1, NOON)
    assert refusal.value.retry_after == 1800


def test_of_two_reports_of_one_hour_the_smaller_rest_counts() -> None:
    one, other = ForgeAccount(60, 40, LATER), ForgeAccount(60, 45, LATER)
    assert united(one, other) == united(other, one) == one


def test_a_report_of_the_hour_before_changes_nothing() -> None:
    now, before = ForgeAccount(60, 59, LATER), ForgeAccount(60, 0, NOON)
    assert united(now, before) == united(before, now) == now


def test_a_look_spends_only_what_it_was_given_and_gets_back_what_was_free() -> None:
    budget = Budget(Clock(), allowance=2)
    budget.take()
    budget.learn(304, {}, is_authorised=True)
    budget.take()
    budget.learn(304, {}, is_authorised=False)
    budget.take()
    with pytest.raises(Unreachable):
        budget.take()


def test_a_token_is_not_in_the_name_of_its_account() -> None:
    name = account_name("https://api.github.com/", "ghp_secret")
    assert name.startswith("https://api.github.com ")
    assert "secret" not in name
    assert name != account_name("https://api.github.com", "ghp_other")


PACE = Pace(requests=60, burst=10, seconds=60)


def test_looks_within_the_burst_begin_at_once_and_all_others_in_an_even_row() -> None:
    account, waits = ForgeAccount(), []
    for _ in range(6):
        account, wait = paced(account, PACE, 5, NOON)
        waits.append(wait)
    assert waits == [0, 0, 0, 5, 10, 15]


def test_an_idle_row_is_no_credit_beyond_the_burst() -> None:
    account, _ = paced(ForgeAccount(paced_until=NOON - timedelta(hours=9)), PACE, 20, NOON)
    assert account.paced_until == NOON + timedelta(seconds=20)


def test_what_a_look_did_not_send_is_given_back_to_the_row_and_what_it_sent_more_is_taken() -> None:
    account, _ = paced(ForgeAccount(), PACE, 18, NOON)
    assert repaced(account, PACE, 18, 3).paced_until == NOON + timedelta(seconds=3)
    assert repaced(account, PACE, 18, 20).paced_until == NOON + timedelta(seconds=20)


@given(st.lists(st.tuples(st.integers(1, 18), st.floats(0, 20)), min_size=1, max_size=80))
def test_no_minute_holds_more_than_pace_and_burst_and_one_look(looks: list[tuple[int, float]]) -> None:
    account, now, begun = ForgeAccount(), NOON, []
    for requests, later in looks:
        now += timedelta(seconds=later)
        account, wait = paced(account, PACE, requests, now)
        begun.append((now + timedelta(seconds=wait), requests))
    for start, _ in begun:
        minute = [count for at, count in begun if start <= at < start + timedelta(seconds=PACE.seconds)]
        assert sum(minute) <= PACE.requests + PACE.burst + 18


def test_requests_are_counted_whatever_they_are_answered() -> None:
    budget = Budget(Clock(), allowance=2)
    budget.take()
    budget.learn(304, {}, is_authorised=True)
    budget.take()
    assert budget.sent == 2
    with pytest.raises(Unreachable):
        Budget(Clock(), allowance=0).take()
    assert budget.sent == 2
