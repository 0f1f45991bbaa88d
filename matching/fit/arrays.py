"""The same fits over arrays: one challenge beside thousands of teams at once, scores only.

Reasons are told by `scoring.fit` for the pairs that somebody looks at; a property test holds both to the same scores.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.fit.calendar import DAYS_PER_WEEK
from matching.fit.criteria import COMFORTABLE_TIME, Comparison, judge_track_record
from matching.fit.facts import ChallengeFacts, DataClass, Need, TeamFacts
from matching.fit.licences import can_release
from matching.fit.links import credit
from matching.fit.place import language_credit, place_credit
from matching.fit.result import CriterionId
from matching.fit.scoring import FOR_CHALLENGE, FOR_TEAM
from matching.fit.skills import REQUIRED_COUNTS, level_now, levels
from matching.fit.text_table import TextTable, lay_out_texts
from matching.fit.weights import Weights

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

_ORDER = list(DataClass)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Values that many teams share: each kind once, and which kind each team is of."""

    of_team: Whole
    examples: tuple[TeamFacts, ...]

    def each(self, judged: Callable[[TeamFacts], float]) -> Real:
        """Judge every kind once, and give each team its kind's answer."""
        return np.array([judged(team) for team in self.examples], dtype=np.float64)[self.of_team]


@dataclass(frozen=True, slots=True)
class TeamTable:
    """All teams on one day, laid out for `compare`; `row` says where a team stands.

    What a need, a field or a list of languages gives each team is remembered, as challenges repeat them.
    """

    ids: tuple[str, ...]
    row: Mapping[str, int]
    as_of: date
    skill_owner: Whole
    skill_share: Real
    skill_concept: Whole
    concepts: tuple[str, ...]
    domain_owner: Whole
    domain_concept: Whole
    domains: tuple[str, ...]
    languages: _Kinds
    places: _Kinds
    licences: _Kinds
    hours_per_week: Real
    first_day: Whole
    last_day: Whole
    has_room: Flags
    clearance: Whole
    record: Real
    texts: TextTable
    conflicts: Mapping[str, Whole]
    remembered: dict[object, Real] = field(default_factory=dict)


def lay_out(teams: Sequence[TeamFacts], as_of: date) -> TeamTable:
    """Lay teams out for comparing; their `interest` is not read, as it depends on the challenge."""
    skills = [(row, each) for row, team in enumerate(teams) for each in team.skills]
    fields = [(row, each) for row, team in enumerate(teams) for each in team.domains]
    concepts = tuple(sorted({each.concept for _, each in skills}))
    domains = tuple(sorted({each for _, each in fields}))
    concept_at = {each: number for number, each in enumerate(concepts)}
    domain_at = {each: number for number, each in enumerate(domains)}
    conflicts: dict[str, set[int]] = {}
    for row, team in enumerate(teams):
        for organisation in (*team.organisation_ids, *team.conflicts):
            conflicts.setdefault(organisation, set()).add(row)
    nobody = ChallengeFacts("", "")
    return TeamTable(
        ids=tuple(team.id for team in teams),
        row={team.id: row for row, team in enumerate(teams)},
        as_of=as_of,
        skill_owner=_whole(row for row, _ in skills),
        skill_share=np.array(
            [level_now(each, as_of) / levels(each.concept) for _, each in skills], dtype=np.float64
        ),
        skill_concept=_whole(concept_at[each.concept] for _, each in skills),
        concepts=concepts,
        domain_owner=_whole(row for row, _ in fields),
        domain_concept=_whole(domain_at[each] for _, each in fields),
        domains=domains,
        languages=_kinds(teams, lambda team: team.languages),
        places=_kinds(teams, lambda team: (team.place, team.remote_ok, team.time_zone)),
        licences=_kinds(teams, lambda team: team.refused_licences),
        hours_per_week=np.array(
            [math.nan if team.hours_per_week is None else team.hours_per_week for team in teams],
            dtype=np.float64,
        ),
        first_day=_whole((team.available_from or date.min).toordinal() for team in teams),
        last_day=_whole((team.available_until or date.max).toordinal() for team in teams),
        has_room=np.array([team.engaged < team.capacity for team in teams], dtype=np.bool_),
        clearance=_whole(_ORDER.index(team.data_clearance) for team in teams),
        record=np.array(
            [judge_track_record(Comparison(nobody, team, as_of))[0] for team in teams], dtype=np.float64
        ),
        texts=lay_out_texts(teams),
        conflicts={each: _whole(sorted(rows)) for each, rows in conflicts.items()},
    )


