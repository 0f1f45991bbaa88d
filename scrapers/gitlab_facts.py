"""From GitLab's JSON to facts; whatever is not shaped as documented becomes unknown, never an error."""

from collections.abc import Mapping
from typing import Any, Final

from registry.health import CommitFact, ReleaseFact, is_bot, pseudonym
from registry.health.identity import is_machine_email, person_key
from registry.licences import check
from scrapers.github_facts import entries, moment, number, section, text, truth

FORGE: Final = "gitlab"  # in what stands for people; an observation names the host, whose own its numbers are


def project(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a project what an observation holds; what was not sent is left out, never zero.

    (GitLab, "Projects API", "Retrieve a project".)
    """
    topics = data.get("topics")
    kept: dict[str, Any] = {
        "id": number(data, "id"),
        "full_name": text(data, "path_with_namespace"),
        "created_at": text(data, "created_at"),
        "default_branch": text(data, "default_branch"),
        "description": text(data, "description"),
        "topics": [each for each in topics if isinstance(each, str)] if isinstance(topics, list) else [],
    }
    if "default_branch" not in data:
        kept["is_hidden"] = True  # told to those who may read the code; of an empty project it is null
    is_signed_in = "archived" in data
    if is_signed_in:
        parent = section(data, "forked_from_project")
        kept |= {
            "archived": truth(data, "archived"),
            "fork": bool(parent),
            "parent": text(parent, "path_with_namespace"),
            "is_empty": truth(data, "empty_repo"),
        }
    for name, key in (("stars", "star_count"), ("open_issues", "open_issues_count")):
        if number(data, key) is not None:
            kept[name] = number(data, key)
    if "license" in data:
        kept["forge_licence"] = _licence(text(section(data, "license"), "key"))
    return kept


def _licence(key: str | None) -> str | None:
    """GitLab's keys are SPDX ids in small letters; another one, such as `other`, means that it could not tell."""
    return None if key is None else check(key).normalised


def commit(data: Mapping[str, Any]) -> CommitFact | None:
    """Read one commit of a list; None where sha or dates are missing."""
    sha = text(data, "id")
    authored_at = moment(data, "authored_date")
    committed_at = moment(data, "committed_date") or moment(data, "created_at") or authored_at
    if sha is None or committed_at is None:
        return None
    name, email = text(data, "author_name") or "", text(data, "author_email") or ""
    machine = is_bot(name) or is_machine_email(email)
    parents = data.get("parent_ids")
    return CommitFact(
        sha=sha,
        authored_at=authored_at or committed_at,
        committed_at=committed_at,
        author=name if machine else pseudonym(FORGE, person_key(email, name)),
        is_bot=machine,
        is_merge=isinstance(parents, list) and len(parents) > 1,
    )


def tag(data: Mapping[str, Any]) -> list[str | None] | None:
    """Keep of a tag its name and when it was made: its own date where it is annotated, else its commit's."""
    name = text(data, "name")
    made = moment(data, "created_at") or moment(section(data, "commit"), "committed_date")
    return None if name is None else [name, None if made is None else made.isoformat()]


def release(data: Mapping[str, Any]) -> ReleaseFact | None:
    """Read one release; None for what has no tag, or is only announced."""
    name = text(data, "tag_name")
    if name is None or data.get("upcoming_release") is True:
        return None
    links = section(data, "assets").get("links")
    names = [text(each, "name") for each in entries(links)]
    assets = tuple(each for each in names if each is not None) if isinstance(links, list) else None
    return ReleaseFact(name, moment(data, "released_at"), is_prerelease=False, assets=assets)


def thread(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Keep of an issue or merge request its times and how much is to be read of it; None where a machine opened it."""
    author = section(data, "author")
    opened, iid = moment(data, "created_at"), number(data, "iid")
    if opened is None or iid is None or is_bot(text(author, "username")) or truth(author, "bot"):
        return None
    ended = moment(data, "merged_at") or moment(data, "closed_at")
    ender = section(data, "merge_user") or section(data, "merged_by") or section(data, "closed_by")
    is_other = number(ender, "id") not in {None, number(author, "id")} and not is_bot(text(ender, "username"))
    return {
        "iid": iid,
        "opened": opened.isoformat(),
        "closed": None if ended is None else ended.isoformat(),
        "ended_by_other": is_other,
        "notes": number(data, "user_notes_count") or 0,
        "changed": text(data, "updated_at"),
        "author": pseudonym(FORGE, f"id:{number(author, 'id')}"),
    }


def first_note(data: Any, author: str) -> str | None:
    """Find when a person other than the author first wrote; notes come oldest first."""
    for each in entries(data):
        writer = section(each, "author")
        if truth(each, "system") or is_bot(text(writer, "username")):
            continue
        written = moment(each, "created_at")
        if written is not None and pseudonym(FORGE, f"id:{number(writer, 'id')}") != author:
            return written.isoformat()
    return None
