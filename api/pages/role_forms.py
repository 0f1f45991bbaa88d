"""A role and a profile as forms: the values they show, and what they send to the services."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar.datastructures import FormMultiDict

from api.pages import forms
from api.pages.drafts import TAGS
from api.pages.languages import Language
from api.pages.profiles import skills_sent
from matching.challenges.model import Need
from matching.fit import DataClass
from matching.profiles.model import Profile, ProfileForm
from matching.roles.model import Role, RoleForm
from store.refusal import Problem

BLANK_ROWS = 3  # to fill in; saving brings as many again
_LOCALISED = frozenset({"title", "task", "about", "name"})
_LISTS = frozenset({"needs", "skills"})

EMPTY_ROLE: Mapping[str, Any] = {
    **{f"{name}.{tag}": "" for name in ("title", "task") for tag in TAGS},
    "needs": [],
    "languages": [],
    "hoursNeeded": "",
    "places": "1",
    "onSite": "no",
    "isOpen": "yes",
}
EMPTY_PROFILE: Mapping[str, Any] = {
    "shownName": "",
    **{f"about.{tag}": "" for tag in TAGS},
    "skills": [],
    "domains": [],
    "languages": [],
    "hoursPerWeek": "",
    "availableFrom": "",
    "availableUntil": "",
    "dataClearance": "NONE",
    "place": "",
    "remoteOk": "yes",
}


def anchor(field: str, language: Language) -> str:
    """The control that a problem is shown at: lists and texts begin at their first control."""
    parts = field.split(".")
    if field in _LOCALISED:
        return f"{field}.{language.tag}"
    if parts[0] in _LISTS:
        column = parts[2] if parts[2:] == ["level"] else "concept"
        return f"{parts[0]}.{parts[1] if len(parts) > 1 else 0}.{column}"
    return parts[0]


def stored_role(role: Role) -> dict[str, Any]:
    """The values that the form shows for a role that is stored."""
    return {
        **{f"title.{tag}": role.title.get(tag, "") for tag in TAGS},
        **{f"task.{tag}": role.task.get(tag, "") for tag in TAGS},
        "needs": [
            {"concept": each.concept, "level": str(each.level), "required": each.required}
            for each in role.needs
        ],
        "languages": list(role.languages),
        "hoursNeeded": str(role.hours_needed),
        "places": str(role.places),
        "onSite": "yes" if role.on_site else "no",
        "isOpen": "yes" if role.is_open else "no",
    }


def sent_role(form: FormMultiDict, before: Role | None) -> tuple[dict[str, Any], RoleForm, list[Problem]]:
    """What came in of a role: the values to show again, the form for the service, and what could not be read."""
    problems: list[Problem] = []
    rows = forms.rows(form, "needs", ("concept", "level", "required"), "concept")
    shown: dict[str, Any] = {
        **{f"{name}.{tag}": forms.text(form, f"{name}.{tag}") for name in ("title", "task") for tag in TAGS},
        **{name: forms.text(form, name) for name in ("hoursNeeded", "places", "onSite", "isOpen")},
        "needs": rows,
        "languages": list(forms.texts(form, "languages")),
    }
    made = RoleForm(
        title=forms.kept(form, "title", before.title if before else {}, TAGS),
        task=forms.kept(form, "task", before.task if before else {}, TAGS),
        needs=tuple(_need(index, each, problems) for index, each in enumerate(rows)),
        languages=tuple(shown["languages"]),
        hours_needed=forms.whole(form, "hoursNeeded", problems) or 0,
        places=forms.whole(form, "places", problems) or 0,
        on_site=shown["onSite"] == "yes",
        is_open=shown["isOpen"] != "no",
    )
    return shown, made, problems


def _need(index: int, row: Mapping[str, str], problems: list[Problem]) -> Need:
    level = int(row["level"]) if row["level"] in set("12345678") else 0
    if not level:
        problems.append(Problem("NOT_A_NUMBER", f"needs.{index}.level"))
    return Need(row["concept"], level, required=bool(row["required"]))


def stored_profile(profile: Profile) -> dict[str, Any]:
    """The values that the form shows for one's profile."""
    return {
        "shownName": profile.shown_name or "",
        **{f"about.{tag}": profile.about.get(tag, "") for tag in TAGS},
        "skills": [{"concept": each.concept, "level": str(each.level)} for each in profile.skills],
        "domains": list(profile.domains),
        "languages": list(profile.languages),
        "hoursPerWeek": "" if profile.hours_per_week is None else str(profile.hours_per_week),
        "availableFrom": profile.available_from.isoformat() if profile.available_from else "",
        "availableUntil": profile.available_until.isoformat() if profile.available_until else "",
        "dataClearance": profile.data_clearance.value,
        "place": profile.place or "",
        "remoteOk": "yes" if profile.remote_ok else "no",
    }


def sent_profile(
    form: FormMultiDict, before: Profile | None
) -> tuple[dict[str, Any], ProfileForm, list[Problem]]:
    """What came in of a profile, as `sent_role` tells it; what shows a skill that is still there is kept."""
    problems: list[Problem] = []
    names = (
        "shownName",
        "hoursPerWeek",
        "availableFrom",
        "availableUntil",
        "dataClearance",
        "place",
        "remoteOk",
    )
    rows: Sequence[Mapping[str, str]] = forms.rows(form, "skills", ("concept", "level"), "concept")
    shown: dict[str, Any] = {
        **{f"about.{tag}": forms.text(form, f"about.{tag}") for tag in TAGS},
        **{name: forms.text(form, name) for name in names},
        "skills": rows,
        "domains": list(forms.texts(form, "domains")),
        "languages": list(forms.texts(form, "languages")),
    }
    clearance = shown["dataClearance"]
    made = ProfileForm(
        shown_name=shown["shownName"] or None,
        about=forms.kept(form, "about", before.about if before else {}, TAGS),
        skills=skills_sent(rows, before.skills if before else (), problems),
        domains=tuple(shown["domains"]),
        languages=tuple(shown["languages"]),
        hours_per_week=forms.whole(form, "hoursPerWeek", problems),
        available_from=forms.day(form, "availableFrom", problems),
        available_until=forms.day(form, "availableUntil", problems),
        data_clearance=DataClass(clearance) if clearance in DataClass.__members__ else DataClass.NONE,
        place=shown["place"] or None,
        remote_ok=shown["remoteOk"] != "no",
    )
    return shown, made, problems
