"""How well a challenge and a team suit each other, both ways, with every reason. Pure: facts in, fits out."""

from matching.fit.facts import ChallengeFacts, DataClass, Delivered, Need, Skill, TeamFacts
from matching.fit.grades import GRADES, grade
from matching.fit.reasons import REASONS, sentence
from matching.fit.result import Criterion, CriterionId, Evidence, Fit, GateCode, GateResult, Side, Value
from matching.fit.scoring import fit, harmonic_mean, rank
from matching.fit.weights import DEFAULT_WEIGHTS, Weights
from matching.fit.wire import evidence_as_json, fit_as_json, fit_from_json

__all__ = [
    "DEFAULT_WEIGHTS",
    "GRADES",
    "REASONS",
    "ChallengeFacts",
    "Criterion",
    "CriterionId",
    "DataClass",
    "Delivered",
    "Evidence",
    "Fit",
    "GateCode",
    "GateResult",
    "Need",
    "Side",
    "Skill",
    "TeamFacts",
    "Value",
    "Weights",
    "evidence_as_json",
    "fit",
    "fit_as_json",
    "fit_from_json",
    "grade",
    "harmonic_mean",
    "rank",
    "sentence",
]
