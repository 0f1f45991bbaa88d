"""Pairs all challenges and teams of a programme at once, and shows that it is fair. Pure: data in, data out."""

from matching.cohort.command import run
from matching.cohort.faults import FAULTS, Fault, InvalidInstance
from matching.cohort.instance import Challenge, Groups, Instance, Owner, Pair, Scores, Team
from matching.cohort.reading import parse, read
from matching.cohort.report import Line, PairReport, Report, report
from matching.cohort.solution import (
    Limit,
    LimitKind,
    Objective,
    Solution,
    Unmatched,
    UnmatchedReason,
    solution_as_json,
    solution_from_json,
)
from matching.cohort.solving import OutOfTime, solve
from matching.cohort.stability import blocking_pairs
from matching.cohort.texts import REPORT_TEXTS, sentence
from matching.cohort.verifying import fingerprint, verify

__all__ = [
    "FAULTS",
    "REPORT_TEXTS",
    "Challenge",
    "Fault",
    "Groups",
    "Instance",
    "InvalidInstance",
    "Limit",
    "LimitKind",
    "Line",
    "Objective",
    "OutOfTime",
    "Owner",
    "Pair",
    "PairReport",
    "Report",
    "Scores",
    "Solution",
    "Team",
    "Unmatched",
    "UnmatchedReason",
    "blocking_pairs",
    "fingerprint",
    "parse",
    "read",
    "report",
    "run",
    "sentence",
    "solution_as_json",
    "solution_from_json",
    "solve",
    "verify",
]
