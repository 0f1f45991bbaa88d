"""Codes of health and fit as sentences; the words belong to the rooms that made the codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.languages import Language
from registry.health.explanations import EXPLANATIONS
from registry.health.labels import BAND_LABELS, SIGNAL_LABELS, sentence
from registry.health.model import HealthBand
from registry.watches.model import AlertKind
from registry.watches.texts import alert_sentence

AT_A_GLANCE = ("last_human_commit", "active_months", "authors")


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


def deciding_caps(snapshot: Mapping[str, Any]) -> Sequence[str]:
    """The caps where they decide the score: what the band says of work need not hold then."""
    limits = [cap["limit"] for cap in snapshot["caps"]]
    is_held_down = snapshot["score"] is not None and snapshot["score"] in limits
    return [cap["code"] for cap in snapshot["caps"]] if is_held_down else ()


def at_a_glance(signals: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The figures that a reader would ask for first; how few share the work, only where it is one person."""
    known = {each["id"]: each for each in signals if each["value"] is not None}
    shown = [known[name] for name in AT_A_GLANCE if name in known]
    alone = known.get("absence_factor")
    return [*shown, alone] if alone is not None and alone["value"] == 1 else shown