def compare(
    challenge: ChallengeFacts, table: TeamTable, weights: Weights, ranks: Mapping[str, int]
) -> tuple[Real, Flags]:
    """The score of every team for a challenge, and whether it passes all gates, in the table's order.

    `ranks` is how teams ranked this challenge, by team id. Scores are those of `scoring.fit`, to a billionth: it adds
    up exactly, arrays do not.
    """
    hours, days = _time(challenge, table)
    points = {
        CriterionId.SKILLS: _skills(challenge, table),
        CriterionId.DOMAIN: _domains(challenge, table),
        CriterionId.PLACE_LANGUAGE: _place_language(challenge, table),
        CriterionId.CAPACITY: _load(challenge, hours),
        CriterionId.TRACK_RECORD: table.record,
        CriterionId.INTEREST: _interest(table, ranks),
        CriterionId.PROBLEM_TEXT: table.texts.credits(challenge),
    }
    shares = weights.normalised()
    owners = _side([(points[each], shares.of(each)) for each in FOR_CHALLENGE])
    teams = _side([(points[each], shares.of(each)) for each in FOR_TEAM])
    passed = _gates(challenge, table, hours, days)
    return np.where(passed, _harmonic(owners, teams), 0.0), passed


def best(scores: Real, passed: Flags, table: TeamTable, count: int) -> list[tuple[str, float]]:
    """The best teams that pass all gates with their scores; equals by id, as `scoring.rank` orders them."""
    rows = np.flatnonzero(passed)
    if len(rows) > count:
        least = np.partition(scores[rows], -count)[-count]
        rows = rows[scores[rows] >= least]
    found = sorted(
        ((table.ids[row], float(scores[row])) for row in rows), key=lambda each: (-each[1], each[0])
    )
    return found[:count]


def _skills(challenge: ChallengeFacts, table: TeamTable) -> Real:
    if not challenge.needs:
        return np.full(len(table.ids), np.nan)
    total, weight = np.zeros(len(table.ids)), 0.0
    for need in challenge.needs:
        counts = REQUIRED_COUNTS if need.required else 1.0
        total += counts * _covered(need, table)
        weight += counts
    return np.minimum(1.0, total / weight)


def _covered(need: Need, table: TeamTable) -> Real:
    key = ("need", need.concept, need.level)
    if key not in table.remembered:
        related = np.array([credit(each, need.concept) for each in table.concepts], dtype=np.float64)
        wanted = max(need.level, 1) / levels(need.concept)
        useful = np.flatnonzero(related[table.skill_concept]) if len(related) else np.zeros(0, dtype=np.int64)
        covered = np.zeros(len(table.ids))
        reached = np.minimum(1.0, table.skill_share[useful] / wanted) * related[table.skill_concept[useful]]
        np.maximum.at(covered, table.skill_owner[useful], reached)
        table.remembered[key] = covered
    return table.remembered[key]


def _domains(challenge: ChallengeFacts, table: TeamTable) -> Real:
    if not challenge.domains:
        return np.full(len(table.ids), np.nan)
    total = np.zeros(len(table.ids))
    for domain in challenge.domains:
        total += _known_field(domain, table)
    return total / len(challenge.domains)


def _known_field(domain: str, table: TeamTable) -> Real:
    key = ("domain", domain)
    if key not in table.remembered:
        known = np.full(len(table.ids), np.nan)
        if table.domains:
            related = np.array([credit(each, domain) for each in table.domains], dtype=np.float64)
            known[table.domain_owner] = 0.0
            np.maximum.at(known, table.domain_owner, related[table.domain_concept])
        table.remembered[key] = known
    return table.remembered[key]


