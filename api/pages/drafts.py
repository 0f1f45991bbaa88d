"""A challenge as a form: what each step asks, the values it shows, and what it sends to the service."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import FormMultiDict

from api.pages import forms, gate
from api.pages.environment import text_of
from api.pages.labels import N_
from api.pages.languages import LANGUAGES, Language
from api.pages.said import concept
from matching.challenges.judgement import told
from matching.challenges.model import Challenge, ChallengeForm, Measure, Need, Readiness
from matching.fit import DataClass
from registry.concepts import CONCEPTS, ConceptKind
from store.refusal import Problem

BLANK_NEEDS = 3  # rows to fill in; saving brings as many again
BLANK_MEASURES = 2
TAGS = tuple(LANGUAGES)
WORK_LANGUAGES = ("zh-Hant", "en", "nan", "hak", "ja", "vi", "id")  # asked for in the programmes so far


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form.

    Attributes:
        name: its part of the address.
        words: its title.
        hint: what it asks, in a line.
        fields: input names of the API that it holds.
    """

    name: str
    words: str
    hint: str
    fields: tuple[str, ...]


STEPS = (
    Step(
        "stock",
        N_("Who, evidence and data"),
        N_("Who has the problem, what shows it, which data there is, and what is given"),
        ("peopleAffected", "evidence", "dataInvolved", "constraints"),
    ),
    Step(
        "problem",
        N_("The problem"),
        N_("What stops whom from doing what"),
        ("title", "problem", "domains"),
    ),
    Step(
        "pilot",
        N_("Pilot and skills"),
        N_("A first small trial, the skills it takes, and the money there is"),
        ("pilot", "needs", "budgetTwd"),
    ),
    Step(
        "time",
        N_("Time and place"),
        N_("When, how much work, in which languages"),
        ("hoursNeeded", "startsOn", "endsOn", "languages", "onSite", "onSiteWork", "minTeams", "maxTeams"),
    ),
    Step(
        "success",
        N_("Measures"),
        N_("The figures by which you will see that it got better"),
        ("measures",),
    ),
    Step(
        "terms",
        N_("Data, licence and publication"),
        N_("Personal data, how the code is released, and what may be published"),
        ("dataClass", "lawfulBasis", "licence", "publication"),
    ),
    Step(
        "gate",
        N_("AI and readiness"),
        N_("How risky the use of AI is, and how ready your agency is"),
        ("aiRisk", "aiExamined", "impactAssessment", "readiness"),
    ),
)
#: The way that a statement takes, as it works in the field, and then the gate: its stations, with the steps of each.
STATIONS: Mapping[str, Sequence[str]] = {
    N_("1. Take stock"): ("stock",),
    N_("2. Find the core problem"): ("problem",),
    N_("3. Draft a pilot"): ("pilot", "time"),
    N_("4. Say how it will be checked"): ("success",),
    N_("Before it is published"): ("terms", "gate"),
}
LOCALISED = frozenset(
    {
        "title", "problem", "peopleAffected", "evidence", "dataInvolved", "constraints", "pilot", "onSiteWork",
        "publication",
    }
)  # fmt: skip
DATES = frozenset({"startsOn", "endsOn"})

#: What the page calls each field, where it is named away from its control.
FIELD_WORDS: Mapping[str, str] = {
    "title": N_("Title"),
    "problem": N_("The problem"),
    "peopleAffected": N_("Who is affected"),
    "evidence": N_("Evidence"),
    "dataInvolved": N_("Data there is"),
    "constraints": N_("What is given"),
    "pilot": N_("Pilot"),
    "budgetTwd": N_("Budget"),
    "onSiteWork": N_("Work on site"),
    "publication": N_("Publication"),
    "measures": N_("Measures"),
    "needs": N_("Skills needed"),
    "domains": N_("Field of work"),
    "hoursNeeded": N_("Hours of work"),
    "startsOn": N_("First day of the work"),
    "endsOn": N_("Last day of the work"),
    "languages": N_("Languages"),
    "onSite": N_("Place"),
    "minTeams": N_("Teams at least"),
    "maxTeams": N_("Teams at most"),
    "dataClass": N_("Personal data"),
    "lawfulBasis": N_("Lawful basis"),
    "licence": N_("Licence"),
    "aiRisk": N_("Risk of AI"),
    "aiExamined": N_("Use of AI, examined"),
    "impactAssessment": N_("Impact assessment"),
    "readiness": N_("Readiness"),
}


def step_of(field: str) -> Step:
    """The step that holds a field of the API; the first one for what belongs to none."""
    return next((step for step in STEPS if field.split(".", maxsplit=1)[0] in step.fields), STEPS[0])


def names(step: Step) -> Sequence[str]:
    """The names under which `stored` and `sent` hold the values of a step: texts have one for each language."""
    return [
        name
        for field in step.fields
        for name in ([f"{field}.{tag}" for tag in TAGS] if field in LOCALISED else [field])
    ]


def called(field: str, language: Language) -> str:
    """What the page calls a field of the API, with the language of a text: `title.en` is "Title (English)"."""
    name, *rest = field.split(".")
    words = text_of(language, FIELD_WORDS[name]) if name in FIELD_WORDS else ""
    return f"{words} ({LANGUAGES[rest[-1]].name})" if words and rest and rest[-1] in LANGUAGES else words


def anchor(field: str, language: Language) -> str:
    """The control that a problem is shown at: lists and texts begin at their first control."""
    parts = field.split(".")
    if parts[0] == "expectedVersion":
        return "conflict"
    if parts[0] in LOCALISED and len(parts) == 1:
        return f"{field}.{language.tag}"
    if parts[0] == "needs" and len(parts) < 3:  # noqa: PLR2004 - needs.0.concept
        return f"needs.{parts[1] if len(parts) > 1 else 0}.concept"
    if parts[0] == "measures" and (len(parts) < 3 or parts[2] == "name"):  # noqa: PLR2004 - measures.0.target
        return f"measures.{parts[1] if len(parts) > 1 else 0}.name.{language.tag}"
    if field == "readiness":
        return f"readiness.{next(iter(Readiness)).value}"
    return parts[0] if parts[0] in {"domains", "languages", "aiExamined"} else field


def stored(challenge: Challenge) -> dict[str, Any]:
    """The values that the form shows for what is stored."""
    values: dict[str, Any] = {
        "domains": list(challenge.domains),
        "languages": list(challenge.languages),
        "hoursNeeded": _written(challenge.hours_needed),
        "budgetTwd": _written(challenge.budget_twd),
        "startsOn": _written(challenge.starts_on),
        "endsOn": _written(challenge.ends_on),
        "minTeams": "" if challenge.min_teams is None else str(challenge.min_teams),
        "maxTeams": "" if challenge.max_teams is None else str(challenge.max_teams),
        "onSite": "yes" if challenge.on_site else "no",
        "dataClass": challenge.data_class.value if challenge.data_class else "",
        "lawfulBasis": challenge.lawful_basis or "",
        "licence": challenge.licence or "",
        "aiRisk": challenge.ai_risk.value if challenge.ai_risk else "",
        "aiExamined": [view.value for view in challenge.ai_examined],
        "impactAssessment": challenge.impact_assessment or "",
        "readiness": {name.value: answer.value for name, answer in challenge.readiness.items()},
        "needs": [
            {"concept": each.concept, "level": str(each.level), "required": each.required}
            for each in challenge.needs
        ],
        "measures": [
            {
                **{f"name.{tag}": each.name.get(tag, "") for tag in TAGS},
                "baseline": _written(each.baseline),
                "target": _written(each.target),
                "unit": each.unit,
            }
            for each in challenge.measures
        ],
    }
    for name, texts in {"title": challenge.title, "problem": challenge.problem, **told(challenge)}.items():
        values |= {f"{name}.{tag}": texts.get(tag, "") for tag in TAGS}
    return values


def sent(
    form: FormMultiDict, step: Step, before: Challenge
) -> tuple[dict[str, Any], ChallengeForm, list[Problem]]:
    """What came in with a step: the values to show again, the form for the service, and what could not be read.

    Texts in languages that the page does not ask for are kept.
    """
    problems: list[Problem] = []
    shown = stored(before) | _raw(form, step)
    if step.name == "stock":
        made = ChallengeForm(
            people_affected=forms.kept(form, "peopleAffected", before.people_affected, TAGS),
            evidence=forms.kept(form, "evidence", before.evidence, TAGS),
            data_involved=forms.kept(form, "dataInvolved", before.data_involved, TAGS),
            constraints=forms.kept(form, "constraints", before.constraints, TAGS),
        )
    elif step.name == "problem":
        made = ChallengeForm(
            title=forms.kept(form, "title", before.title, TAGS),
            problem=forms.kept(form, "problem", before.problem, TAGS),
            domains=forms.texts(form, "domains"),
        )
    elif step.name == "pilot":
        made = ChallengeForm(
            pilot=forms.kept(form, "pilot", before.pilot, TAGS),
            needs=_needs(shown["needs"], problems),
            budget_twd=forms.whole(form, "budgetTwd", problems),
        )
    elif step.name == "success":
        made = ChallengeForm(measures=_measures(shown["measures"], before, problems))
    elif step.name == "time":
        made = ChallengeForm(
            hours_needed=forms.whole(form, "hoursNeeded", problems),
            starts_on=forms.day(form, "startsOn", problems),
            ends_on=forms.day(form, "endsOn", problems),
            languages=forms.texts(form, "languages"),
            on_site=forms.text(form, "onSite") == "yes",
            on_site_work=forms.kept(form, "onSiteWork", before.on_site_work, TAGS),
            min_teams=forms.whole(form, "minTeams", problems) or 0,
            max_teams=forms.whole(form, "maxTeams", problems) or 1,
        )
    elif step.name == "gate":
        made = gate.sent(form)
    else:
        chosen = forms.text(form, "dataClass")
        made = ChallengeForm(
            data_class=DataClass(chosen) if chosen in DataClass.__members__ else None,
            lawful_basis=forms.text(form, "lawfulBasis") or None,
            licence=forms.text(form, "licence") or None,
            publication=forms.kept(form, "publication", before.publication, TAGS),
        )
    return shown, made, problems


