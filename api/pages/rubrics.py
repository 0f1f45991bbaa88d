"""The lines of a round's rubric in a form: what reviewers score, how much it counts, and what single points mean."""

import re
from collections.abc import Mapping, Sequence

from litestar.datastructures import FormMultiDict

from api.pages import forms
from api.pages.drafts import TAGS
from matching.programmes.model import HIGHEST_SCORE, Anchor, RubricCriterion
from registry.slugs import slug, variants
from store.refusal import Problem

POINTS = range(HIGHEST_SCORE + 1)
BLANK_LINES = 2  # saving brings as many again
NAMES = tuple(f"name.{tag}" for tag in TAGS)
ANCHORS = tuple(f"anchors.{points}.{tag}" for points in POINTS for tag in TAGS)
COLUMNS = ("id", *NAMES, "weight", *ANCHORS)


def values(rubric: Sequence[RubricCriterion]) -> list[Mapping[str, str]]:
    """What the form shows of each line."""
    return [
        dict.fromkeys(COLUMNS, "")
        | {"id": each.id, "weight": f"{each.weight:g}"}
        | {f"name.{tag}": text for tag, text in each.name.items()}
        | {
            f"anchors.{anchor.points}.{tag}": text
            for anchor in each.anchors
            for tag, text in anchor.text.items()
        }
        for each in rubric
    ]


def blank() -> list[Mapping[str, str]]:
    """Empty lines for what comes in addition."""
    return [dict.fromkeys(COLUMNS, "") for _ in range(BLANK_LINES)]


def sent(form: FormMultiDict) -> list[Mapping[str, str]]:
    """The lines that were sent; one that is there already and has lost its names is taken out."""
    return [
        row
        for row in forms.rows(form, "rubric", COLUMNS, "")
        if any(row[name] for name in (NAMES if row["id"] else (*NAMES, *ANCHORS)))
    ]


def written(
    lines: Sequence[Mapping[str, str]], before: Sequence[RubricCriterion], problems: list[Problem]
) -> tuple[RubricCriterion, ...]:
    """The rubric that the lines make; what the form does not ask for stays, and a new line's id comes of its name."""
    known = {each.id: each for each in before}
    taken = {row["id"] for row in lines}
    rubric = []
    for index, row in enumerate(lines):
        old = known.get(row["id"])
        name = _texts(row, "name", old.name if old else {})
        key = row["id"] or _free(slug(name.get("en", ""), "line"), taken)
        taken.add(key)
        weight = forms.figure(row["weight"] or "1", f"rubric.{index}.weight", problems)
        meanings = {anchor.points: anchor.text for anchor in old.anchors} if old else {}
        anchors = (Anchor(at, _texts(row, f"anchors.{at}", meanings.get(at, {}))) for at in POINTS)
        rubric.append(RubricCriterion(key, name, weight, tuple(each for each in anchors if each.text)))
    return tuple(rubric)


def place(field: str, rubric: Sequence[RubricCriterion], tag: str) -> str:
    """The control that a problem with the rubric is about."""
    if found := re.fullmatch(r"rubric\.(\d+)\.anchors\.(\d+)", field):
        line, anchor = (int(each) for each in found.groups())
        return f"rubric.{line}.anchors.{rubric[line].anchors[anchor].points}.{tag}"
    if found := re.fullmatch(r"(rubric\.\d+)\.(id|name|anchors)", field):
        return f"{found[1]}.name.{tag}"
    return f"rubric.0.name.{tag}" if field == "rubric" else field


def _texts(row: Mapping[str, str], name: str, before: Mapping[str, str]) -> dict[str, str]:
    """A text in the languages of the form, with those that it does not ask for as they were."""
    asked = {tag: text for tag in TAGS if (text := row[f"{name}.{tag}"])}
    return {tag: text for tag, text in before.items() if tag not in TAGS} | asked


def _free(wanted: str, taken: set[str]) -> str:
    return next(each for each in variants(wanted) if each not in taken)
