"""A team as a form: the values it shows, and what it sends to the service."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar.datastructures import FormMultiDict

from api.pages import forms
from api.pages.drafts import TAGS
from api.pages.languages import Language
from matching.fit import DataClass
from matching.teams.model import Skill, Team, TeamForm
from store.refusal import Problem

BLANK_SKILLS = 4  # rows to fill in; saving brings as many again
TEXTS = ("hoursPerWeek", "availableFrom", "availableUntil", "capacity", "place", "timeZone", "homepage")

EMPTY: Mapping[str, Any] = {
    **{f"{name}.{tag}": "" for name in ("name", "about") for tag in TAGS},
    **dict.fromkeys(TEXTS, ""),
    "capacity": "1",
    "skills": [],
    "domains": [],
    "languages": [],
    "dataClearance": "NONE",
    "refusedLicences": "",
    "remoteOk": "yes",
}


def anchor(field: str, language: Language) -> str:
    """The control that a problem is shown at: lists and texts begin at their first control."""
    parts = field.split(".")
    if field in {"name", "about"}:
        return f"{field}.{language.tag}"
    if parts[0] == "skills":
        column = parts[2] if parts[2:] == ["level"] else "concept"
        return f"skills.{parts[1] if len(parts) > 1 else 0}.{column}"
    return parts[0] if parts[0] in {"domains", "languages", "refusedLicences"} else field


def stored(team: Team) -> dict[str, Any]:
    """The values that the form shows for what is stored."""
    return {
        **{f"name.{tag}": team.name.get(tag, "") for tag in TAGS},
        **{f"about.{tag}": team.about.get(tag, "") for tag in TAGS},
        "skills": [{"concept": each.concept, "level": str(each.level)} for each in team.skills],
        "domains": list(team.domains),
        "languages": list(team.languages),
        "hoursPerWeek": "" if team.hours_per_week is None else str(team.hours_per_week),
        "availableFrom": team.available_from.isoformat() if team.available_from else "",
        "availableUntil": team.available_until.isoformat() if team.available_until else "",
        "capacity": "" if team.capacity is None else str(team.capacity),
        "dataClearance": "" if team.data_clearance is None else team.data_clearance.value,
        "refusedLicences": ", ".join(team.refused_licences),
        "remoteOk": "yes" if team.remote_ok else "no",
        "place": team.place or "",
        "timeZone": team.time_zone or "",
        "homepage": team.homepage or "",
    }


def sent(form: FormMultiDict, before: Team | None) -> tuple[dict[str, Any], TeamForm, list[Problem]]:
    """What came in: the values to show again, the form for the service, and what could not be read.

    What the page does not ask for stays: texts in other languages, and what shows a skill that is still there.
    """
    problems: list[Problem] = []
    shown: dict[str, Any] = {
        **{f"{name}.{tag}": forms.text(form, f"{name}.{tag}") for name in ("name", "about") for tag in TAGS},
        **{name: forms.text(form, name) for name in (*TEXTS, "dataClearance", "refusedLicences", "remoteOk")},
        "skills": forms.rows(form, "skills", ("concept", "level"), "concept"),
        "domains": list(forms.texts(form, "domains")),
        "languages": list(forms.texts(form, "languages")),
    }
    clearance = shown["dataClearance"]
    capacity = forms.whole(form, "capacity", problems)
    made = TeamForm(
        name=forms.kept(form, "name", before.name if before else {}, TAGS),
        about=forms.kept(form, "about", before.about if before else {}, TAGS),
        skills=skills_sent(shown["skills"], before.skills if before else (), problems),
        domains=tuple(shown["domains"]),
        languages=tuple(shown["languages"]),
        hours_per_week=forms.whole(form, "hoursPerWeek", problems),
        available_from=forms.day(form, "availableFrom", problems),
        available_until=forms.day(form, "availableUntil", problems),
        capacity=1 if capacity is None else capacity,
        data_clearance=DataClass(clearance) if clearance in DataClass.__members__ else DataClass.NONE,
        refused_licences=tuple(filter(None, map(str.strip, shown["refusedLicences"].split(",")))),
        remote_ok=shown["remoteOk"] != "no",
        place=shown["place"] or None,
        time_zone=shown["timeZone"] or None,
        homepage=shown["homepage"] or None,
    )
    return shown, made, problems


def skills_sent(
    rows: Sequence[Mapping[str, str]], before: Sequence[Skill], problems: list[Problem]
) -> tuple[Skill, ...]:
    """The skills of the rows that were filled in; what shows one that is still there at its level is kept."""
    known = {each.concept: each for each in before}
    made = []
    for index, row in enumerate(rows):
        level = int(row["level"]) if row["level"] in set("12345678") else 0
        if not level:
            problems.append(Problem("NOT_A_NUMBER", f"skills.{index}.level"))
        same = known.get(row["concept"])
        if same is not None and same.level == level:
            made.append(same)
        else:
            made.append(Skill(row["concept"], level))
    return tuple(made)
