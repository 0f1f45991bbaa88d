"""Invented challenges and teams for comparing, the same for the same seed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from matching.fit import ChallengeFacts, DataClass, Delivered, Need, Skill, TeamFacts
from registry.concepts import CONCEPTS, ConceptKind, max_level
from registry.health import HealthBand
from tests.bench.matching.retrieval import judged

JUDGED = judged("judged_pairs")
DAY = date(2026, 11, 21)
PLACES = ("TW-TPE", "TW-TNN", "TW-TXG", "TW-KHH", "TW-TTT", "TW-TAO", None)
SPOKEN = (("zh-Hant",), ("zh-Hant", "en"), ("en",), ("zh-Hant", "ja"), ())


def _of_kind(*kinds: ConceptKind) -> list[str]:
    return sorted(each.id for each in CONCEPTS.values() if each.kind in kinds)


SKILLS = _of_kind(ConceptKind.SKILL, ConceptKind.TECHNOLOGY, ConceptKind.COMPETENCY)
FIELDS = _of_kind(ConceptKind.SCOPE, ConceptKind.CATEGORY)


def challenges(count: int, seed: int) -> list[ChallengeFacts]:
    """Challenges with two to five needs, mostly in Chinese, over half a year."""
    random = Random(seed)  # noqa: S311 - invented facts are no secret
    return [_challenge(number, random) for number in range(count)]


def teams(count: int, seed: int) -> list[TeamFacts]:
    """Teams with three to eight skills, most of them dated, and now and then a record or a conflict."""
    random = Random(seed)  # noqa: S311 - invented facts are no secret
    return [_team(number, random) for number in range(count)]


def _challenge(number: int, random: Random) -> ChallengeFacts:
    starts = DAY + timedelta(days=random.randint(10, 60))
    return ChallengeFacts(
        problem=_texts([pair.asks for pair in JUDGED], random),
        id=f"c{number:05}",
        owner_id=f"o{random.randint(1, 60)}",
        domains=tuple(random.sample(FIELDS, random.randint(1, 3))),
        needs=tuple(
            Need(each, random.randint(1, max_level(each)), random.random() < 0.5)
            for each in random.sample(SKILLS, random.randint(2, 5))
        ),
        languages=random.choice(SPOKEN[:3]),
        hours_needed=float(random.randint(50, 400)),
        starts_on=starts,
        ends_on=starts + timedelta(days=random.randint(60, 180)),
        data_class=random.choice(list(DataClass)),
        licence=random.choice((None, "MIT", "EUPL-1.2", "AGPL-3.0-only OR MIT")),
        place=random.choice(PLACES[:-1]),
        on_site=random.random() < 0.3,
    )


def _team(number: int, random: Random) -> TeamFacts:
    return TeamFacts(
        about=_texts([pair.answers for pair in JUDGED], random),
        id=f"t{number:05}",
        skills=tuple(
            Skill(
                each,
                random.randint(1, max_level(each)),
                DAY - timedelta(days=random.randint(0, 2500)) if random.random() < 0.7 else None,
            )
            for each in random.sample(SKILLS, random.randint(3, 8))
        ),
        domains=tuple(random.sample(FIELDS, random.randint(0, 4))),
        languages=random.choice(SPOKEN),
        hours_per_week=float(random.randint(4, 60)) if random.random() < 0.9 else None,
        capacity=random.randint(1, 3),
        engaged=random.randint(0, 1),
        data_clearance=random.choice(list(DataClass)),
        refused_licences=random.choice(((), (), (), ("AGPL-3.0-only",))),
        place=random.choice(PLACES),
        remote_ok=random.random() < 0.8,
        conflicts=(f"o{random.randint(1, 60)}",) if random.random() < 0.05 else (),
        track_record=(Delivered("s1", "Map", (), random.choice(list(HealthBand))),)
        if random.random() < 0.2
        else (),
    )


def _texts(written: Sequence[Mapping[str, str]], random: Random) -> dict[str, str]:
    """Three texts put together by language, so that hardly any two are the same; now and then none."""
    found: dict[str, str] = {}
    for each in random.sample(written, random.choice((0, 3, 3, 3, 3))):
        for language, text in each.items():
            found[language] = found.get(language, "") + text + "\n"
    return found
