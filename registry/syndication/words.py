"""A change of a software in one sentence, in the two languages of the catalogue; pure."""

from collections.abc import Mapping
from typing import Any, Final

from registry.health import BAND_LABELS, HealthBand
from registry.syndication.model import Change

Texts = Mapping[str, str]

ACTIONS: Final[Mapping[str, Texts]] = {
    "software.registered": {"en": "It came into the catalogue.", "zh-Hant": "已加入目錄。"},
    "software.changed": {"en": "What is said of it has changed.", "zh-Hant": "相關說明已變更。"},
    "software.observed": {
        "en": "A look at its repository found a change.",
        "zh-Hant": "觀測儲存庫後發現變更。",
    },
}
OTHERWISE: Final[Texts] = {"en": "Its entry was edited.", "zh-Hant": "這筆資料已修改。"}

#: Facts that a reader cares about, in the order they are told.
FACTS: Final[Mapping[str, Texts]] = {
    "licence": {"en": "Licence", "zh-Hant": "授權條款"},
    "declared_licence": {"en": "Declared licence", "zh-Hant": "宣告的授權條款"},
    "verdict": {"en": "Licence verdict", "zh-Hant": "授權判定"},
    "url": {"en": "Repository", "zh-Hant": "儲存庫"},
    "health_band": {"en": "Health", "zh-Hant": "健康狀況"},
}
UNKNOWN: Final[Texts] = {"en": "not known", "zh-Hant": "未知"}
TEMPLATES: Final[Texts] = {"en": "{name}: {before} → {after}.", "zh-Hant": "{name}：{before} → {after}。"}
BETWEEN: Final[Texts] = {"en": " ", "zh-Hant": ""}
#: What nobody can rely on a licence without, told first.
LICENCE: Final = frozenset({"licence", "declared_licence", "verdict"})


def is_about_licence(change: Change) -> bool:
    """Say whether what may be relied on about the licence has changed."""
    return any(fact in LICENCE for fact in changed(change))


def changed(change: Change) -> tuple[str, ...]:
    """List the facts of `FACTS` that are not what they were; none for an entry that is new."""
    if not change.before:
        return ()
    return tuple(fact for fact in FACTS if change.before.get(fact) != change.after.get(fact))


def sentence(change: Change, language: str) -> str:
    """Tell a change: what happened, then each fact with what it was and is."""
    spoken = language if language in OTHERWISE else "en"
    told = [ACTIONS.get(change.action, OTHERWISE)[spoken]]
    for fact in changed(change):
        before, after = (_said(fact, facts.get(fact), spoken) for facts in (change.before, change.after))
        told.append(TEMPLATES[spoken].format(name=FACTS[fact][spoken], before=before, after=after))
    return BETWEEN[spoken].join(told)


def _said(fact: str, value: Any, language: str) -> str:
    if value is None:
        return UNKNOWN[language]
    if fact == "health_band" and value in set(HealthBand):
        return BAND_LABELS[HealthBand(value)][language]
    return str(value)
