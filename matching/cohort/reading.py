"""Reads a cohort from JSON, or says exactly where it is wrong."""

import json
import math
from collections.abc import Mapping
from typing import Any

from matching.cohort.faults import Fault, InvalidInstance
from matching.cohort.instance import Challenge, Groups, Instance, Owner, Pair, Scores, Team

# More than anyone has teams; beyond it the solver's arithmetic is not exact.
MOST_COUNTED = 1_000_000

# Longer numbers are none that belong in a cohort, and Python refuses to read the longest without saying where they are.
MOST_DIGITS = 400


def read(data: bytes) -> Instance:
    """The cohort in a JSON file.

    Raises: InvalidInstance: with the line and column where it is not JSON, or the places where it is
    not a cohort.
    """
    return parse(decode(data))


def decode(data: bytes) -> object:
    """The document in a JSON file.

    Raises:
        InvalidInstance: with the line and column where it is not JSON, or that it cannot be read or written at all.
    """
    try:
        text = data.decode("utf-8-sig")
        document: object = json.loads(text, parse_int=_whole)
        if "\\ud" in text.lower():
            # Half a character can be escaped in JSON, and printed nowhere.
            json.dumps(document, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        values: dict[str, str | int] = {"problem": error.msg, "line": error.lineno, "column": error.colno}
        raise InvalidInstance((Fault("NOT_JSON", "", values),)) from error
    except UnicodeError as error:
        raise InvalidInstance((Fault("NOT_UTF8", ""),)) from error
    except RecursionError as error:
        raise InvalidInstance((Fault("TOO_DEEP", ""),)) from error
    return document


def parse(document: object) -> Instance:
    """The cohort in a decoded JSON document. Keys that are not known, `expected` among them, are ignored.

    `min_teams` is 0, a challenge's `max_teams` and a team's `capacity` 1 where they are not given; an owner takes as
    many teams as its challenges do. A team without `preferences` accepts the challenges that it has scores for, the
    best first.

    Raises:
        InvalidInstance: with every place that is wrong.
    """
    reading = _Reading()
    instance = reading.instance(document)
    if reading.faults:
        raise InvalidInstance(tuple(reading.faults))
    return instance


class _Reading:
    """One pass over a document, which notes what is wrong and goes on with what can be used."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, place: str, **values: str | int) -> None:
        self.faults.append(Fault(code, place, values))

    def instance(self, document: object) -> Instance:
        if not isinstance(document, dict):
            self.fault("NOT_OBJECT", "")
            return Instance((), ())
        teams = self.members(document, "teams", required=True)
        challenges = self.members(document, "challenges", required=True)
        owners = self.members(document, "owners", required=False)
        team_ids, challenge_ids = frozenset(teams), frozenset(challenges)
        scores = self.scores(document.get("scores"), team_ids, challenge_ids)
        result = Instance(
            teams=tuple(self.team(place, each, challenge_ids, scores) for place, each in teams.values()),
            challenges=tuple(
                self.challenge(place, each, team_ids, frozenset(owners))
                for place, each in challenges.values()
            ),
            owners=tuple(self.owner(place, each, team_ids) for place, each in owners.values()),
            scores=scores,
        )
        self.every_listed_pair_is_scored(result)
        return result

    def members(
        self, document: Mapping[str, Any], key: str, *, required: bool
    ) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The objects of a list by id, each with its place."""
        found: dict[str, tuple[str, Mapping[str, Any]]] = {}
        if key not in document:
            if required:
                self.fault("MISSING", key)
            return found
        for place, each in self.items(document[key], key, required=required):
            if not isinstance(each, dict):
                self.fault("NOT_OBJECT", place)
                continue
            identity = self.identity(each.get("id"), f"{place}.id")
            if identity in found:
                self.fault("DUPLICATE_ID", f"{place}.id", id=identity)
            elif identity:
                found[identity] = (place, each)
        return found

    def team(
        self, place: str, given: Mapping[str, Any], challenges: frozenset[str], scores: Scores | None
    ) -> Team:
        identity = str(given["id"])
        if "preferences" in given or scores is None:
            preferences = self.groups(given, place, challenges, "UNKNOWN_CHALLENGE")
        else:
            preferences = _best_first(scores.get(identity, {}))
        return Team(identity, self.count(given, "capacity", place, default=1), preferences)

    def challenge(
        self, place: str, given: Mapping[str, Any], teams: frozenset[str], owners: frozenset[str]
    ) -> Challenge:
        owner = given.get("owner")
        if owner is not None:
            owner = self.identity(owner, f"{place}.owner")
            if owner and owner not in owners:
                self.fault("UNKNOWN_OWNER", f"{place}.owner", id=owner)
        return Challenge(
            id=str(given["id"]),
            min_teams=self.count(given, "min_teams", place, default=0),
            max_teams=self.count(given, "max_teams", place, default=1),
            owner=owner,
            preferences=self.groups(given, place, teams, "UNKNOWN_TEAM"),
        )

    def owner(self, place: str, given: Mapping[str, Any], teams: frozenset[str]) -> Owner:
        return Owner(
            id=str(given["id"]),
            min_teams=self.count(given, "min_teams", place, default=0),
            max_teams=self.count(given, "max_teams", place, default=MOST_COUNTED),
            preferences=self.groups(given, place, teams, "UNKNOWN_TEAM"),
        )

    def groups(self, given: Mapping[str, Any], place: str, known: frozenset[str], unknown: str) -> Groups:
        """The tie groups under `preferences`; an empty group says nothing and is left out."""
        groups: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for group_place, group in self.items(given.get("preferences"), f"{place}.preferences"):
            members: list[str] = []
            for member_place, member in self.items(group, group_place, required=True):
                identity = self.identity(member, member_place)
                if identity and identity not in known:
                    self.fault(unknown, member_place, id=identity)
                elif identity in seen:
                    self.fault("LISTED_TWICE", member_place, id=identity)
                elif identity:
                    seen.add(identity)
                    members.append(identity)
            if members:
                groups.append(tuple(members))
        return tuple(groups)

    def scores(self, given: object, teams: frozenset[str], challenges: frozenset[str]) -> Scores | None:
        if given is None:
            return None
        found: dict[str, dict[str, tuple[float, float]]] = {}
        for team, by_challenge in self.entries(given, "scores"):
            if team not in teams:
                self.fault("UNKNOWN_TEAM", f"scores.{team}", id=team)
            found[team] = {}
            for challenge, pair in self.entries(by_challenge, f"scores.{team}"):
                place = f"scores.{team}.{challenge}"
                if challenge not in challenges:
                    self.fault("UNKNOWN_CHALLENGE", place, id=challenge)
                elif (
                    isinstance(pair, list)
                    and len(pair) == len(("team", "challenge"))
                    and all(map(_is_share, pair))
                ):
                    found[team][challenge] = (float(pair[0]), float(pair[1]))
                else:
                    self.fault("NOT_SCORES", place)
        return found

    def every_listed_pair_is_scored(self, instance: Instance) -> None:
        """Note each pair that a team would accept and nobody scored."""
        if instance.scores is None or self.faults:
            return
        for team, challenge in unscored(instance, instance.scores):
            self.fault("NO_SCORE", f"scores.{team}", team=team, challenge=challenge)

    def items(self, given: object, place: str, *, required: bool = False) -> list[tuple[str, Any]]:
        """The members of a list, each with its place."""
        if given is None and not required:
            return []
        if not isinstance(given, list):
            self.fault("NOT_LIST", place)
            return []
        return [(f"{place}[{position}]", each) for position, each in enumerate(given)]

    def entries(self, given: object, place: str) -> list[tuple[str, Any]]:
        """The named values of an object."""
        if isinstance(given, dict):
            return list(given.items())
        self.fault("NOT_OBJECT", place)
        return []

    def identity(self, given: object, place: str) -> str:
        """The id, or an empty text where there is none."""
        if isinstance(given, str) and given.strip():
            return given
        self.fault("NOT_ID", place)
        return ""

    def count(self, given: Mapping[str, Any], key: str, place: str, *, default: int) -> int:
        value = given.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED:
            return value
        self.fault("NOT_COUNT", f"{place}.{key}")
        return default


def unscored(instance: Instance, scores: Scores) -> list[Pair]:
    """The pairs that a team lists and that have no score."""
    return [
        (team.id, challenge)
        for team in instance.teams
        for group in team.preferences
        for challenge in group
        if challenge not in scores.get(team.id, {})
    ]


def _best_first(scores: Mapping[str, tuple[float, float]]) -> Groups:
    """The tie groups that follow from how well each challenge suits a team."""
    worths = sorted({for_team for for_team, _ in scores.values()}, reverse=True)
    return tuple(
        tuple(challenge for challenge, (for_team, _) in scores.items() if for_team == worth)
        for worth in worths
    )


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf
