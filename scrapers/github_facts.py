"""From GitHub's JSON to facts; whatever is not shaped as documented becomes unknown, never an error."""

import base64
import binascii
import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from registry.health import AdvisoryFact, CommitFact, ReleaseFact, is_bot, pseudonym
from registry.health.identity import person_key

FORGE: Final = "github"


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag as the list gives it: without a date."""

    name: str
    sha: str | None


def text(data: Mapping[str, Any], key: str) -> str | None:
    """Read a text; None where it is absent or something else."""
    value = data.get(key)
    return value if isinstance(value, str) else None


def number(data: Mapping[str, Any], key: str) -> int | None:
    """Read a whole number; None where it is absent or something else."""
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def truth(data: Mapping[str, Any], key: str) -> bool | None:
    """Read a yes or no; None where it is absent or something else."""
    value = data.get(key)
    return value if isinstance(value, bool) else None


def moment(data: Mapping[str, Any], key: str) -> datetime | None:
    """Read a time in UTC; None where it is absent or not a time."""
    written = text(data, key)
    try:
        read = None if written is None else datetime.fromisoformat(written)
        return None if read is None or read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def section(data: Any, key: str) -> Mapping[str, Any]:
    """Read a nested object; empty where it is absent or something else."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def entries(data: Any) -> Iterable[Mapping[str, Any]]:
    """Go through the objects of a list; anything else is passed over."""
    return (each for each in data if isinstance(each, dict)) if isinstance(data, list) else ()


def repository(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a repository what an observation holds; what was not sent is left out, never zero."""
    topics = data.get("topics")
    kept: dict[str, Any] = {
        "id": number(data, "id"),
        "full_name": text(data, "full_name"),
        "created_at": text(data, "created_at"),
        "pushed_at": text(data, "pushed_at"),
        "default_branch": text(data, "default_branch"),
        "archived": truth(data, "archived"),
        "fork": truth(data, "fork"),
        "parent": text(section(data, "parent"), "full_name"),
        "root": text(section(data, "source"), "full_name"),
        "description": text(data, "description"),
        "topics": [each for each in topics if isinstance(each, str)] if isinstance(topics, list) else [],
    }
    for name, key in (("stars", "stargazers_count"), ("open_issues", "open_issues_count")):
        if number(data, key) is not None:
            kept[name] = number(data, key)
    if "license" in data:
        kept["forge_licence"] = licence_of(data)
    return kept


def kept_commit(fact: CommitFact) -> list[Any]:
    """Write a commit so that JSON can hold it; `known_commit` reads it back."""
    authored, committed = fact.authored_at.isoformat(), fact.committed_at.isoformat()
    return [fact.sha, authored, committed, fact.author, fact.is_bot, fact.is_merge]


def known_commit(kept: list[Any]) -> CommitFact:
    """Read what `kept_commit` wrote."""
    sha, authored, committed, author, machine, merge = kept
    return CommitFact(
        sha, datetime.fromisoformat(authored), datetime.fromisoformat(committed), author, machine, merge
    )


def commit(data: Mapping[str, Any]) -> CommitFact | None:
    """Read one commit of a list; None where sha or dates are missing."""
    sha, written = text(data, "sha"), section(data, "commit")
    author = section(written, "author")
    authored_at = moment(author, "date")
    committed_at = moment(section(written, "committer"), "date") or authored_at
    if sha is None or committed_at is None:
        return None
    account = section(data, "author")
    login = text(account, "login") or text(author, "name")
    machine = is_bot(login, text(account, "type"))
    parents = data.get("parents")
    return CommitFact(
        sha=sha,
        authored_at=authored_at or committed_at,
        committed_at=committed_at,
        author=str(login) if machine else pseudonym(FORGE, _identity(account, author)),
        is_bot=machine,
        is_merge=isinstance(parents, list) and len(parents) > 1,
    )


def release(data: Mapping[str, Any]) -> ReleaseFact | None:
    """Read one release; None for drafts and for what has no tag."""
    tag = text(data, "tag_name")
    if tag is None or data.get("draft") is True:
        return None
    listed = data.get("assets")
    names = [text(each, "name") for each in entries(listed)]
    assets = tuple(name for name in names if name is not None) if isinstance(listed, list) else None
    return ReleaseFact(tag, moment(data, "published_at"), data.get("prerelease") is True, assets)


def kept_release(fact: ReleaseFact) -> list[Any]:
    """Write a release so that JSON can hold it; `known_release` reads it back."""
    published = None if fact.published_at is None else fact.published_at.isoformat()
    assets = None if fact.assets is None else list(fact.assets)
    return [fact.tag, published, fact.is_prerelease, assets]


def known_release(kept: list[Any]) -> ReleaseFact:
    """Read what `kept_release` wrote."""
    tag, published, prerelease, assets = kept
    return ReleaseFact(
        tag,
        None if published is None else datetime.fromisoformat(published),
        prerelease,
        None if assets is None else tuple(assets),
    )


def advisory(data: Mapping[str, Any]) -> list[Any] | None:
    """Keep of a security advisory its id, whether it is critical, since when it is out, and whether a fix is.

    None for those withdrawn or without a date. GitHub does not say when a fixed version came out, only which it is:
    advisories are published with their fix as a rule, so the day of publication is taken.
    """
    published = moment(data, "published_at")
    name = text(data, "ghsa_id")
    if name is None or published is None or text(data, "withdrawn_at") is not None:
        return None
    affected = list(entries(data.get("vulnerabilities")))
    is_fixed = bool(affected) and all(text(each, "patched_versions") for each in affected)
    return [name, text(data, "severity") == "critical", published.isoformat(), is_fixed]


def known_advisory(kept: list[Any]) -> AdvisoryFact:
    """Read what `advisory` kept."""
    name, critical, written, is_fixed = kept
    published = datetime.fromisoformat(written)
    return AdvisoryFact(name, critical, published, published if is_fixed else None)


def tag_name(data: Mapping[str, Any]) -> TagName | None:
    """Read one tag of a list."""
    name = text(data, "name")
    return None if name is None else TagName(name, text(section(data, "commit"), "sha"))


def licence_of(data: Mapping[str, Any]) -> str | None:
    """Read the SPDX id that GitHub detected; its `NOASSERTION` means that it could not tell."""
    detected = text(section(data, "license"), "spdx_id")
    return None if detected == "NOASSERTION" else detected


def file_bytes(data: Any) -> bytes | None:
    """Decode the content of a contents answer; None where there is none (GitHub leaves it out above 1 MB)."""
    if not isinstance(data, dict) or data.get("encoding") != "base64":
        return None
    content = text(data, "content")
    try:
        return None if content is None else base64.b64decode(content)
    except (binascii.Error, ValueError):
        return None


def decoded(content: bytes) -> tuple[str, bool]:
    """Read bytes as UTF-8 (or UTF-16 with its mark); the second value says whether nothing was replaced."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8-sig"
    try:
        return content.decode(encoding), True
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace"), False


def _identity(account: Mapping[str, Any], author: Mapping[str, Any]) -> str:
    account_number = number(account, "id")
    if account_number is not None:
        return f"id:{account_number}"
    return person_key(text(author, "email") or "", text(author, "name") or "")
