"""How the values of a reason are spoken: labels instead of identifiers, lists as people write them."""

from collections.abc import Mapping

from matching.fit.result import Value
from registry.concepts import CONCEPTS, label
from registry.concepts.courses import courses
from registry.concepts.likeness import CONCEPT

_CONCEPTS = frozenset({"need", "skill", "domain", "offered"})

_CODES: Mapping[str, Mapping[str, str]] = {
    "NONE": {"en": "no personal data", "zh-Hant": "無個人資料"},
    "PERSONAL": {"en": "personal data", "zh-Hant": "個人資料"},
    "SENSITIVE": {"en": "sensitive personal data", "zh-Hant": "敏感個人資料"},
    "THRIVING": {"en": "thriving", "zh-Hant": "蓬勃"},
    "STEADY": {"en": "steady", "zh-Hant": "穩定"},
    "SLOWING": {"en": "slowing down", "zh-Hant": "趨緩"},
    "DORMANT": {"en": "dormant", "zh-Hant": "停滯"},
    "NOT_ENOUGH_KNOWN": {"en": "not enough known", "zh-Hant": "資料不足"},
    "TOO_YOUNG": {"en": "too young to say", "zh-Hant": "專案尚新"},
    "NOT_OBSERVED": {"en": "not observed yet", "zh-Hant": "尚未觀測"},
}

# Working languages of the programmes seen so far; any other is shown by its BCP 47 tag.
_LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "en": {"en": "English", "zh-Hant": "英語"},
    "zh": {"en": "Chinese", "zh-Hant": "華語"},
    "zh-hant": {"en": "Traditional Chinese", "zh-Hant": "華語（正體字）"},
    "zh-hans": {"en": "Simplified Chinese", "zh-Hant": "華語（簡體字）"},
    "nan": {"en": "Taiwanese Hokkien", "zh-Hant": "臺灣台語"},
    "hak": {"en": "Hakka", "zh-Hant": "客語"},
    "ja": {"en": "Japanese", "zh-Hant": "日語"},
    "ko": {"en": "Korean", "zh-Hant": "韓語"},
    "vi": {"en": "Vietnamese", "zh-Hant": "越南語"},
    "id": {"en": "Indonesian", "zh-Hant": "印尼語"},
    "de": {"en": "German", "zh-Hant": "德語"},
    "fr": {"en": "French", "zh-Hant": "法語"},
    "it": {"en": "Italian", "zh-Hant": "義大利語"},
    "es": {"en": "Spanish", "zh-Hant": "西班牙語"},
}

_BETWEEN = {"en": ", ", "zh-Hant": "、"}


def spoken(name: str, value: Value, language: str) -> str:
    """The words for one value of a reason, in English or Traditional Chinese.

    Which words depends on the value's name: `need` holds a concept, `languages` holds tags, and so on.
    """
    if isinstance(value, tuple | list):
        return _BETWEEN[language].join(spoken(name, each, language) for each in value)
    if isinstance(value, int | float):
        return f"{value:g}" if value != round(value) else f"{value:.0f}"
    if name == "terms" and value.startswith(CONCEPT):
        return label(value.removeprefix(CONCEPT), language)
    if name in _CONCEPTS and value in CONCEPTS:
        return label(value, language)
    if name == "courses" and value in courses():
        return courses()[value].spoken(language)
    texts = _LANGUAGES.get(value.casefold()) if name == "languages" else None
    if name in _CODED:
        texts = _CODES.get(value)
    return (texts or {}).get(language, value)


_CODED = frozenset({"data_class", "data_clearance", "band"})
