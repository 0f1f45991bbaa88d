"""What a reader is told, in both languages, without slugs and holes."""

import pytest

from registry.health import BAND_LABELS, EXPLANATIONS, SIGNAL_LABELS, UNIT_LABELS, HealthBand, Unit, explain
from registry.health.labels import DECLARED_LABELS, sentence
from registry.health.scales import MAINTENANCE_POINTS, STATUS_POINTS, WEIGHTS
from tests.registry.health.histories import LIVING, commits, observed, scored, signal


def test_a_signal_is_told_in_english_with_what_would_raise_it() -> None:
    found = signal("last_human_commit", observed(commits("mei", [60])))
    assert explain(found, "en") == (
        "Days since a person last changed the code: 60 (machines and merges are not counted).",
        "A change by a person within 30 days gives full points.",
    )


def test_a_signal_is_told_in_chinese() -> None:
    found = signal("authors", observed(commits("mei", [60])))
    assert explain(found, "zh-Hant") == ("最近 12 個月有 1 人修改程式碼。", "5 人以上即可得滿分。")


def test_a_declared_value_is_told_as_a_word() -> None:
    assert explain(signal("development_status", LIVING), "zh-Hant") == ("發布者宣告的開發狀態：穩定版。",)


def test_a_reader_of_another_language_is_told_in_english() -> None:
    assert sentence("README_ABSENT", "fr") == "There is no README."


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_nothing_told_has_a_hole_or_a_none(language: str) -> None:
    for observation in (
        LIVING,
        observed(),
        observed(files=(), tags=(), without=["commits", "files", "tags"]),
    ):
        for each in scored(observation).signals:
            for told in explain(each, language):
                assert "{" not in told
                assert "None" not in told


def test_every_name_exists_in_both_languages() -> None:
    assert set(SIGNAL_LABELS) == set(WEIGHTS)
    assert set(BAND_LABELS) == set(HealthBand)
    assert set(UNIT_LABELS) == set(Unit)
    assert set(DECLARED_LABELS) == set(STATUS_POINTS) | set(MAINTENANCE_POINTS)
    for labels in (SIGNAL_LABELS, BAND_LABELS, UNIT_LABELS, DECLARED_LABELS, EXPLANATIONS):
        assert all(set(texts) == {"en", "zh-Hant"} for texts in labels.values())
