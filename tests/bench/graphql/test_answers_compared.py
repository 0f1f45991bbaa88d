"""Contestants' answers are the same in other words, or the benchmark stops."""

import pytest

from tests.bench.graphql.answers import difference, even, told


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"takenAt": "2026-10-28T00:00:00+00:00"}, {"takenAt": "2026-10-28T00:00:00.000000Z"}),
        ({"softwareType": "STANDALONE_WEB"}, {"softwareType": "standalone/web"}),
        ({"features": [{"language": "en", "features": ["Map"]}]}, {"features": {"en": ["Map"]}}),
        (
            {"challengeCount": 3, "applicationCount": 7},
            {"published": {"totalCount": 3}, "applicationCount": "7"},
        ),
        ({"pageInfo": {"endCursor": "a"}, "licence": None}, {"pageInfo": {"endCursor": "b"}}),
    ],
)
def test_the_same_in_other_words_is_the_same(ours: dict[str, object], theirs: dict[str, object]) -> None:
    assert difference(even(ours), even(theirs)) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "place"),
    [
        ({"nodes": [{"name": "A"}]}, {"nodes": [{"name": "B"}]}, ".nodes.0.name"),
        ({"nodes": [1, 2]}, {"nodes": [2, 1]}, ".nodes.0"),
        ({"nodes": [1]}, {"nodes": [1, 2]}, ".nodes"),
        ({"score": 0}, {}, ".score"),
    ],
)
def test_what_differs_is_told_with_its_place(
    ours: dict[str, object], theirs: dict[str, object], place: str
) -> None:
    found = difference(even(ours), even(theirs))
    assert found is not None
    assert found.startswith(f"{place}: ")


def test_an_answer_with_errors_is_no_answer() -> None:
    with pytest.raises(ValueError, match="boom"):
        told(b'{"data": null, "errors": [{"message": "boom"}]}')
