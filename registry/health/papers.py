"""Signals of readiness: which files are there, what they declare, and whether promises are borne out."""

import re

from registry.health import files, scales
from registry.health.facts import Facts, signal
from registry.health.identity import DEPENDENCY_BOTS, machine_name
from registry.health.model import Signal, Source, Unit


def licence_file(facts: Facts) -> Signal:
    """Whether a licence file is shipped, by its name; `LICENSES/` counts (REUSE)."""
    present = bool(files.licence_files(facts.observation.files))
    return _file(facts, "licence_file", "LICENCE_FILE", present=present)


def licence_verdict(facts: Facts) -> Signal:
    """The verdict of the licence room, declared against shipped."""
    verdict = facts.declared.licence_verdict
    points = None if verdict is None else scales.VERDICT_POINTS.get(verdict)
    code = "LICENCE_UNKNOWN" if verdict is None else f"LICENCE_{verdict}"
    value = None if verdict is None else verdict.value
    return signal("licence_verdict", value, Unit.CODE, points, Source.LICENCES, code)


def readme(facts: Facts) -> Signal:
    """Whether there is a README."""
    return _by_pattern(facts, "readme", "README", files.README)


def contributing(facts: Facts) -> Signal:
    """Whether there is a CONTRIBUTING, here or for all of the organisation's repositories."""
    return _community_file(facts, "contributing", "CONTRIBUTING", files.CONTRIBUTING)


def documentation(facts: Facts) -> Signal:
    """Whether there is documentation beside the README."""
    return _by_pattern(facts, "documentation", "DOCUMENTATION", files.DOCUMENTATION)


def security(facts: Facts) -> Signal:
    """Whether there is a security policy, here or for all of the organisation's repositories."""
    return _community_file(facts, "security", "SECURITY", files.SECURITY)


def continuous_integration(facts: Facts) -> Signal:
    """Whether a configuration of continuous integration is present."""
    return _by_pattern(facts, "ci", "CI", files.CONTINUOUS_INTEGRATION)


def dependency_updater(facts: Facts) -> Signal:
    """Whether dependencies are watched: a configuration, or an updater seen at work within a year."""
    if any(machine_name(machine) in DEPENDENCY_BOTS for machine in facts.activity.machines_12m):
        return signal(
            "dependency_updater",
            value=True,
            unit=Unit.PRESENCE,
            points=scales.FULL,
            source=Source.HISTORY,
            code="DEPENDENCY_UPDATER_PRESENT",
        )
    return _by_pattern(facts, "dependency_updater", "DEPENDENCY_UPDATER", files.DEPENDENCY_UPDATER)


def publiccode(facts: Facts) -> Signal:
    """Whether the repository carries a publiccode.yml, and whether it is valid."""
    valid = facts.declared.publiccode_valid
    if facts.observation.knows("files") and not files.has(files.PUBLICCODE, facts.observation.files):
        return _publiccode(scales.NOTHING, "PUBLICCODE_ABSENT")
    if valid is None or not facts.observation.knows("files"):
        return _publiccode(None, "PUBLICCODE_UNJUDGED")
    if valid:
        return _publiccode(scales.FULL, "PUBLICCODE_VALID", valid=True)
    return _publiccode(scales.PUBLICCODE_INVALID_POINTS, "PUBLICCODE_INVALID", valid=False)


def maintenance(facts: Facts) -> Signal:
    """What the publisher promises, joined to what is observed: a promise that nobody is seen to keep is worth less."""
    kind, until = facts.declared.maintenance_type, facts.declared.contract_until
    points = None if kind is None else scales.MAINTENANCE_POINTS.get(kind)
    if points is None:
        return _declared("maintenance", None, None, "MAINTENANCE_UNDECLARED")
    if kind == "none":
        return _declared("maintenance", kind, points, "MAINTENANCE_NONE")
    last, patience = facts.last_work(), facts.pace_days() or scales.PROMISE_SEEN_DAYS
    is_seen = last is not None and facts.days_since(last) <= patience
    if kind == "contract" and until is not None and until < facts.as_of.date():
        if is_seen:
            return _declared(
                "maintenance",
                kind,
                scales.CONTRACT_ENDED_AT_WORK_POINTS,
                "MAINTENANCE_CONTRACT_ENDED_AT_WORK",
            )
        return _declared("maintenance", kind, scales.NOTHING, "MAINTENANCE_CONTRACT_ENDED")
    if facts.activity.covered_since is not None and not is_seen:
        return _declared("maintenance", kind, scales.MAINTENANCE_UNSEEN_POINTS, "MAINTENANCE_UNSEEN")
    code = "MAINTENANCE_COMMUNITY" if kind == "community" else "MAINTENANCE_PROMISED"
    return _declared("maintenance", kind, points, code)


def development_status(facts: Facts) -> Signal:
    """The declared development status."""
    status = facts.declared.development_status
    points = None if status is None else scales.STATUS_POINTS.get(status)
    code = "STATUS_UNDECLARED" if points is None else "STATUS_DECLARED"
    return _declared("development_status", status if points is not None else None, points, code)


def _publiccode(points: float | None, code: str, *, valid: bool | None = None) -> Signal:
    return signal("publiccode", valid, Unit.PRESENCE, points, Source.PUBLICCODE, code)


def _declared(name: str, value: str | None, points: float | None, code: str) -> Signal:
    return signal(name, value, Unit.CODE, points, Source.PUBLICCODE, code)


def _by_pattern(facts: Facts, name: str, code: str, pattern: re.Pattern[str]) -> Signal:
    return _file(facts, name, code, present=files.has(pattern, facts.observation.files))


def _file(facts: Facts, name: str, code: str, *, present: bool) -> Signal:
    if not facts.observation.knows("files"):
        return signal(name, None, Unit.PRESENCE, None, Source.FILES, "FILES_UNKNOWN")
    points = scales.FULL if present else scales.NOTHING
    ending = "PRESENT" if present else "ABSENT"
    return signal(name, present, Unit.PRESENCE, points, Source.FILES, f"{code}_{ending}")


def _community_file(facts: Facts, name: str, code: str, pattern: re.Pattern[str]) -> Signal:
    """Look here, then in the organisation's `.github`; absence is known only where both were looked at."""
    if files.has(pattern, facts.observation.files):
        return _file(facts, name, code, present=True)
    elsewhere = facts.observation.organisation_files
    if elsewhere is None and facts.observation.knows("files"):
        return signal(name, None, Unit.PRESENCE, None, Source.FILES, "ORGANISATION_FILES_UNKNOWN")
    if files.has(pattern, elsewhere or ()):
        return signal(
            name,
            value=True,
            unit=Unit.PRESENCE,
            points=scales.FULL,
            source=Source.FILES,
            code="OF_ORGANISATION",
        )
    return _file(facts, name, code, present=False)
