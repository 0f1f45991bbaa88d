"""An alert as a sentence, in English and Traditional Chinese."""

from collections.abc import Mapping, Sequence
from typing import Final

from registry.health import BAND_LABELS, SIGNAL_LABELS, HealthBand, sentence
from registry.health.labels import FALLBACK_LANGUAGE
from registry.watches.model import AlertKind

_SENTENCES: Final[Mapping[AlertKind, Mapping[str, str]]] = {
    AlertKind.BAND_LOST: {
        "en": "Two looks in a row, its health was no longer “{before}” but “{after}”.",
        "zh-Hant": "連續兩次觀測，健康狀況由「{before}」降為「{after}」。",
    },
    AlertKind.POINTS_LOST: {
        "en": "Its health fell from {before} to {after} points within 30 days.",
        "zh-Hant": "健康分數在 30 天內由 {before} 分降為 {after} 分。",
    },
    AlertKind.NEW_CAP: {"en": "{reason}", "zh-Hant": "{reason}"},
    AlertKind.LICENCE_CHANGED: {
        "en": "Its licence was {before} and is {after} now.",
        "zh-Hant": "授權由 {before} 變更為 {after}。",
    },
    AlertKind.NEW_ADVISORY: {
        "en": "A security advisory was published: {key}.",
        "zh-Hant": "公布了新的資安通報：{key}。",
    },
    AlertKind.EXPIRING: {
        "en": "Its publiccode.yml stayed wrong. Unless that is corrected, it leaves the lists of the catalogue on"
        " {after}; the first file without errors brings it back.",
        "zh-Hant": "其 publiccode.yml 一直有誤。若未更正，將於 {after} 自目錄清單移除；提供無誤的檔案後即會恢復。",
    },
}
_REASON: Final = {"en": " What fell most: {signals}.", "zh-Hant": "降幅最大的指標：{signals}。"}
_BETWEEN: Final = {"en": ", ", "zh-Hant": "、"}
_NONE: Final = {"en": "unknown", "zh-Hant": "不明"}


def alert_sentence(
    kind: AlertKind,
    language: str,
    *,
    key: str = "",
    before: str | None = None,
    after: str | None = None,
    signals: Sequence[str] = (),
) -> str:
    """Tell an alert with its reason; in English where there is no text in the language."""
    spoken = language if language in _NONE else FALLBACK_LANGUAGE
    reason = sentence(key, spoken) if kind is AlertKind.NEW_CAP else ""
    told = _SENTENCES[kind][spoken].format(
        before=_worded(kind, before, spoken), after=_worded(kind, after, spoken), key=key, reason=reason
    )
    names = [SIGNAL_LABELS[each][spoken] for each in signals if each in SIGNAL_LABELS]
    return told + (_REASON[spoken].format(signals=_BETWEEN[spoken].join(names)) if names else "")


def _worded(kind: AlertKind, value: str | None, language: str) -> str:
    if value is None:
        return _NONE[language]
    return BAND_LABELS[HealthBand(value)][language] if kind is AlertKind.BAND_LOST else value
