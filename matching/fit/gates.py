"""The hard conditions between a challenge and a team, each with its reason and with what would change it."""

import math

from matching.fit.calendar import hours_available, shared_window
from matching.fit.facts import ChallengeFacts, TeamFacts
from matching.fit.licences import can_release
from matching.fit.place import shared_languages
from matching.fit.result import Evidence, GateCode, GateResult, Value


def gates(challenge: ChallengeFacts, team: TeamFacts) -> tuple[GateResult, ...]:
    """All gates in their fixed order. One about which nothing is known passes and says so."""
    return (
        _conflict(challenge, team),
        _clearance(challenge, team),
        _licence(challenge, team),
        _language(challenge, team),
        _hours(challenge, team),
        _dates(challenge, team),
        _capacity(team),
    )


def _conflict(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    if challenge.owner_id in team.organisation_ids:
        return _fails(GateCode.CONFLICT_OF_INTEREST, "CONFLICT_MEMBER", {}, "CHANGE_CONFLICT_MEMBER")
    if challenge.owner_id in team.conflicts:
        return _fails(GateCode.CONFLICT_OF_INTEREST, "CONFLICT_DECLARED", {}, "CHANGE_CONFLICT_DECLARED")
    return _passes(GateCode.CONFLICT_OF_INTEREST, "NO_CONFLICT")


def _clearance(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    values: dict[str, Value] = {
        "data_class": challenge.data_class.value,
        "data_clearance": team.data_clearance.value,
    }
    if team.data_clearance.includes(challenge.data_class):
        return GateResult(GateCode.DATA_CLEARANCE, passed=True, detail=Evidence("CLEARED", values))
    return _fails(GateCode.DATA_CLEARANCE, "NOT_CLEARED", values, "CHANGE_CLEARANCE", "CHANGE_DATA")


def _licence(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    if challenge.licence is None:
        return _passes(GateCode.LICENCE, "LICENCE_NOT_REQUIRED")
    values: dict[str, Value] = {"licence": challenge.licence}
    if can_release(challenge.licence, team.refused_licences):
        return GateResult(GateCode.LICENCE, passed=True, detail=Evidence("LICENCE_ACCEPTED", values))
    return _fails(GateCode.LICENCE, "LICENCE_REFUSED", values, "CHANGE_LICENCE_TEAM", "CHANGE_LICENCE_OWNER")


def _language(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    wanted, offered = challenge.languages, team.languages
    if not wanted or not offered:
        return _passes(GateCode.LANGUAGE, "LANGUAGES_UNKNOWN")
    shared = shared_languages(wanted, offered)
    if shared:
        detail = Evidence("LANGUAGES_SHARED", {"languages": shared})
        return GateResult(GateCode.LANGUAGE, passed=True, detail=detail)
    return _fails(
        GateCode.LANGUAGE,
        "LANGUAGES_NONE_SHARED",
        {"languages": wanted},
        "CHANGE_LANGUAGE",
    )


def _hours(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    available, needed = hours_available(challenge, team), challenge.hours_needed
    window = shared_window(challenge, team)
    if available is None or needed is None or window is None:
        return _passes(GateCode.HOURS, "TIME_UNKNOWN")
    values: dict[str, Value] = {"available": math.floor(available), "needed": needed}
    if available >= needed:
        return GateResult(GateCode.HOURS, passed=True, detail=Evidence("HOURS_ENOUGH", values))
    if not window.days:  # no number of hours a week helps; the dates gate says what does
        return _fails(GateCode.HOURS, "HOURS_SHORT", values, "CHANGE_DATES")
    values["per_week"] = math.ceil(needed / window.weeks())
    return _fails(GateCode.HOURS, "HOURS_SHORT", values, "CHANGE_HOURS")


def _dates(challenge: ChallengeFacts, team: TeamFacts) -> GateResult:
    window = shared_window(challenge, team)
    if window is None or challenge.starts_on is None or challenge.ends_on is None:
        return _passes(GateCode.DATES, "DATES_UNKNOWN")
    values: dict[str, Value] = {
        "starts_on": challenge.starts_on.isoformat(),
        "ends_on": challenge.ends_on.isoformat(),
        "days": window.days,
    }
    if window.days:
        return GateResult(GateCode.DATES, passed=True, detail=Evidence("DATES_MEET", values))
    return _fails(GateCode.DATES, "DATES_APART", values, "CHANGE_DATES")


def _capacity(team: TeamFacts) -> GateResult:
    values: dict[str, Value] = {"engaged": team.engaged, "capacity": team.capacity}
    if team.engaged < team.capacity:
        return GateResult(GateCode.CAPACITY, passed=True, detail=Evidence("CAPACITY_FREE", values))
    return _fails(GateCode.CAPACITY, "CAPACITY_FULL", values, "CHANGE_CAPACITY")


def _passes(code: GateCode, reason: str) -> GateResult:
    return GateResult(code, passed=True, detail=Evidence(reason, {}))


def _fails(code: GateCode, reason: str, values: dict[str, Value], *changes: str) -> GateResult:
    """A gate that does not pass; what would change it is said with the same values."""
    return GateResult(
        code,
        passed=False,
        detail=Evidence(reason, values),
        changes=tuple(Evidence(change, values) for change in changes),
    )
