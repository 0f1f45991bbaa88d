from uuid import UUID

import pytest

from tests.bench.search import quality

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def test_the_best_order_possible_scores_one() -> None:
    assert quality.ndcg([ONE, TWO], {ONE: 3, TWO: 1}) == pytest.approx(1)


def test_what_answers_later_scores_less() -> None:
    assert quality.ndcg([THREE, ONE], {ONE: 3}) == pytest.approx(0.6309, abs=1e-4)


def test_what_does_not_answer_scores_nothing() -> None:
    assert quality.ndcg([TWO, THREE], {ONE: 3}) == 0


@pytest.mark.parametrize(("name", "many", "of_each_language"), [("judged", 120, 50), ("unseen", 80, 30)])
def test_the_judged_queries_are_many_and_in_both_languages(
    name: str, many: int, of_each_language: int
) -> None:
    queries = quality.judged(name)
    chinese = [each for each in queries if not each.text.isascii()]
    assert len({each.text for each in queries}) == len(queries) >= many
    assert len(chinese) >= of_each_language
    assert len(queries) - len(chinese) >= of_each_language


@pytest.mark.parametrize("name", ["judged", "unseen"])
def test_every_judged_query_is_answered_by_entries_that_are_named(name: str) -> None:
    for each in quality.judged(name):
        assert 3 in each.grades.values(), each.text
        assert each.grades.keys() <= quality.entries().keys(), each.text
