"""Names that readers see for signals, bands, units and declared values, and sentences made of them."""

from collections.abc import Mapping
from typing import Final

from registry.health.explanations import EXPLANATIONS
from registry.health.model import HealthBand, Signal, Unit

FALLBACK_LANGUAGE: Final = "en"  # what a reader gets whose language has no text

Texts = Mapping[str, str]

BAND_LABELS: Final[Mapping[HealthBand, Texts]] = {
    HealthBand.THRIVING: {"en": "Thriving", "zh-Hant": "蓬勃"},
    HealthBand.STEADY: {"en": "Steady", "zh-Hant": "穩定"},
    HealthBand.SLOWING: {"en": "Slowing", "zh-Hant": "趨緩"},
    HealthBand.DORMANT: {"en": "Dormant", "zh-Hant": "停滯"},
    HealthBand.NOT_ENOUGH_KNOWN: {"en": "Not enough known", "zh-Hant": "資料不足"},
    HealthBand.TOO_YOUNG: {"en": "Too young to judge", "zh-Hant": "專案尚新"},
    HealthBand.NOT_OBSERVED: {"en": "Not observed yet", "zh-Hant": "尚未觀測"},
}

SIGNAL_LABELS: Final[Mapping[str, Texts]] = {
    "last_human_commit": {"en": "Last change by a person", "zh-Hant": "最近一次由人修改"},
    "active_months": {"en": "Active months", "zh-Hant": "活躍月數"},
    "year_on_year": {"en": "Compared with the year before", "zh-Hant": "與前一年相比"},
    "absence_factor": {"en": "Contributor absence factor", "zh-Hant": "貢獻者缺席係數"},
    "authors": {"en": "People at work", "zh-Hant": "參與人數"},
    "release": {"en": "Newest release", "zh-Hant": "最新版本"},
    "licence_file": {"en": "Licence file", "zh-Hant": "授權條款檔案"},
    "licence_verdict": {"en": "Licence verdict", "zh-Hant": "授權判定"},
    "readme": {"en": "README", "zh-Hant": "README 說明"},
    "contributing": {"en": "How to take part", "zh-Hant": "參與方式"},
    "security": {"en": "Security policy", "zh-Hant": "資安政策"},
    "ci": {"en": "Automatic tests", "zh-Hant": "自動測試"},
    "dependency_updater": {"en": "Dependency updates", "zh-Hant": "相依套件更新"},
    "documentation": {"en": "Documentation", "zh-Hant": "說明文件"},
    "first_response": {"en": "Time to first response", "zh-Hant": "首次回應時間"},
    "closure_ratio": {"en": "Change requests closed", "zh-Hant": "修改請求結案率"},
    "advisories": {"en": "Security advisories", "zh-Hant": "資安通報"},
    "signed_releases": {"en": "Signed versions", "zh-Hant": "版本簽章"},
    "publiccode": {"en": "publiccode.yml", "zh-Hant": "publiccode.yml 詮釋資料"},
    "maintenance": {"en": "Promised maintenance", "zh-Hant": "維護承諾"},
    "development_status": {"en": "Development status", "zh-Hant": "開發狀態"},
}

UNIT_LABELS: Final[Mapping[Unit, Texts]] = {
    Unit.DAYS: {"en": "days", "zh-Hant": "天"},
    Unit.MONTHS: {"en": "months", "zh-Hant": "個月"},
    Unit.PEOPLE: {"en": "people", "zh-Hant": "人"},
    Unit.RATIO: {"en": "times", "zh-Hant": "倍"},
    Unit.PRESENCE: {"en": "present or not", "zh-Hant": "有或無"},
    Unit.CODE: {"en": "as declared", "zh-Hant": "依宣告"},
}

# publiccode.yml's values of `developmentStatus` and `maintenance.type`, as words.
DECLARED_LABELS: Final[Mapping[str, Texts]] = {
    "concept": {"en": "concept", "zh-Hant": "概念"},
    "development": {"en": "in development", "zh-Hant": "開發中"},
    "beta": {"en": "beta", "zh-Hant": "測試版"},
    "stable": {"en": "stable", "zh-Hant": "穩定版"},
    "obsolete": {"en": "obsolete", "zh-Hant": "已淘汰"},
    "internal": {"en": "by its own staff", "zh-Hant": "由內部人員維護"},
    "contract": {"en": "by contract", "zh-Hant": "委外維護"},
    "community": {"en": "by a community", "zh-Hant": "由社群維護"},
    "none": {"en": "nobody", "zh-Hant": "無人維護"},
}


def explain(signal: Signal, language: str) -> tuple[str, ...]:
    """Tell a signal in sentences: what its value means, then what would raise it."""
    return tuple(sentence(code, language, signal.value) for code in signal.explanations)


def sentence(code: str, language: str, value: float | str | bool | None = None) -> str:  # noqa: FBT001 as in Signal
    """Tell one code of `EXPLANATIONS`, in English where there is no text in the language.

    Raises:
        KeyError: there is no such code.
    """
    texts = EXPLANATIONS[code]
    spoken = language if language in texts else FALLBACK_LANGUAGE
    word = DECLARED_LABELS[value][spoken] if isinstance(value, str) and value in DECLARED_LABELS else value
    return texts[spoken].format(value=word)
