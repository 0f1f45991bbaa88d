"""What the terms of a new match begin with, from what its challenge says; both sides change what does not suit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from matching.fit import DataClass
from matching.forms import LocalizedText

#: Days after the delivery until data is deleted: a month, so that the owner has seen that it works without.
DELETED_WITHIN_DAYS: Final = 30

_NO_DATA: Final[LocalizedText] = {
    "en": "The work touches no data about people. What the owner hands over is used for this challenge only.",
    "zh-Hant": "本案不涉及個人資料。課題主提供的內容僅用於本課題。",
}
_PERSONAL: Final[LocalizedText] = {
    "en": (
        "The team gets only the personal data that the work needs, uses it for this challenge only, passes it to"
        f" nobody, and deletes it within {DELETED_WITHIN_DAYS} days after the delivery. Tests use invented data."
    ),
    "zh-Hant": (
        "團隊僅取得工作所需的個人資料，僅用於本課題，不提供給他人，"
        f"並於交付後 {DELETED_WITHIN_DAYS} 天內刪除。測試一律使用虛構資料。"
    ),
}
_SENSITIVE: Final[LocalizedText] = {
    "en": " Sensitive data stays on machines of the owner.",
    "zh-Hant": "敏感資料只留在課題主的設備上。",
}
_BASIS: Final[LocalizedText] = {"en": " Lawful basis: ", "zh-Hant": "處理依據："}
_PUBLICATION: Final[LocalizedText] = {
    "en": (
        "The code is public from its first commit, with its licence and a publiccode.yml. Before anything else is"
        " published, the other side has a week to object."
    ),
    "zh-Hant": (
        "程式碼自第一次提交起即公開，並附授權條款與 publiccode.yml。其他內容公開前，另一方有一週時間可以提出異議。"
    ),
}
_CREDIT: Final[LocalizedText] = {
    "en": "Wherever the work is shown, owner and team are named, and each member of the team who wants to be.",
    "zh-Hant": "凡展示成果之處，均列出課題主與團隊名稱，並列出願意具名的團隊成員。",
}
_MENTORING: Final[LocalizedText] = {
    "en": (
        "The owner names one person who answers the team's questions within three working days and meets the team once"
        " a month at least."
    ),
    "zh-Hant": "課題主指定一位聯絡人，於三個工作天內回覆團隊的問題，並至少每月與團隊會面一次。",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a challenge says that its terms begin with.

    Attributes:
        publication: what may be published of the work, by language.
    """

    licence: str | None = None
    data_class: DataClass | None = None
    lawful_basis: str | None = None
    publication: LocalizedText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """Terms to begin with; who owns what is made is for both sides to say."""

    licence: str
    data_terms: LocalizedText
    publication_terms: LocalizedText
    credit_terms: LocalizedText
    mentoring_terms: LocalizedText


def template(asked: Asked) -> Template:
    """Terms to begin with, in English and Chinese, and in whatever language the challenge has more."""
    published = {
        tag: ("" if tag.startswith("zh") else " ").join(
            filter(None, (asked.publication.get(tag), _PUBLICATION.get(tag)))
        )
        for tag in {**_PUBLICATION, **asked.publication}
    }
    return Template(asked.licence or "", _data(asked), published, dict(_CREDIT), dict(_MENTORING))


def _data(asked: Asked) -> Mapping[str, str]:
    if asked.data_class in {None, DataClass.NONE}:
        return dict(_NO_DATA)
    is_sensitive = asked.data_class is DataClass.SENSITIVE
    return {
        tag: words
        + (_SENSITIVE[tag] if is_sensitive else "")
        + (f"{_BASIS[tag]}{asked.lawful_basis}" if asked.lawful_basis else "")
        for tag, words in _PERSONAL.items()
    }
