"""A publiccode.yml as a form: its fields, the values they show, and the document that they make; pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from api.pages.labels import N_
from api.pages.languages import LANGUAGES

TAGS = tuple(LANGUAGES)
CONTACTS = 2  # rows; the standard wants one person at least where software is maintained
Document = dict[str, Any]
Give = Callable[[str], str]
"""Gives what was typed into a field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; its name is the path of its key, `organisation.uri`.

    Attributes:
        name: of the control.
        words: its label.
        hint: what to write, where that is not plain.
        kind: `text`, `area`, `lines` (a list, one a line), or the name of a set of choices.
        required: whether the standard asks for it.
    """

    name: str
    words: str
    hint: str = ""
    kind: str = "text"
    required: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """Where its value stands in a document."""
        return tuple(self.name.split("."))


@dataclass(frozen=True, slots=True)
class Part:
    """Fields under one heading."""

    words: str
    fields: tuple[Field, ...]


def _in(tag: str) -> tuple[Field, ...]:
    start = f"description.{tag}"
    return (
        Field(
            f"{start}.shortDescription", N_("In one sentence"), N_("At most 150 characters."), required=True
        ),
        Field(
            f"{start}.longDescription",
            N_("What it does, for those who would use it"),
            N_("150 to 10,000 characters."),
            "area",
            required=True,
        ),
        Field(f"{start}.features", N_("Features"), N_("One a line."), "lines", required=True),
        Field(f"{start}.documentation", N_("Address of the documentation")),
    )


PARTS: Mapping[str, Part] = {
    "software": Part(
        N_("The software"),
        (
            Field("name", N_("Name"), required=True),
            Field("url", N_("Address of the repository"), required=True),
            Field("landingURL", N_("Web site")),
            Field("softwareVersion", N_("Latest version")),
            Field("releaseDate", N_("Day of its release"), N_("Like 2026-01-31.")),
            Field("developmentStatus", N_("State of development"), "", "development-status", required=True),
            Field("softwareType", N_("Kind of software"), "", "software-type", required=True),
            Field("platforms", N_("Platforms"), N_("One a line: web, linux, android …"), "lines", required=True),
            Field("categories", N_("Categories"), "", "categories"),
            Field("usedBy", N_("Agencies that use it"), N_("One a line."), "lines"),
        ),
    ),
    **{f"description.{tag}": Part(N_("Description"), _in(tag)) for tag in TAGS},
    "legal": Part(
        N_("Licence and owner"),
        (
            Field("legal.license", N_("Licence"), N_("An SPDX expression, such as MIT or EUPL-1.2."), required=True),
            Field("legal.mainCopyrightOwner", N_("Who owns most of the rights")),
            Field("organisation.name", N_("Who publishes it")),
            Field("organisation.uri", N_("Address of the publisher"), N_("A web address, or a URN.")),
        ),
    ),
    "maintenance": Part(
        N_("Maintenance"),
        (
            Field("maintenance.type", N_("Who maintains it"), "", "maintenance", required=True),
            *(
                Field(f"maintenance.contacts.{row}.{key}", words)
                for row in range(CONTACTS)
                for key, words in (("name", N_("Name of a person in charge")), ("email", N_("Their email address")))
            ),
            Field("maintenance.contractors.0.name", N_("Contractor")),
            Field("maintenance.contractors.0.until", N_("Last day of the contract"), N_("Like 2026-01-31.")),
            Field("maintenance.contractors.0.website", N_("Web site of the contractor")),
        ),
    ),
    "languages": Part(
        N_("Languages"),
        (
            Field("localisation.localisationReady", N_("Can it be translated?"), "", "yes-no", required=True),
            Field(
                "localisation.availableLanguages",
                N_("Languages it is available in"),
                N_("BCP 47 tags, one a line, such as en or zh-Hant."),
                "lines",
                required=True,
            ),
        ),
    ),
}  # fmt: skip
FIELDS: Mapping[str, Field] = {field.name: field for part in PARTS.values() for field in part.fields}


def shown(document: Mapping[str, Any]) -> dict[str, str]:
    """The values that the form shows for a document; lists have one item a line."""
    return {name: _typed(_at(document, field.path)) for name, field in FIELDS.items()}


def _at(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "\n".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def filled(base: Mapping[str, Any], give: Give) -> Document:
    """Lay what was typed over a document: what the form does not ask for stays, what was emptied goes."""
    document = _copied(base)
    for name, field in FIELDS.items():
        _set(document, field.path, _value(field, give(name)))
    cleaned: Document = _without_blanks(document)
    return cleaned


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _value(field: Field, typed: str) -> Any:
    if field.kind in {"lines", "categories"}:
        return [line.strip() for line in typed.splitlines() if line.strip()] or None
    if field.kind == "yes-no":
        return {"yes": True, "no": False}.get(typed)
    return typed or None


def _set(document: Any, path: Sequence[str], value: Any) -> None:
    for part, below in pairwise(path):
        if isinstance(document, list):
            document += [{} for _ in range(len(document), int(part) + 1)]
            if not isinstance(document[int(part)], dict):
                document[int(part)] = {}
            document = document[int(part)]
        else:
            kind: type = list if below.isdigit() else dict
            if not isinstance(document.get(part), kind):
                document[part] = kind()
            document = document[part]
    document[path[-1]] = value


def _without_blanks(value: Any) -> Any:
    """Leave out what is empty: the standard takes an empty key for a missing one, and an empty list for a given one."""
    if isinstance(value, dict):
        kept = {key: _without_blanks(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, "", {}, [])}
    if isinstance(value, list):
        return [each for each in map(_without_blanks, value) if each not in (None, "", {}, [])]
    return value


def anchor(key: str) -> str | None:
    """The control that a finding is shown at: `description[en].features[0]` is the field `description.en.features`."""
    name = (
        key.replace("description[", "description.", 1).replace("]", "", 1)
        if key.startswith("description[")
        else key
    )
    name = name.replace("[", ".").replace("]", "")
    while name:
        if name in FIELDS:
            return name
        below = next((each for each in FIELDS if each.startswith(f"{name}.")), None)
        if below:
            return below
        name = name.rpartition(".")[0]
    return None
