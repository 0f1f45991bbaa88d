"""The bodies of GitLab's REST answers, made from a recording, with what it tells just anybody left apart."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.github_double.answers import account_number
from tests.github_double.recording import Recording
from tests.github_double.threads import Note, Thread


def project(recording: Recording, *, is_signed_in: bool, with_licence: bool) -> dict[str, Any]:
    repo = recording.repo
    licence = repo.get("license")
    body: dict[str, Any] = {
        "id": repo["id"],
        "path_with_namespace": recording.full_name,
        "description": repo.get("description"),
        "default_branch": repo["default_branch"],
        "created_at": repo["created_at"],
        "last_activity_at": repo["pushed_at"],
        "topics": list(repo.get("topics", ())),
        "star_count": repo.get("stargazers_count", 0),
        "visibility": "private" if repo.get("private") else "public",
    }
    if with_licence:
        body["license"] = None if licence is None else {"key": licence["spdx_id"].lower(), "name": "…"}
    if is_signed_in:
        parent = repo.get("parent")
        body |= {
            "archived": repo["archived"],
            "empty_repo": recording.is_empty,
            "open_issues_count": repo.get("open_issues_count", 0),
        }
        if parent is not None:
            body["forked_from_project"] = {"id": 1, "path_with_namespace": parent["full_name"]}
    return body


def commit(recorded: Mapping[str, Any]) -> dict[str, Any]:
    login = str(recorded["login"])
    return {
        "id": recorded["sha"],
        "parent_ids": list(recorded["parents"]),
        "author_name": login,
        "author_email": f"{login.removesuffix('[bot]')}@example.org",
        "authored_date": recorded["authored"],
        "committer_name": login,
        "committed_date": recorded["committed"],
        "created_at": recorded["committed"],
    }


def tag(recorded: Mapping[str, Any], recording: Recording) -> dict[str, Any]:
    tagged = next((each for each in recording.commits if each["sha"] == recorded["sha"]), None)
    return {
        "name": recorded["name"],
        "target": recorded["sha"],
        "created_at": None,
        "commit": {"id": recorded["sha"]} if tagged is None else commit(tagged),
    }


def release(recorded: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "tag_name": recorded["tag_name"],
        "released_at": recorded["published_at"],
        "upcoming_release": False,
        "assets": {"count": 1, "links": [{"name": "bundle.tar.gz", "url": "https://example.org/bundle"}]},
    }


def user(name: str) -> dict[str, Any]:
    return {"id": account_number(name), "username": name}


def thread(found: Thread) -> dict[str, Any]:
    closer = None if found.closed_by is None else user(found.closed_by)
    body = {
        "iid": found.iid,
        "author": user(found.by),
        "created_at": stamp(found.opened),
        "updated_at": stamp(found.changed),
        "closed_at": stamp(found.closed),
        "closed_by": closer,
        "state": "opened" if found.closed is None else "closed",
        "user_notes_count": sum(not each.is_system for each in found.notes),
    }
    if found.is_change_request and found.closed is not None:
        body |= {"state": "merged", "merged_at": body["closed_at"], "closed_at": None, "merge_user": closer}
    return body


def note(found: Note) -> dict[str, Any]:
    return {"author": user(found.by), "created_at": stamp(found.at), "system": found.is_system, "body": "…"}


def file(recording: Recording, path: str) -> dict[str, Any]:
    content = recording.files[path]
    return {
        "file_path": path,
        "size": len(content),
        "encoding": "base64",
        "content": base64.b64encode(content).decode(),
        "ref": recording.repo["default_branch"],
    }


def stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
