"""When a challenge was changed while its form was open: what is stored now beside what was typed."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import drafts, gate, said
from api.pages.environment import text_of
from api.pages.labels import LABELS, N_
from api.pages.languages import LANGUAGES, Language
from matching.challenges.model import Challenge

SEEN = "seen"  # the hidden field that holds the mark of what a form showed when it was opened


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a step: its name, what is stored now, and what was typed; empty where nothing stands."""

    words: str
    stored: str
    typed: str


def mark(challenge: Challenge, step: drafts.Step) -> str:
    """What a step holds, as a mark: two that are equal showed the same, whatever else of the challenge changed."""
    stored = drafts.stored(challenge)
    held = json.dumps({name: stored[name] for name in drafts.names(step)}, sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()


def differences(
    now: Mapping[str, Any], typed: Mapping[str, Any], step: drafts.Step, language: Language
) -> Sequence[Difference]:
    """The fields of a step that would change if what was typed were saved over what is stored now."""
    found = [
        Difference(
            drafts.called(name, language),
            _told(name, now[name], language),
            _told(name, typed[name], language),
        )
        for name in drafts.names(step)
    ]
    return [each for each in found if each.stored != each.typed]


def _told(name: str, value: Any, language: Language) -> str:
    each_told: Mapping[str, Callable[[Any], str]] = {
        "needs": lambda row: _need(row, language),
        "measures": _measure,
        "domains": lambda code: said.concept(code, language),
        "languages": lambda tag: said.language_name(tag, language),
    }
    if name in each_told:
        return said.listed([each_told[name](each) for each in value], language)
    if name in {"aiRisk", "aiExamined", "readiness"}:
        return gate.told(name, value, language)
    if name == "onSite":
        return text_of(language, N_("Partly on site") if value == "yes" else N_("From anywhere"))
    if name == "dataClass" and value in LABELS["data-class"]:
        return text_of(language, LABELS["data-class"][value])
    return str(value)


def _need(row: Mapping[str, Any], language: Language) -> str:
    required = text_of(language, N_("Essential")) if row["required"] else text_of(language, N_("Helpful"))
    return f"{said.concept(row['concept'], language)} {row['level']} ({required})"


def _measure(row: Mapping[str, Any]) -> str:
    name = " / ".join(row[f"name.{tag}"] for tag in LANGUAGES if row[f"name.{tag}"])
    return f"{name} ({row['baseline'] or '?'} → {row['target'] or '?'} {row['unit']})".replace(" )", ")")
