"""A consent: one person, one purpose, one version of the words they agreed to, until they take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from matching.forms import LocalizedText


class Purpose(StrEnum):
    """What somebody may agree to; nothing else here rests on consent."""

    PUBLIC_NAME = "PUBLIC_NAME"
    BARRIERS = "BARRIERS"
    RECORDING = "RECORDING"
    FOUND_BY_OWNERS = "FOUND_BY_OWNERS"


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed.

    Attributes:
        subject_id: the team that the name or the answers are about, the note that is recorded, or one's profile.
        text_version: which of the texts of its purpose they read; 1 is the first.
        withdrawn_at: when they took it back; None while it stands.
    """

    id: UUID
    person_id: UUID
    purpose: Purpose
    subject_id: UUID
    text_version: int
    given_at: datetime
    withdrawn_at: datetime | None


#: Every version of what was ever asked, oldest first: a text that somebody agreed to is never edited, another follows.
TEXTS: Mapping[Purpose, tuple[LocalizedText, ...]] = MappingProxyType(
    {
        Purpose.PUBLIC_NAME: (
            {
                "en": "Everybody may read on the page of this team that I am in it, under the name that I give here."
                " I can take this back at any time; then only the team and the officers read it.",
                "zh-Hant": "我同意任何人都能在這個團隊的頁面上，看到我以此處填寫的名稱列為成員。"
                "我可以隨時撤回；撤回後只有團隊成員與承辦人看得到。",
            },
        ),
        Purpose.BARRIERS: (
            {
                "en": "Officers may count my answer together with those of others, so that they can remove what is in"
                " the way. Nobody reads my own answer but I, and it never changes how my team is compared."
                " I can take this back at any time; then my answer is deleted.",
                "zh-Hant": "我同意承辦人將我的回答與其他人的合併計數，以便排除參與的障礙。"
                "除了我自己，沒有人看得到我個人的回答，也不會影響團隊的適配度。"
                "我可以隨時撤回；撤回後我的回答即刪除。",
            },
        ),
        Purpose.RECORDING: (
            {
                "en": "What I say in this meeting may be written down in the shared note. I read my part before"
                " anything is published, and nothing is without my approval. I can take this back at any time; then my"
                " part is deleted.",
                "zh-Hant": "我同意將我在這次會議中的發言寫入共同紀錄。發布前我會先閱讀自己的部分，"
                "未經我核可不會發布任何內容。我可以隨時撤回；撤回後我的部分即刪除。",
            },
        ),
        Purpose.FOUND_BY_OWNERS: (
            {
                "en": "Owners of challenges who look for people, and officers, may find my profile with the name that I"
                " give there, compare it with their roles and invite me. I can take this back at any time; then they"
                " see it only where I showed interest in a role of theirs.",
                "zh-Hant": "我同意正在徵求人員的課題提案機關與承辦人，可以找到我的個人簡介與我在其中填寫的名稱，"
                "將其與所徵求的角色比較，並邀請我參加。"
                "我可以隨時撤回；撤回後，只有在我對其角色表示意願時，他們才看得到。",
            },
        ),
    }
)


def current_version(purpose: Purpose) -> int:
    """The version that is asked for now."""
    return len(TEXTS[purpose])


def text(purpose: Purpose, version: int) -> LocalizedText:
    """The words of a version, by language."""
    return TEXTS[purpose][version - 1]
