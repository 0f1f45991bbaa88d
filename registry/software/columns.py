"""Which column holds what of an entry, there and back; the statements are the repository's."""

from collections.abc import Mapping
from typing import Any

from registry.health import HealthBand
from registry.licences import Verdict, verdict_as_json, verdict_from_json
from registry.publiccode import Dependency, DependencyKind, PublicCode
from registry.software.model import Software, reliable_licence, technologies
from registry.texts import storable

#: Column of each metadata field, in the order of the statements below.
METADATA: Mapping[str, str] = {
    "name": "name",
    "landing_url": "landing_url",
    "names": "localised_name",
    "short_descriptions": "short_description",
    "long_descriptions": "long_description",
    "features": "features",
    "categories": "categories",
    "scopes": "scopes",
    "platforms": "platforms",
    "languages": "languages",
    "localisation_ready": "localisation_ready",
    "software_type": "software_type",
    "development_status": "development_status",
    "software_version": "software_version",
    "release_date": "release_date",
    "is_based_on": "based_on",
    "used_by": "used_by",
    "accessibility": "accessibility",
    "maintenance_type": "maintenance_type",
    "contract_until": "contract_until",
    "main_copyright_owner": "main_copyright_owner",
    "repo_owner": "repository_owner",
    "licence": "declared_licence",
}


def content(metadata: PublicCode, verdict: Verdict) -> dict[str, Any]:
    """Give column and value of everything that metadata and verdict fill."""
    values = {column: _stored(getattr(metadata, name)) for name, column in METADATA.items()}
    return {
        **values,
        "depends_on": _dependencies(metadata),
        "technologies": storable(technologies(metadata)),
        "licence": reliable_licence(verdict),
        "licence_suggestion": verdict.suggestion,
        "verdict": verdict.kind,
        "verdict_detail": storable(verdict_as_json(verdict)),
    }


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {tag: _stored(each) for tag, each in value.items()}
    return storable(value)


def _dependencies(metadata: PublicCode) -> dict[str, list[dict[str, Any]]]:
    listed: dict[str, list[dict[str, Any]]] = {}
    for each in metadata.depends_on:
        listed.setdefault(each.kind.value, []).append(
            storable(
                {
                    "name": each.name,
                    "version": each.version,
                    "version_min": each.version_min,
                    "version_max": each.version_max,
                    "optional": each.optional,
                }
            )
        )
    return listed


def software(row: Mapping[str, Any]) -> Software:
    """Read an entry from its row."""
    return Software(
        id=row["id"],
        slug=row["slug"],
        url=row["url"],
        publisher_id=row["publisher_id"],
        metadata=_metadata(row),
        technologies=tuple(row["technologies"]),
        licence=row["licence"],
        verdict=verdict_from_json(row["verdict_detail"]),
        findings=tuple(row["findings"]),
        publiccode_version=row["publiccode_version"],
        publiccode_valid=row["publiccode_valid"],
        health_score=row["health_score"],
        health_band=HealthBand(row["health_band"]),
        health_coverage=row["health_coverage"],
        observed_at=row["observed_at"],
        source=row["source"],
        is_example=row["is_example"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        version=row["version"],
    )


def _metadata(row: Mapping[str, Any]) -> PublicCode:
    values: dict[str, Any] = {
        name: tuple(row[column]) if isinstance(row[column], list) else row[column]
        for name, column in METADATA.items()
    }
    values["features"] = {tag: tuple(texts) for tag, texts in row["features"].items()}
    values["depends_on"] = tuple(
        Dependency(DependencyKind(kind), **each)
        for kind, listed in row["depends_on"].items()
        for each in listed
    )
    known = {each.name for each in values["depends_on"]}
    values["tech_stacks"] = tuple(each for each in row["technologies"] if each not in known)
    return PublicCode(url=row["url"], **values)
