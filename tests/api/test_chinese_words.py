"""One thing has one word in Traditional Chinese, wherever people read it: the words of `docs/DESIGN.md`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.fit.names import _CODES as FIT_WORDS
from registry.health.labels import BAND_LABELS

HOUSE = Path(__file__).parents[2]
ROOMS = ("api", "demo", "schema", "matching", "registry", "scrapers", "store")
ENDINGS = {".py", ".toml", ".po", ".html", ".md", ".yml"}

#: Words for something that has another word here, with that word.
NOT_OURS = {
    "程式庫": "儲存庫",
    "版本庫": "儲存庫",
    "存放庫": "儲存庫",
    "代碼庫": "儲存庫",
    "題目": "課題",
    "適合度": "適配度",
    "契合度": "適配度",
    "匹配": "適配度、媒合",
    "配對": "媒合",
    "健康度": "健康狀況",
    "承辦人員": "承辦人",
    "許可證": "授權條款",
    "軟件": "軟體",
    "計劃": "計畫",
    "用戶": "使用者",
}

#: What others wrote stands as they wrote it, and search understands every word for a thing.
WORDS_OF_OTHERS = ("demo/data/catalogue", "registry/concepts/vocabulary.toml", "registry/licences/names.py")


def texts() -> Iterator[tuple[str, str]]:
    """Every file that holds words for readers, by its path."""
    files = [path for room in ROOMS for path in (HOUSE / room).rglob("*") if path.suffix in ENDINGS]
    for path in sorted([*files, HOUSE / "publiccode.yml", *HOUSE.glob("README*")]):
        name = path.relative_to(HOUSE).as_posix()
        if not name.startswith(WORDS_OF_OTHERS):
            yield name, path.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", NOT_OURS)
def test_nothing_is_called_by_a_word_that_is_not_ours(word: str) -> None:
    other = re.compile(rf"(?<!課){word}")  # 課題目前 is our word, and then "now"
    assert [name for name, text in texts() if other.search(text)] == [], f"say {NOT_OURS[word]}"


def test_the_plan_of_the_house_lists_our_words() -> None:
    plan = (HOUSE / "docs" / "DESIGN.md").read_text(encoding="utf-8")
    for word in ("計畫", "課題", "適配度", "協議", "軟體", "交付", "儲存庫", "承辦人", "健康狀況"):
        assert f"| {word} |" in plan or f"、{word} |" in plan


def test_the_words_stand_where_people_read_them() -> None:
    for word in ("儲存庫", "課題", "適配度", "健康狀況", "承辦人", "授權", "軟體", "計畫", "協議", "交付"):
        assert sum(word in text for _, text in texts()) > 1


def test_a_band_is_called_the_same_in_reasons_of_fit_and_in_the_catalogue() -> None:
    assert {band: FIT_WORDS[band.value]["zh-Hant"] for band in BAND_LABELS} == {
        band: words["zh-Hant"] for band, words in BAND_LABELS.items()
    }
