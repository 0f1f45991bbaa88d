"""What can be wrong with a cohort, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FAULTS: Mapping[str, Mapping[str, str]] = {
    "NOT_JSON": {
        "en": "this is not JSON: {problem} (line {line}, column {column})",
        "zh-Hant": "不是有效的 JSON：{problem}（第 {line} 行，第 {column} 欄）",
    },
    "NOT_UTF8": {
        "en": "this is not text in UTF-8",
        "zh-Hant": "不是 UTF-8 編碼的文字",
    },
    "TOO_DEEP": {
        "en": "lists are nested too deeply to be a cohort",
        "zh-Hant": "巢狀層次過深，不可能是媒合資料",
    },
    "NOT_OBJECT": {
        "en": "an object with named values belongs here",
        "zh-Hant": "此處應為物件",
    },
    "NOT_LIST": {
        "en": "a list belongs here",
        "zh-Hant": "此處應為清單",
    },
    "MISSING": {
        "en": "this is missing",
        "zh-Hant": "缺少此項",
    },
    "NOT_ID": {
        "en": "an id belongs here: a text that is not empty",
        "zh-Hant": "此處應為識別碼（非空白文字）",
    },
    "DUPLICATE_ID": {
        "en": "“{id}” is already there; every id must be used once",
        "zh-Hant": "「{id}」已出現過；識別碼不可重複",
    },
    "NOT_COUNT": {
        "en": "a whole number from 0 to 1,000,000 belongs here",
        "zh-Hant": "此處應為 0 到 1,000,000 的整數",
    },
    "UNKNOWN_TEAM": {
        "en": "there is no team “{id}”",
        "zh-Hant": "沒有名為「{id}」的團隊",
    },
    "UNKNOWN_CHALLENGE": {
        "en": "there is no challenge “{id}”",
        "zh-Hant": "沒有名為「{id}」的課題",
    },
    "UNKNOWN_OWNER": {
        "en": "there is no owner “{id}”",
        "zh-Hant": "沒有名為「{id}」的機關",
    },
    "LISTED_TWICE": {
        "en": "“{id}” is listed twice; it can have only one place",
        "zh-Hant": "「{id}」重複列出；只能有一個順位",
    },
    "NOT_SCORES": {
        "en": "two numbers from 0 to 1 belong here: how well it suits the team, and the challenge",
        "zh-Hant": "此處應為兩個 0 到 1 的數字：對團隊的適配度、對課題的適配度",
    },
    "NO_SCORE": {
        "en": "team “{team}” lists challenge “{challenge}”, which has no score here",
        "zh-Hant": "團隊「{team}」列出課題「{challenge}」，但此處沒有分數",
    },
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its code in FAULTS, its place as a path such as `teams[2].preferences[0]`, its values."""

    code: str
    place: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def message(self, language: str) -> str:
        """The place and what belongs there, in Chinese for Chinese tags, else in English."""
        chosen = "zh-Hant" if language.casefold().split("-")[0] == "zh" else "en"
        text = FAULTS[self.code][chosen].format_map(self.values)
        return f"{self.place}: {text}" if self.place else text


class InvalidInstance(ValueError):  # noqa: N818 - named for what it says about the input
    """A cohort that cannot be read, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.message("en") for fault in faults))
        self.faults = faults