def skill_options(language: Language) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Everything a challenge may need, by kind, in the order of the names."""
    kinds = (
        (ConceptKind.SKILL, {"en": "Skills", "zh-Hant": "技能"}),
        (ConceptKind.COMPETENCY, {"en": "Digital competencies", "zh-Hant": "數位能力"}),
        (ConceptKind.TECHNOLOGY, {"en": "Technologies", "zh-Hant": "技術"}),
        (ConceptKind.CATEGORY, {"en": "Kinds of software", "zh-Hant": "軟體類別"}),
    )
    return [
        (
            words[language.tag],
            sorted(
                ((each.id, concept(each.id, language)) for each in CONCEPTS.values() if each.kind is kind),
                key=lambda pair: pair[1].casefold(),
            ),
        )
        for kind, words in kinds
    ]


def fields_of_work(language: Language) -> Sequence[tuple[str, str]]:
    """Every field of work with its name, in the order of the names."""
    scopes = [each.id for each in CONCEPTS.values() if each.kind is ConceptKind.SCOPE]
    return sorted(((each, concept(each, language)) for each in scopes), key=lambda pair: pair[1])


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _raw(form: FormMultiDict, step: Step) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for field in step.fields:
        if field in LOCALISED:
            raw |= {f"{field}.{tag}": forms.text(form, f"{field}.{tag}") for tag in TAGS}
        elif field in {"domains", "languages", "aiExamined"}:
            raw[field] = list(forms.texts(form, field))
        elif field == "readiness":
            raw[field] = {each.value: forms.text(form, f"readiness.{each.value}") for each in Readiness}
        elif field not in {"needs", "measures"}:
            raw[field] = forms.text(form, field)
    if "needs" in step.fields:
        raw["needs"] = forms.rows(form, "needs", ("concept", "level", "required"), "concept")
    if "measures" in step.fields:
        raw["measures"] = forms.rows(
            form, "measures", (*(f"name.{tag}" for tag in TAGS), "baseline", "target", "unit"), ""
        )
    return raw


def _needs(rows: Sequence[Mapping[str, Any]], problems: list[Problem]) -> tuple[Need, ...]:
    made = []
    for index, row in enumerate(rows):
        level = row["level"]
        is_whole = re.fullmatch(r"\d{1,9}", level) is not None
        if not is_whole:
            problems.append(Problem("NOT_A_NUMBER", f"needs.{index}.level"))
        made.append(Need(row["concept"], int(level) if is_whole else 1, bool(row["required"])))
    return tuple(made)


def _measures(
    rows: Sequence[Mapping[str, Any]], before: Challenge, problems: list[Problem]
) -> tuple[Measure, ...]:
    made = []
    for index, row in enumerate(rows):
        kept = before.measures[index].name if index < len(before.measures) else {}
        name = {tag: words for tag, words in kept.items() if tag not in TAGS}
        name |= {tag: row[f"name.{tag}"] for tag in TAGS if row[f"name.{tag}"]}
        figures = [_figure(row, index, column, problems) for column in ("baseline", "target")]
        made.append(Measure(name, figures[0], figures[1], row["unit"]))
    return tuple(made)


def _figure(row: Mapping[str, Any], index: int, column: str, problems: list[Problem]) -> float | None:
    written = row[column].replace(",", "")
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        problems.append(Problem("NOT_A_NUMBER", f"measures.{index}.{column}"))
        return None