def _place_language(challenge: ChallengeFacts, table: TeamTable) -> Real:
    spoken = _spoken(challenge, table)
    by_the_clock = not challenge.on_site and any(each.time_zone for each in table.places.examples)
    key = ("place", challenge.place, challenge.on_site, challenge.starts_on if by_the_clock else None)
    if key not in table.remembered:
        table.remembered[key] = table.places.each(lambda team: _or_nan(place_credit(challenge, team).points))
    near = table.remembered[key]
    known = ~np.isnan(spoken), ~np.isnan(near)
    count = known[0].astype(np.float64) + known[1]
    total = np.where(known[0], spoken, 0.0) + np.where(known[1], near, 0.0)
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def _spoken(challenge: ChallengeFacts, table: TeamTable) -> Real:
    key = ("languages", challenge.languages)
    if key not in table.remembered:
        table.remembered[key] = table.languages.each(
            lambda team: _or_nan(language_credit(challenge, team).points)
        )
    return table.remembered[key]


def _time(challenge: ChallengeFacts, table: TeamTable) -> tuple[Real, Real]:
    """The hours and the days that each team has within the challenge's dates; not a number where unknown."""
    if challenge.starts_on is None or challenge.ends_on is None:
        unknown = np.full(len(table.ids), np.nan)
        return unknown, unknown
    first = np.maximum(challenge.starts_on.toordinal(), table.first_day)
    last = np.minimum(challenge.ends_on.toordinal(), table.last_day)
    days = np.maximum(0, last - first + 1).astype(np.float64)
    return days / DAYS_PER_WEEK * table.hours_per_week, days


def _load(challenge: ChallengeFacts, hours: Real) -> Real:
    if challenge.hours_needed is None:
        return np.full(len(hours), np.nan)
    comfortable = challenge.hours_needed * COMFORTABLE_TIME
    if comfortable <= 0:
        return np.where(np.isnan(hours), np.nan, 1.0)
    with np.errstate(over="ignore"):  # hours over next to nothing are more than enough
        return np.minimum(1.0, hours / comfortable)


def _interest(table: TeamTable, ranks: Mapping[str, int]) -> Real:
    interest = np.full(len(table.ids), np.nan)
    for team, rank in ranks.items():
        if team in table.row:
            interest[table.row[team]] = 1.0 / max(1, rank)
    return interest


def _gates(challenge: ChallengeFacts, table: TeamTable, hours: Real, days: Real) -> Flags:
    passed = table.has_room & (table.clearance >= _ORDER.index(challenge.data_class))
    passed[table.conflicts.get(challenge.owner_id, [])] = False
    if challenge.licence is not None:
        key, licence = ("licence", challenge.licence), challenge.licence
        if key not in table.remembered:
            table.remembered[key] = table.licences.each(
                lambda team: can_release(licence, team.refused_licences)
            )
        passed &= table.remembered[key] > 0
    passed &= _spoken(challenge, table) != 0.0
    if challenge.hours_needed is not None:
        passed &= ~(hours < challenge.hours_needed)
    passed &= days != 0.0
    return passed


def _side(criteria: Sequence[tuple[Real, float]]) -> Real:
    total, weight = np.zeros(len(criteria[0][0])), np.zeros(len(criteria[0][0]))
    for points, share in criteria:
        known = ~np.isnan(points)
        total += np.where(known, points, 0.0) * share
        weight += share * known
    return np.where(weight > 0, np.minimum(1.0, total / np.where(weight > 0, weight, 1.0)), np.nan)


def _harmonic(left: Real, right: Real) -> Real:
    """`scoring.harmonic_mean` of two sides, either of which may be unknown."""
    one = np.where(np.isnan(left), np.where(np.isnan(right), 0.0, right), left)
    other = np.where(np.isnan(right), one, right)
    positive = (one > 0) & (other > 0)
    return np.where(positive, np.minimum(1.0, 2.0 * one * other / np.where(positive, one + other, 1.0)), 0.0)


def _kinds(teams: Sequence[TeamFacts], kind: Callable[[TeamFacts], object]) -> _Kinds:
    numbers: dict[object, int] = {}
    examples: list[TeamFacts] = []
    of_team = []
    for team in teams:
        number = numbers.setdefault(kind(team), len(numbers))
        if number == len(examples):
            examples.append(team)
        of_team.append(number)
    return _Kinds(_whole(of_team), tuple(examples))


def _whole(numbers: Iterable[int]) -> Whole:
    return np.array(list(numbers), dtype=np.int64)


def _or_nan(points: float | None) -> float:
    return math.nan if points is None else points
