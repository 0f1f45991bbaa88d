"""Licences: what is declared, which licence a text is, and whether the two agree.

Where to look:

- `spdx`: the SPDX licence list, from an installed package.
- `expressions`: the grammar of SPDX licence expressions, read and written; `messages` has the findings' texts.
- `names` and `suggestions`: what was probably meant by "GPL v3" or 「創用 CC BY 4.0」.
- `checking`: `check`, the answer about one declared licence.
- `identification`: `identify`, the answer about one licence text. It asks `finding` which licence explains most of
  some words, and again what stands around it; `exceptions` knows additional permissions, `surroundings`, `limiting`
  and `asides` what talk adds no terms, `notices` tags and headers.
- `finding` works in three tiers built from `normalise` (words that matter), `recall` (which licences to look at),
  `templates` (what a licence requires, by the rules in `required`), `alignment` (where a text departs) and
  `differences` (which departures matter). `index` holds all texts compiled, so that a process starts at once.
- `evidence`, `declarations`, `agreement`, `verdict` and `next_steps`: `reconcile`, what all evidence together says, and
  what to do.
- `compatibility`: `compatible`, whether one licence may go out under another; `compatibility_reasons` has the texts.
- `reuse`: what a project says by the REUSE convention, for each file and as evidence.
- `commands`: the answers as JSON and as lines for a terminal.

Everything here is pure: text in, answer out. The licence list is read when it is first needed.
"""

from registry.licences.checking import Deprecation, ExpressionCheck, check
from registry.licences.commands import (
    check_as_json,
    check_as_text,
    identification_as_json,
    identification_as_text,
    suggestion_as_json,
)
from registry.licences.differences import Difference, DifferenceKind
from registry.licences.evidence import Evidence, EvidenceKind, Subject
from registry.licences.expressions import ExpressionError, Finding, caret, parse, render
from registry.licences.finding import IdentificationKind
from registry.licences.identification import Identification, Part, identify
from registry.licences.messages import message
from registry.licences.next_steps import NEXT_STEPS
from registry.licences.spdx import list_version
from registry.licences.suggestions import REASONS, Suggestion, reason_text, suggest
from registry.licences.verdict import (
    Verdict,
    VerdictKind,
    next_step_text,
    reconcile,
    verdict_as_json,
    verdict_from_json,
)

__all__ = [
    "NEXT_STEPS",
    "REASONS",
    "Deprecation",
    "Difference",
    "DifferenceKind",
    "Evidence",
    "EvidenceKind",
    "ExpressionCheck",
    "ExpressionError",
    "Finding",
    "Identification",
    "IdentificationKind",
    "Part",
    "Subject",
    "Suggestion",
    "Verdict",
    "VerdictKind",
    "caret",
    "check",
    "check_as_json",
    "check_as_text",
    "identification_as_json",
    "identification_as_text",
    "identify",
    "list_version",
    "message",
    "next_step_text",
    "parse",
    "reason_text",
    "reconcile",
    "render",
    "suggest",
    "suggestion_as_json",
    "verdict_as_json",
    "verdict_from_json",
]
