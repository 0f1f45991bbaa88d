"""A fit as JSON, for storing and for the API, and back."""

from collections.abc import Mapping
from typing import Any

from matching.fit.result import Criterion, CriterionId, Evidence, Fit, GateCode, GateResult, Side


def fit_as_json(fit: Fit) -> dict[str, Any]:
    """Everything a fit holds, as plain JSON values; `fit_from_json` gives the same fit back."""
    return {
        "challenge_id": fit.challenge_id,
        "team_id": fit.team_id,
        "passed": fit.passed,
        "score": fit.score,
        "confidence": fit.confidence,
        "gates": [
            {
                "code": gate.code.value,
                "passed": gate.passed,
                "detail": evidence_as_json(gate.detail),
                "changes": [evidence_as_json(each) for each in gate.changes],
            }
            for gate in fit.gates
        ],
        "for_challenge": _side_as_json(fit.for_challenge),
        "for_team": _side_as_json(fit.for_team),
    }


def fit_from_json(stored: Mapping[str, Any]) -> Fit:
    """The fit that `fit_as_json` wrote.

    Raises:
        KeyError, ValueError: it was not written by `fit_as_json`.
    """
    return Fit(
        challenge_id=stored["challenge_id"],
        team_id=stored["team_id"],
        gates=tuple(
            GateResult(
                GateCode(gate["code"]),
                gate["passed"],
                _evidence(gate["detail"]),
                tuple(_evidence(each) for each in gate["changes"]),
            )
            for gate in stored["gates"]
        ),
        passed=stored["passed"],
        for_challenge=_side(stored["for_challenge"]),
        for_team=_side(stored["for_team"]),
        score=stored["score"],
        confidence=stored["confidence"],
    )


def evidence_as_json(evidence: Evidence) -> dict[str, Any]:
    """One reason: its code and values, lists where there are several."""
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in evidence.values.items()
    }
    return {"code": evidence.code, "values": values}


def _evidence(stored: Mapping[str, Any]) -> Evidence:
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored["values"].items()
    }
    return Evidence(stored["code"], values)


def _side_as_json(side: Side) -> dict[str, Any]:
    return {
        "score": side.score,
        "criteria": [
            {
                "id": each.id.value,
                "points": each.points,
                "weight": each.weight,
                "known": each.known,
                "evidence": [evidence_as_json(one) for one in each.evidence],
                "missing": [evidence_as_json(one) for one in each.missing],
            }
            for each in side.criteria
        ],
    }


def _side(stored: Mapping[str, Any]) -> Side:
    return Side(
        stored["score"],
        tuple(
            Criterion(
                CriterionId(each["id"]),
                each["points"],
                each["weight"],
                each["known"],
                tuple(_evidence(one) for one in each["evidence"]),
                tuple(_evidence(one) for one in each["missing"]),
            )
            for each in stored["criteria"]
        ),
    )
