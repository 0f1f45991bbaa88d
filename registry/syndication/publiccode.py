"""A software's publiccode.yml as the catalogue knows it, for catalogues that take it over.

It is written anew from what is stored, so contacts of maintainers, which the catalogue does not keep, are not in it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import yaml

VERSION: Final = (
    "0.5"  # the newest that all fields below are part of, and that the importers of other catalogues read
)


def publiccode_yml(row: Mapping[str, Any]) -> str:
    """Write the file of an entry from its row: keys in the standard's order, what is unknown left out.

    Args:
        row: the columns of `registry.software.columns.METADATA`, with `url`, `depends_on` and `technologies`.
    """
    document = {
        "publiccodeYmlVersion": VERSION,
        "name": row["name"],
        "url": row["url"],
        "landingURL": row["landing_url"],
        "isBasedOn": row["based_on"],
        "softwareVersion": row["software_version"],
        "releaseDate": row["release_date"],
        "platforms": row["platforms"],
        "categories": row["categories"],
        "usedBy": row["used_by"],
        "developmentStatus": row["development_status"],
        "softwareType": row["software_type"],
        "intendedAudience": {"scope": row["scopes"]},
        "description": _descriptions(row),
        "legal": {
            "license": row["declared_licence"],
            "mainCopyrightOwner": row["main_copyright_owner"],
            "repoOwner": row["repository_owner"],
        },
        "maintenance": {"type": row["maintenance_type"]},
        "localisation": {
            "localisationReady": row["localisation_ready"],
            "availableLanguages": row["languages"],
        },
        "dependsOn": {
            kind: [_dependency(each) for each in listed] for kind, listed in row["depends_on"].items()
        },
    }
    return yaml.safe_dump(_known(document), allow_unicode=True, sort_keys=False, width=120)


def _descriptions(row: Mapping[str, Any]) -> dict[str, Any]:
    columns = {
        "localisedName": "localised_name",
        "shortDescription": "short_description",
        "longDescription": "long_description",
        "features": "features",
    }
    tags = dict.fromkeys(tag for column in columns.values() for tag in row[column])
    return {tag: {key: row[column].get(tag) for key, column in columns.items()} for tag in tags}


def _dependency(each: Mapping[str, Any]) -> dict[str, Any]:
    names = {"name": "name", "version": "version", "version_min": "versionMin", "version_max": "versionMax"}
    said = {key: each[column] for column, key in names.items()}
    return {**said, "optional": True} if each["optional"] else said


def _known(value: Any) -> Any:
    """Leave out what is not there: nothing, empty texts, lists and sections."""
    if isinstance(value, Mapping):
        found = {key: _known(each) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is False or each}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
