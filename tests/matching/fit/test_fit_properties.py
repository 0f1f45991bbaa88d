"""What holds for every challenge and every team."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fit import (
    REASONS,
    ChallengeFacts,
    DataClass,
    Delivered,
    Evidence,
    Fit,
    Need,
    Skill,
    TeamFacts,
    Weights,
    fit,
    fit_as_json,
    fit_from_json,
    rank,
    sentence,
)
from matching.fit.arrays import best, compare, lay_out
from matching.fit.changes import scores_of_team
from registry.health import HealthBand

TODAY = date(2026, 11, 21)

concepts = st.sampled_from(
    [
        "maps",
        "leaflet",
        "qgis",
        "vue",
        "javascript",
        "front-end-development",
        "safety-ethics",
        "not-a-concept",
    ]
)
domains = st.lists(st.sampled_from(["healthcare", "welfare", "environment", "culture"]), max_size=3).map(
    tuple
)
languages = st.lists(st.sampled_from(["zh-Hant", "zh-CN", "en", "ja", "xx"]), max_size=2, unique=True).map(
    tuple
)
days = st.none() | st.integers(-400, 400).map(lambda offset: TODAY + timedelta(days=offset))
places = st.sampled_from([None, "TW", "TW-TNN", "TW-TPE", "JP-13"])
skills = st.builds(Skill, concepts, st.integers(1, 8), days, st.none())
weights = st.builds(Weights, *[st.floats(0.01, 1.0)] * 7)
texts = st.dictionaries(
    st.sampled_from(["en", "zh-Hant", "zh-CN"]),
    st.sampled_from(
        [
            "",
            "?",
            "Flood warning from river sensors",
            "水情監測與淹水預警",
            "水情监测",
            "map of leaks 管線漏水",
            "的",
        ]
    ),
)

challenges = st.builds(
    ChallengeFacts,
    id=st.just("c1"),
    owner_id=st.just("o1"),
    title=texts,
    problem=texts,
    domains=domains,
    needs=st.lists(st.builds(Need, concepts, st.integers(1, 8), st.booleans()), max_size=4).map(tuple),
    languages=languages,
    hours_needed=st.none() | st.floats(0, 400),
    starts_on=days,
    ends_on=days,
    data_class=st.sampled_from(DataClass),
    licence=st.sampled_from([None, "MIT", "MIT OR EUPL-1.2"]),
    place=places,
    on_site=st.booleans(),
)
teams = st.builds(
    TeamFacts,
    id=st.sampled_from(["t1", "t2", "t3", "t4"]),
    skills=st.lists(skills, max_size=4).map(tuple),
    domains=domains,
    languages=languages,
    hours_per_week=st.none() | st.floats(0, 60),
    available_from=days,
    available_until=days,
    capacity=st.integers(0, 3),
    engaged=st.integers(0, 2),
    data_clearance=st.sampled_from(DataClass),
    refused_licences=st.sampled_from([(), ("MIT",)]),
    place=places,
    remote_ok=st.booleans(),
    time_zone=st.sampled_from([None, "Asia/Taipei", "Europe/Berlin", "America/New_York"]),
    organisation_ids=st.sampled_from([(), ("o1",)]),
    conflicts=st.sampled_from([(), ("o1",)]),
    track_record=st.lists(
        st.builds(Delivered, st.just("s1"), st.just("Map"), domains, st.none() | st.sampled_from(HealthBand)),
        max_size=2,
    ).map(tuple),
    interest=st.none() | st.integers(1, 9),
    about=texts,
)


def open_to_all(challenge: ChallengeFacts, team: TeamFacts) -> tuple[ChallengeFacts, TeamFacts]:
    """The same pair without what a gate could stop, so that scores are not all 0."""
    return (
        replace(
            challenge, data_class=DataClass.NONE, licence=None, languages=(), hours_needed=None, ends_on=None
        ),
        replace(team, organisation_ids=(), conflicts=(), engaged=0, capacity=1),
    )


@settings(max_examples=200, deadline=None)
@given(challenges, st.lists(teams, min_size=1, max_size=4, unique_by=lambda team: team.id), weights)
def test_arrays_give_every_team_the_score_that_the_reasons_give(
    challenge: ChallengeFacts, compared: list[TeamFacts], weights: Weights
) -> None:
    opened = [open_to_all(challenge, team) for team in compared]
    for asked, listed in ((challenge, compared), (opened[0][0], [team for _, team in opened])):
        ranks = {team.id: team.interest for team in listed if team.interest is not None}
        table = lay_out(listed, TODAY)
        scores, passed = compare(asked, table, weights, ranks)
        told = [fit(asked, team, weights, TODAY) for team in listed]
        assert [bool(each) for each in passed] == [each.passed for each in told]
        assert scores.tolist() == pytest.approx([each.score for each in told], abs=1e-9)
        ranked = [each for each in rank(asked, listed, weights, as_of=TODAY) if each.passed]
        found = best(scores, passed, table, 2)
        assert [score for _, score in found] == pytest.approx([each.score for each in ranked[:2]], abs=1e-9)


@given(challenges, teams, weights)
def test_a_rescored_team_has_the_scores_that_the_reasons_give(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights
) -> None:
    for asked, rescored in ((challenge, team), open_to_all(challenge, team)):
        ranks = {} if rescored.interest is None else {asked.id: rescored.interest}
        told = fit(asked, rescored, weights, TODAY)
        expected = {asked.id: told.score} if told.passed else {}
        assert scores_of_team(rescored, [asked], weights, TODAY, ranks) == pytest.approx(expected, abs=1e-12)


@given(challenges, teams, weights, skills)
def test_adding_a_skill_never_lowers_a_fit(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights, skill: Skill
) -> None:
    challenge, team = open_to_all(challenge, team)
    more = replace(team, skills=(*team.skills, skill))
    assert fit(challenge, more, weights, TODAY).score >= fit(challenge, team, weights, TODAY).score


@given(challenges, teams, weights)
def test_losing_its_record_never_lowers_a_team(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights
) -> None:
    challenge, team = open_to_all(challenge, team)
    newcomer = replace(team, track_record=())
    assert fit(challenge, newcomer, weights, TODAY).score >= fit(challenge, team, weights, TODAY).score


@given(challenges, st.lists(teams, unique_by=lambda team: team.id, max_size=4), weights, st.randoms())
def test_the_order_of_teams_changes_nothing(
    challenge: ChallengeFacts, several: list[TeamFacts], weights: Weights, random: Random
) -> None:
    shuffled = random.sample(several, len(several))
    assert rank(challenge, several, weights, as_of=TODAY) == rank(challenge, shuffled, weights, as_of=TODAY)


@given(challenges, teams, weights, st.randoms())
def test_the_order_of_skills_needs_and_domains_changes_no_score(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights, random: Random
) -> None:
    challenge, team = open_to_all(challenge, team)
    other_challenge = replace(
        challenge,
        needs=tuple(random.sample(challenge.needs, len(challenge.needs))),
        domains=tuple(random.sample(challenge.domains, len(challenge.domains))),
    )
    other_team = replace(
        team,
        skills=tuple(random.sample(team.skills, len(team.skills))),
        domains=tuple(random.sample(team.domains, len(team.domains))),
    )
    first, second = fit(challenge, team, weights, TODAY), fit(other_challenge, other_team, weights, TODAY)
    assert (first.score, first.confidence) == (second.score, second.confidence)


@given(challenges, teams, weights)
def test_scores_and_confidence_lie_between_0_and_1(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights
) -> None:
    for result in (fit(challenge, team, weights, TODAY), fit(*open_to_all(challenge, team), weights, TODAY)):
        assert 0.0 <= result.score <= 1.0
        assert 0.0 <= result.confidence <= 1.0
        for side in (result.for_challenge, result.for_team):
            assert side.score is None or 0.0 <= side.score <= 1.0
            assert all(each.points is None or 0.0 <= each.points <= 1.0 for each in side.criteria)


@given(challenges, teams, weights)
def test_a_fit_survives_being_stored(challenge: ChallengeFacts, team: TeamFacts, weights: Weights) -> None:
    result = fit(challenge, team, weights, TODAY)
    assert fit_from_json(json.loads(json.dumps(fit_as_json(result)))) == result


@settings(max_examples=300)
@given(challenges, teams, weights, st.sampled_from(["en", "zh-Hant"]))
def test_every_reason_given_can_be_said(
    challenge: ChallengeFacts, team: TeamFacts, weights: Weights, language: str
) -> None:
    for reason in reasons(fit(challenge, team, weights, TODAY)):
        said = sentence(reason.code, reason.values, language)
        assert said
        assert "None" not in said
        assert "{" not in said


def test_every_reason_exists_in_both_languages_with_the_same_values() -> None:
    for code, texts in REASONS.items():
        assert set(texts) == {"en", "zh-Hant"}, code
        named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()]
        assert named[0] == named[1], code


def reasons(result: Fit) -> list[Evidence]:
    """Every reason that a fit gives."""
    found = [each for gate in result.gates for each in (gate.detail, *gate.changes)]
    for side in (result.for_challenge, result.for_team):
        for criterion in side.criteria:
            found.extend(criterion.evidence + criterion.missing)
    return found
