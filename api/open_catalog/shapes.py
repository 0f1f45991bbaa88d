"""Our records under the names of the Open Catalog API; pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.syndication.model import Change, Entry, Publisher
from registry.syndication.publiccode import publiccode_yml
from registry.syndication.words import sentence

LONGEST_DESCRIPTION = 255  # characters, as the Open Catalog API has it
LONGEST_MESSAGE = 2048


def software(entry: Entry) -> Mapping[str, Any]:
    """Shape an entry; a list of aliases that has nothing in it is left out, as their schema wants it."""
    shaped = {
        "id": str(entry.id),
        "url": entry.url,
        "publiccodeYml": publiccode_yml(entry.row),
        "active": entry.is_active,
        "createdAt": _written(entry.created_at),
        "updatedAt": _written(entry.updated_at),
    }
    return {**shaped, "aliases": list(entry.aliases)} if entry.aliases else shaped


def publisher(found: Publisher) -> Mapping[str, Any]:
    """Shape a publisher, without the e-mail address that others may show: we keep none."""
    name = found.name.get("en") or next(iter(found.name.values()), found.slug)
    return {
        "id": str(found.id),
        "description": name[:LONGEST_DESCRIPTION],
        "codeHosting": [
            {
                "url": each.url,
                "group": each.is_group,
                "createdAt": _written(each.since),
                "updatedAt": _written(each.since),
            }
            for each in found.hosting
        ],
        "active": True,
        "alternativeId": found.slug,
        "createdAt": _written(found.created_at),
        "updatedAt": _written(found.created_at),
    }


def log(change: Change) -> Mapping[str, Any]:
    """Shape a change; who made it is not told."""
    return {
        "id": str(change.id),
        "message": sentence(change, "en")[:LONGEST_MESSAGE],
        "entity": f"/software/{change.software_id}",
        "createdAt": _written(change.at),
        "updatedAt": _written(change.at),
    }


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
