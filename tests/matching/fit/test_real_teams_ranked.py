"""Where the real teams of past challenges would have ranked by what their public repositories say. It reports, and
fixes nothing: what a repository tells was written after the work, and a README is no team."""

import base64
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from matching.fit import ChallengeFacts, Need, Skill, TeamFacts, rank
from registry.concepts import CONCEPTS, ConceptKind, recognise

DAY = date(2024, 9, 30)  # when development of the later round ended
ABLE = frozenset({ConceptKind.SKILL, ConceptKind.TECHNOLOGY})
SHOWN_LEVEL = 3  # the middle of five: a repository shows that somebody can, not how well
LONGEST_READ = 4_000  # characters of a README; what it is about stands at its top


def as_team(name: str, text: str) -> TeamFacts:
    able = [each for each in recognise(text) if CONCEPTS[each].kind in ABLE]
    return TeamFacts(
        name, skills=tuple(Skill(each, SHOWN_LEVEL) for each in able), about={"zh-Hant": text[:LONGEST_READ]}
    )


def readme(folder: Path) -> str:
    """The README of a repository as git had it, and the languages that it is written in."""
    files: dict[str, Any] = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    names = sorted(name for name in files if name.lower().startswith("readme"))
    return "\n".join(base64.b64decode(files[name]).decode("utf-8", "replace") for name in names)


def candidates(shared: Path, real: dict[str, str]) -> Iterator[TeamFacts]:
    """The real teams by their own repositories' READMEs, and one for each other entry of the catalogue."""
    texts: dict[str, list[str]] = {}
    for repository, name in real.items():
        folder = shared / "github" / Path(repository).parent.name / Path(repository).name
        texts.setdefault(name, []).append(readme(folder))
    yield from (as_team(name, "\n".join(parts)) for name, parts in texts.items())
    for path in sorted((shared / "code-gov-tw").glob("*.yml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        if str(entry.get("url", "")).removesuffix(".git") in real or "civic-tech" in path.stem:
            continue
        described = entry.get("description", {}).values()
        yield as_team(
            path.stem,
            "\n".join(
                str(each.get(key, ""))
                for each in described
                for key in ("shortDescription", "longDescription")
            ),
        )


@pytest.mark.shared
def test_the_real_teams_ranks_are_reported(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    past = [
        each
        for each in json.loads((shared / "challenges.json").read_text(encoding="utf-8"))["challenges"]
        if each["programme"] in {"sandbox-2023", "sandbox-2024"}
    ]
    real = {url: each["team"]["name"] for each in past for url in each["software"]}
    teams = list(candidates(shared, real))
    with capsys.disabled():
        for each in past:
            needs = tuple(Need(concept, SHOWN_LEVEL) for concept in recognise(", ".join(each["needs"])))
            challenge = ChallengeFacts(
                each["id"], "o", title=each["title"], problem=each["problem"], needs=needs
            )
            order = [fit.team_id for fit in rank(challenge, teams, as_of=DAY)]
            assert sorted(order) == sorted(team.id for team in teams)
            name = each["team"]["name"]
            place = order.index(name) + 1 if name in order else None
            told = (
                f"place {place} of {len(order)}"
                if place
                else "no public repository, so no evidence to rank it by"
            )
            print(f"\n{each['id']}: the real team {told}", end="")  # noqa: T201 - the report is what this is for
