"""Loads organisations, and the invented people who can sign in."""

from collections.abc import Mapping
from uuid import UUID

from demo.records import SYSTEM, Known, people, sections
from registry.people import service
from registry.people.model import NewOrganisation, OrganisationKind
from store.actor import Role
from store.database import Connection

LANGUAGE = "zh-Hant"  # of whoever the files give no other


async def organisations(tx: Connection, _known: Known) -> Mapping[str, UUID]:
    """Register every organisation."""
    ids = {}
    for name, facts in sections("organisations"):
        new = NewOrganisation(
            name=facts["name"],
            kind=OrganisationKind(facts["kind"]),
            country=facts["country"],
            place=facts.get("place"),
            homepage=facts.get("homepage"),
            slug=name,
            is_example=facts.get("is_example", False),
        )
        ids[f"organisation:{name}"] = (await service.register_organisation(tx, SYSTEM, new)).id
    return ids


async def example_people(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """Let every invented person in, with the roles that the files give them."""
    ids = {}
    for name, facts in people().items():
        language = facts.get("language", LANGUAGE)
        person = await service.register_person(
            tx, SYSTEM, facts["email"], facts["name"], language, is_example=True
        )
        for role, *of in facts.get("grants", []):
            organisation_id = known.id("organisation", of[0]) if of else None
            await service.grant(tx, SYSTEM, person.id, Role(role), organisation_id)
        ids[f"person:{name}"] = person.id
    return ids
