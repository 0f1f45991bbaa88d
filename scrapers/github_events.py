"""What a webhook of GitHub says about a repository; pure. Names and addresses of people in it are left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from registry.health import files
from scrapers import github_facts as facts


class Told(StrEnum):
    """What happened, as far as the catalogue has to act on it."""

    CHANGED = "CHANGED"  # look again
    LICENCE_CHANGED = "LICENCE_CHANGED"  # look again before others: a verdict rests on it
    DELETED = "DELETED"
    PRIVATE = "PRIVATE"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that GitHub told us.

    Attributes:
        told: what to do about it.
        forge_id: GitHub's number of the repository.
        full_name: its name, for repositories that have not been seen yet; the old one where it was renamed.
    """

    told: Told
    forge_id: int
    full_name: str


#: GitHub, "Webhook events and payloads": events about a repository's content or state that a look would see.
_LOOKED_AT: Final = {
    "release": None,
    "public": None,
    "fork": frozenset[str](),  # the fork is another repository
    "repository": frozenset(
        {"renamed", "transferred", "archived", "unarchived", "publicized", "edited", "deleted", "privatized"}
    ),
    "repository_advisory": frozenset({"published", "reported", "withdrawn"}),
    "security_advisory": None,
}
_ENDS: Final = {"deleted": Told.DELETED, "privatized": Told.PRIVATE}


def read_event(event: str, payload: Mapping[str, Any]) -> Message | None:
    """Read a delivery.

    Args:
        event: the header `X-GitHub-Event`.
        payload: the body.

    Returns:
        What to do; None where there is nothing to do: another event, a branch that is not the default one, or no
        repository in it, as in GitHub's notices about advisories of packages.
    """
    about = facts.section(payload, "repository")
    forge_id, full_name = facts.number(about, "id"), facts.text(about, "full_name")
    if forge_id is None or full_name is None:
        return None
    action = facts.text(payload, "action")
    if event == "push":
        told = _pushed(payload, about)
    elif event in {"create", "delete"}:  # machines make and delete branches all day; nothing is told of those
        told = Told.CHANGED if facts.text(payload, "ref_type") == "tag" else None
    elif event not in _LOOKED_AT:
        told = None
    else:
        wanted = _LOOKED_AT[event]
        is_wanted = wanted is None or action in wanted
        told = Told.CHANGED if is_wanted else None
        if event == "repository" and action in _ENDS:
            told = _ENDS[str(action)]
    return None if told is None else Message(told, forge_id, _old_name(event, action, payload, full_name))


def _pushed(payload: Mapping[str, Any], about: Mapping[str, Any]) -> Told | None:
    """Judge a push: branches other than the default one hold nothing that the catalogue tells of; tags do."""
    ref, branch = facts.text(payload, "ref") or "", facts.text(about, "default_branch")
    if not ref.startswith("refs/tags/") and ref != f"refs/heads/{branch}":
        return None
    touched = {
        path
        for commit in facts.entries(payload.get("commits"))
        for kind in ("added", "modified", "removed")
        for path in commit.get(kind) or ()
        if isinstance(path, str)
    }
    return Told.LICENCE_CHANGED if files.licence_files(sorted(touched)) else Told.CHANGED


def _old_name(event: str, action: str | None, payload: Mapping[str, Any], full_name: str) -> str:
    if event != "repository" or action not in {"renamed", "transferred"}:
        return full_name
    changes = facts.section(payload, "changes")
    owner, name = full_name.split("/", 1) if "/" in full_name else ("", full_name)
    old_name = facts.text(facts.section(facts.section(changes, "repository"), "name"), "from") or name
    before = facts.section(facts.section(changes, "owner"), "from")
    old_owner = (
        facts.text(facts.section(before, "user"), "login")
        or facts.text(facts.section(before, "organization"), "login")
        or owner
    )
    return f"{old_owner}/{old_name}"
