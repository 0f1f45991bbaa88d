"""Whether two contestants gave the same answer: what is the same in other words is evened out first."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson

OWN_WORDS = {"endCursor", "startCursor"}  # everybody's cursors are their own
UPPER = {"softwareType", "developmentStatus", "maintenanceType"}  # stored as publiccode.yml writes them
TIME = re.compile(r"\d{4}-\d\d-\d\dT")


def told(body: bytes) -> Any:
    """The data of a GraphQL answer, evened out.

    Raises:
        ValueError: it has errors.
    """
    answer = orjson.loads(body)
    if answer.get("errors"):
        raise ValueError(answer["errors"])
    return even(answer["data"])


def even(value: Any) -> Any:
    """The same answer with its keys in order, and in the words of none of the contestants."""
    if isinstance(value, list):
        return [even(item) for item in value]
    if not isinstance(value, dict):
        return _time(value) if isinstance(value, str) else value
    return {
        key: EVENED.get(key, even)(value[key])
        for key in sorted(value)
        if key not in OWN_WORDS and value[key] is not None
    } | _published(value)


def difference(one: Any, other: Any, path: str = "") -> str | None:
    """Where two answers differ first; None when they do not."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            if found := difference(one.get(key), other.get(key), f"{path}.{key}"):
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            if found := difference(left, right, f"{path}.{place}"):
                return found
        return None
    return None if one == other else f"{path}: {one!r} and {other!r}"


def _published(value: Mapping[str, Any]) -> dict[str, Any]:
    """PostGraphile counts the published challenges of a round as a connection."""
    return {"challengeCount": value["published"]["totalCount"]} if "published" in value else {}


def _time(text: str) -> str:
    return datetime.fromisoformat(text).isoformat() if TIME.match(text) else text


def _upper(value: Any) -> Any:
    return value.upper().replace("/", "_") if isinstance(value, str) else value


def _features(value: Any) -> Any:
    """A list of language and features is the stored map from language to features."""
    return (
        {one["language"]: one["features"] for one in value}
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
    )


def _nothing(_: Any) -> None:
    return None


def _count(value: Any) -> int:
    return int(value)  # PostGraphile writes bigint as text


EVENED: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(UPPER, _upper),
    "features": _features,
    "published": _nothing,
    "applicationCount": _count,
}
