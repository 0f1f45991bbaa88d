"""Codes of health and fit as sentences; the words belong to the rooms that made the codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.languages import Language
from registry.health.explanations import EXPLANATIONS
from registry.health.labels import BAND_LABELS, SIGNAL_LABELS, sentence
from registry.health.model import HealthBand
from registry.watches.model import AlertKind
from registry.watches.texts import alert_sentence


def band(code: str, language: Language) -> str:
    """What a health band is called; a code that is none, which an address may hold, keeps its name."""
    return BAND_LABELS[HealthBand(code)][language.tag] if code in HealthBand.__members__ else code


def band_explained(code: str, language: Language) -> str:
    """What a health band means."""
    return sentence(f"BAND_{code}", language.tag)


def signal(code: str, language: Language) -> str:
    """What a signal of the health model is called; one of an older model keeps its name."""
    return SIGNAL_LABELS.get(code, {}).get(language.tag, code.replace("_", " "))


def sentences(measured: Mapping[str, Any], language: Language) -> Sequence[str]:
    """A signal in sentences: what its value means, then what would raise it."""
    codes = [code for code in measured["explanations"] if code in EXPLANATIONS]
    return [sentence(code, language.tag, measured["value"]) for code in codes]


def alert(told: Mapping[str, Any], language: Language) -> str:
    """What watchers of a software were told, with the reason."""
    kind = AlertKind(told["kind"])
    return alert_sentence(
        kind,
        language.tag,
        key=told["key"],
        before=told["before"],
        after=told["after"],
        signals=told["signals"],
    )


def health_sentence(code: str, language: Language) -> str:
    """What a cap of the health model means; one of an older model is left unsaid."""
    return sentence(code, language.tag) if code in EXPLANATIONS else ""
