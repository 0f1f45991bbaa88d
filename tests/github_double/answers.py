"""The bodies of GitHub's REST answers, made from a recording; what was not recorded is left out."""

import base64
import hashlib
import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson

from tests.github_double.recording import Recording, blob_sha
from tests.github_double.threads import Thread

Body = Mapping[str, Any] | Sequence[Any]

# Sent where the recording knows them; GitHub itself always sends a value.
_KNOWN_OR_ABSENT = (
    "description",
    "fork",
    "topics",
    "stargazers_count",
    "open_issues_count",
    "license",
    "parent",
)

# Where GitHub's community profile looks for each file.
_COMMUNITY_FILES = {
    "code_of_conduct": "code_of_conduct",
    "contributing": "contributing",
    "license": "license",
    "readme": "readme",
}
_LICENCE_STEMS = ("license", "licence", "copying", "unlicense")


def repository(recording: Recording, base_url: str) -> Body:
    owner, name = recording.full_name.split("/")
    api = f"{base_url}/repos/{recording.full_name}"
    body = {
        "id": recording.repo["id"],
        "name": name,
        "full_name": recording.full_name,
        "private": bool(recording.repo.get("private", False)),
        "owner": account(owner, "Organization"),
        "html_url": f"https://github.com/{recording.full_name}",
        "url": api,
        "default_branch": recording.repo["default_branch"],
        "created_at": utc(recording.repo["created_at"]),
        "updated_at": utc(recording.repo["pushed_at"]),
        "pushed_at": utc(recording.repo["pushed_at"]),
        "archived": recording.repo["archived"],
        "disabled": False,
        "visibility": "public",
    }
    return body | {key: recording.repo[key] for key in _KNOWN_OR_ABSENT if key in recording.repo}


def account(login: str, kind: str) -> dict[str, Any]:
    return {"login": login, "id": account_number(login), "type": kind, "site_admin": False}


def account_number(login: str) -> int:
    """Number an account: the same login has the same number in every answer."""
    return int(hashlib.sha256(login.encode()).hexdigest()[:8], 16)


def issues(threads: Sequence[Thread]) -> Sequence[Mapping[str, Any]]:
    """List issues and change requests, those first where something happened last."""
    return [
        {"number": each.iid, "updated_at": utc(each.changed.isoformat())}
        for each in sorted(threads, key=lambda each: each.changed, reverse=True)
    ]


def commit(recorded: Mapping[str, Any], recording: Recording, base_url: str) -> Body:
    login = str(recorded["login"])
    person = account(login, str(recorded["type"]))
    email = f"{person['id']}+{login}@users.noreply.github.com"
    return {
        "sha": recorded["sha"],
        "url": f"{base_url}/repos/{recording.full_name}/commits/{recorded['sha']}",
        "commit": {
            "author": {"name": login, "email": email, "date": utc(recorded["authored"])},
            "committer": {"name": login, "email": email, "date": utc(recorded["committed"])},
            "message": recorded.get("message", ""),
        },
        "author": person,
        "committer": person,
        "parents": [{"sha": sha} for sha in recorded["parents"]],
    }


def tag(recorded: Mapping[str, Any], recording: Recording, base_url: str) -> Body:
    url = f"{base_url}/repos/{recording.full_name}/commits/{recorded['sha']}"
    return {"name": recorded["name"], "commit": {"sha": recorded["sha"], "url": url}}


def tree(recording: Recording, base_url: str, *, recursive: bool) -> Body:
    blobs = [
        {
            "path": blob["path"],
            "mode": "100644",
            "type": "blob",
            "sha": blob["sha"],
            "size": blob["size"],
            "url": f"{base_url}/repos/{recording.full_name}/git/blobs/{blob['sha']}",
        }
        for blob in recording.tree
    ]
    folders = sorted({folder for blob in recording.tree for folder in _parents(str(blob["path"]))})
    entries = [
        {"path": folder, "mode": "040000", "type": "tree", "sha": _folder_sha(recording, folder)}
        for folder in folders
    ] + blobs
    kept = entries if recursive else [entry for entry in entries if "/" not in str(entry["path"])]
    return {
        "sha": _folder_sha(recording, ""),
        "tree": sorted(kept, key=lambda entry: str(entry["path"])),
        "truncated": False,
    }


def file_contents(recording: Recording, path: str, base_url: str) -> Body:
    content = recording.files[path]
    lines = textwrap.wrap(base64.b64encode(content).decode(), 60)  # GitHub breaks lines after 60 characters
    return {
        "type": "file",
        "encoding": "base64",
        "size": len(content),
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "content": "\n".join(lines) + "\n",
        "sha": blob_sha(content),
        "url": f"{base_url}/repos/{recording.full_name}/contents/{path}",
    }


def folder_contents(recording: Recording, folder: str) -> Body | None:
    """List a folder as the contents endpoint does, or None where there is no such folder."""
    prefix = f"{folder}/" if folder else ""
    below = [blob for blob in recording.tree if str(blob["path"]).startswith(prefix)]
    if not below:
        return None
    entries: dict[str, Mapping[str, Any]] = {}
    for blob in below:
        name, slash, _ = str(blob["path"])[len(prefix) :].partition("/")
        path = prefix + name
        entries[name] = {
            "type": "dir" if slash else "file",
            "name": name,
            "path": path,
            "size": 0 if slash else blob["size"],
            "sha": _folder_sha(recording, path) if slash else blob["sha"],
        }
    return [entries[name] for name in sorted(entries)]


def licence(recording: Recording, base_url: str) -> Body | None:
    """Answer the licence endpoint: the first recorded licence file, and what the forge is known to detect."""
    for path in sorted(recording.files):
        if "/" not in path and path.casefold().split(".")[0] in _LICENCE_STEMS:
            contents = file_contents(recording, path, base_url)
            return {**dict(contents), "license": recording.repo.get("license")}
    return None


def community_profile(recording: Recording) -> Body:
    """Say which community files there are; the health percentage is GitHub's own and unknown here."""
    present = {
        str(blob["path"]).casefold().removeprefix(".github/").removeprefix("docs/").split(".")[0]: blob[
            "path"
        ]
        for blob in recording.tree
    }
    files: dict[str, Any] = {}
    for key, stem in _COMMUNITY_FILES.items():
        path = present.get(stem)
        url = f"https://github.com/{recording.full_name}/blob/{recording.repo['default_branch']}/{path}"
        files[key] = {"html_url": url} if path else None
    return {"files": files}


def etag_of(body: bytes) -> str:
    return f'W/"{hashlib.sha256(body).hexdigest()}"'


def encoded(body: Body) -> bytes:
    return orjson.dumps(body)


@lru_cache(maxsize=100_000)
def utc(stamp: str) -> str:
    """Write a moment as GitHub does, in UTC with a `Z`."""
    return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _folder_sha(recording: Recording, folder: str) -> str:
    """Stand in for git's tree id: it changes with what is below the folder, as git's does."""
    prefix = f"{folder}/" if folder else ""
    below = [
        f"{blob['path']} {blob['sha']}" for blob in recording.tree if str(blob["path"]).startswith(prefix)
    ]
    return hashlib.sha1("\n".join(below).encode(), usedforsecurity=False).hexdigest()
