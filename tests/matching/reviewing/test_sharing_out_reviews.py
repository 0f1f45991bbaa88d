from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matching.reviewing.model import Pair, share_out, strictness


def bid(number: int) -> UUID:
    return UUID(int=number)


def person(number: int) -> UUID:
    return UUID(int=1000 + number)


def loads(pairs: set[Pair], reviewers: list[UUID]) -> list[int]:
    return sorted(sum(by == each for _, by in pairs) for each in reviewers)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[UUID], list[UUID], set[Pair], set[Pair], int]:
    applications = [bid(each) for each in range(draw(st.integers(1, 5)))]
    reviewers = [person(each) for each in range(draw(st.integers(1, 4)))]
    pairs = st.sampled_from(sorted(product(applications, reviewers)))
    partial = draw(st.sets(pairs))
    standing = draw(st.sets(pairs, max_size=3))
    return applications, reviewers, partial, standing, draw(st.integers(1, 3))


@given(rounds())
def test_nobody_is_asked_about_what_they_are_partial_to_or_have_already(
    case: tuple[list[UUID], list[UUID], set[Pair], set[Pair], int],
) -> None:
    applications, reviewers, partial, standing, wanted = case
    made = share_out(applications, reviewers, partial, standing, wanted).pairs
    assert not set(made) & (partial | standing)
    assert len(set(made)) == len(made)


@given(rounds())
def test_every_application_gets_as_many_as_can_judge_it_and_what_lacks_is_said(
    case: tuple[list[UUID], list[UUID], set[Pair], set[Pair], int],
) -> None:
    applications, reviewers, partial, standing, wanted = case
    sharing = share_out(applications, reviewers, partial, standing, wanted)
    for application in applications:
        able = sum((application, each) not in partial for each in reviewers)
        kept = sum(each[0] == application for each in standing - partial)
        has = kept + sum(each[0] == application for each in sharing.pairs)
        assert has == max(kept, min(wanted, able))
        assert sharing.short.get(application, 0) == max(0, wanted - has)


def evenest(applications: list[UUID], reviewers: list[UUID], partial: set[Pair], wanted: int) -> int:
    """The least sum of squared loads of all ways to ask, by trying every one."""
    able = {each: [by for by in reviewers if (each, by) not in partial] for each in applications}
    best = None
    options = [
        [
            chosen
            for chosen in product([0, 1], repeat=len(able[each]))
            if sum(chosen) == min(wanted, len(able[each]))
        ]
        for each in applications
    ]
    for choice in product(*options):
        pairs = {
            (each, by)
            for each, chosen in zip(applications, choice, strict=True)
            for by, is_asked in zip(able[each], chosen, strict=True)
            if is_asked
        }
        squares = sum(load**2 for load in loads(pairs, reviewers))
        best = squares if best is None else min(best, squares)
    return best or 0


@given(rounds())
def test_no_other_way_to_ask_is_more_even(
    case: tuple[list[UUID], list[UUID], set[Pair], set[Pair], int],
) -> None:
    applications, reviewers, partial, _, wanted = case
    made = set(share_out(applications, reviewers, partial, set(), wanted).pairs)
    assert sum(load**2 for load in loads(made, reviewers)) == evenest(
        applications, reviewers, partial, wanted
    )


def test_work_is_handed_on_when_the_only_one_who_can_judge_has_enough() -> None:
    """The first application goes to the first reviewer, until the second one needs exactly them."""
    sharing = share_out([bid(1), bid(2)], [person(1), person(2)], {(bid(2), person(2))}, set(), 1)
    assert sharing.pairs == [(bid(1), person(2)), (bid(2), person(1))]


def test_two_hundred_applications_are_shared_out_evenly() -> None:
    applications, reviewers = [bid(each) for each in range(200)], [person(each) for each in range(20)]
    partial = {(each, person(index % 20)) for index, each in enumerate(applications)}
    made = set(share_out(applications, reviewers, partial, set(), 3).pairs)
    assert loads(made, reviewers) == [30] * 20


def test_a_reviewer_is_strict_against_those_who_scored_the_same() -> None:
    found = strictness(
        [
            (bid(1), person(1), 4.0),
            (bid(1), person(2), 2.0),
            (bid(2), person(1), 3.0),
            (bid(2), person(2), 2.5),
            (bid(3), person(3), 5.0),
        ]
    )
    assert found == {person(1): 1.25, person(2): -1.25}
