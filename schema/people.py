"""Organisations, people and what they may do."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.credits.view import OF_PERSON as CREDITS_OF_PERSON
from matching.steps.view import OF_PERSON as STEPS_OF_PERSON
from registry.people import repository, service, view
from registry.people.model import NewOrganisation
from registry.people.model import Organisation as OrganisationModel
from registry.people.model import OrganisationKind as OrganisationKindModel
from registry.sessions import service as sessions
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.scalars import URL, LanguageTag, LocalizedText
from schema.steps import NextStep
from schema.writes import DonePayload, Payload, optional, write
from store.actor import Actor
from store.actor import Role as RoleModel
from store.database import Connection as Transaction
from store.refusal import Problem, Refused

if TYPE_CHECKING:
    from schema.challenges import Challenge
    from schema.coaching import Coaching
    from schema.consents import Consent
    from schema.crawls import CrawlFinding
    from schema.credentials import Credential
    from schema.credits import Credit
    from schema.profiles import Profile
    from schema.saved_searches import SavedSearch
    from schema.sessions import Session
    from schema.software import Software
    from schema.teams import Membership
    from schema.tokens import ApiToken
    from schema.usage import Usage
    from schema.watches import Watch

strawberry.enum(
    OrganisationKindModel, name="OrganisationKind", description="What sort of body an organisation is."
)
OrganisationKind: TypeAlias = OrganisationKindModel
strawberry.enum(RoleModel, name="Role", description="What a person has been granted.")
Role: TypeAlias = RoleModel


@reads(view.ORGANISATIONS)
@strawberry.type(
    description="A body that posts challenges, publishes software, uses it, or several of these: one record for all."
)
class Organisation(Node):
    """An organisation, whatever roles it has."""

    slug: str = column("Its name in addresses of pages.")
    name: LocalizedText = column("Its name by language.")
    kind: OrganisationKind = column("What sort of body it is.")
    country: str | None = column("ISO 3166-1 alpha-2 code of its country.")
    place: str | None = column("ISO 3166-2 code of the county or city it governs or sits in.")
    homepage: URL | None = column("Its web site.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was registered here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    software_count: int = column("How many software it publishes.")
    challenge_count: int = column("How many of its challenges were published.")
    software: Connection[Annotated["Software", strawberry.lazy("schema.software")]] = many(
        "publisher", "What it publishes.", order="NAME"
    )
    challenges: Connection[Annotated["Challenge", strawberry.lazy("schema.challenges")]] = many(
        "owner", "The challenges it posted, newest first.", order="NEWEST"
    )
    usages: Connection[Annotated["Usage", strawberry.lazy("schema.usage")]] = many(
        "agency", "The software it says it uses.", order="NEWEST"
    )
    crawl_findings: Connection[Annotated["CrawlFinding", strawberry.lazy("schema.crawls")]] = many(
        "organisation", "What became of each repository of its accounts at forges, by address.", order="URL"
    )


@strawberry.enum(description="In which order organisations are listed.")
class OrganisationOrder(StrEnum):
    """Orders of the read view."""

    NAME = "NAME"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Which organisations: any value of a field will do, and all fields must agree.")
class OrganisationFilter:
    """Filters of the read view."""

    publishes_software: bool | None = strawberry.field(
        default=None, description="Whether they publish software."
    )
    kind: list[OrganisationKind] | None = strawberry.field(default=None, description="What sort of body.")
    place: list[str] | None = strawberry.field(
        default=None, description="ISO 3166-2 codes of where they are."
    )


@reads(view.GRANTS)
@strawberry.type(description="A role that a person has, for an organisation or for all.")
class RoleGrant(Node):
    """What a person may do."""

    name: str = column("Who may do it.")
    role: Role = column("What they may do.")
    granted_at: datetime = column("Since when.")
    organisation: Organisation | None = one("organisation", "For whom; null for officers and reviewers.")


@strawberry.enum(description="In which order roles are listed.")
class RoleGrantOrder(StrEnum):
    """Orders of the read view."""

    OLDEST = "OLDEST"
    NEWEST = "NEWEST"


@strawberry.input(description="Which roles.")
class RoleGrantFilter:
    """Filters of the read view."""

    role: list[Role] | None = strawberry.field(default=None, description="Any of these.")


#: A person's row; what waits for them and what they have comes from matching, which the registry does not know.
_PEOPLE = replace(view.PEOPLE, columns={**view.PEOPLE.columns, **STEPS_OF_PERSON, **CREDITS_OF_PERSON})


@reads(_PEOPLE)
@strawberry.type(description="The person who is signed in; officers find others by id.")
class Viewer(Node):
    """Oneself, for everybody who is no officer."""

    name: str = column("How they are called here.")
    language: LanguageTag = column("The language they read.")
    is_example: bool = column("Whether this is one of the demo's invented people.")
    roles: list[Role] = column("Everything they have been granted.")
    next_steps: list[NextStep] | None = column(
        "What waits for you, soonest first; for oneself, null for others."
    )
    credit_balance: int | None = column("Credits that you have: one an hour of help; null for others.")
    grants: Connection[RoleGrant] = many("person", "Their roles, with the organisation each is for.")
    coachings: Connection[Annotated["Coaching", strawberry.lazy("schema.coaching")]] = many(
        "person", "Whom you coach."
    )
    teams: Connection[Annotated["Membership", strawberry.lazy("schema.teams")]] = many(
        "person", "The teams they are in."
    )
    profile: Annotated["Profile", strawberry.lazy("schema.profiles")] | None = one(
        "person", "What they say of themselves to find a role, as far as you may see.", theirs=True
    )
    sessions: Connection[Annotated["Session", strawberry.lazy("schema.sessions")]] = many(
        "person", "Where they are signed in, newest first; one's own only.", order="NEWEST"
    )
    watches: Connection[Annotated["Watch", strawberry.lazy("schema.watches")]] = many(
        "person", "The software that they are told of when it gets worse; one's own only.", order="NEWEST"
    )
    saved_searches: Connection[Annotated["SavedSearch", strawberry.lazy("schema.saved_searches")]] = many(
        "person", "The searches whose new entries they are told of; one's own only.", order="NEWEST"
    )
    credentials: Connection[Annotated["Credential", strawberry.lazy("schema.credentials")]] = many(
        "person", "What they may show of what their teams delivered; one's own only.", order="NEWEST"
    )
    credits: Connection[Annotated["Credit", strawberry.lazy("schema.credits")]] = many(
        "person",
        "Hours that they helped, were helped or may confirm, newest first, as far as you may see.",
        order="NEWEST",
    )
    consents: Connection[Annotated["Consent", strawberry.lazy("schema.consents")]] = many(
        "person", "What they agreed to, newest first; one's own only.", order="NEWEST"
    )
    tokens: Connection[Annotated["ApiToken", strawberry.lazy("schema.tokens")]] = many(
        "person", "Their tokens for programs, newest first; one's own only.", order="NEWEST"
    )


@strawberry.input(description="A body to be registered.")
class OrganisationInput:
    """Fields of the form."""

    name: LocalizedText = strawberry.field(description="Its name by language.")
    kind: OrganisationKind = strawberry.field(description="What sort of body it is.")
    country: str | None = strawberry.field(
        default=None, description="ISO 3166-1 alpha-2 code of its country."
    )
    place: str | None = strawberry.field(default=None, description="ISO 3166-2 code of its county or city.")
    homepage: URL | None = strawberry.field(default=None, description="Its web site.")


@strawberry.input(description="What is said of an organisation; what is left out stays as it is.")
class OrganisationEdit:
    """Fields of the form."""

    name: LocalizedText | None = optional("Its name by language.")
    kind: OrganisationKind | None = optional("What sort of body it is.")
    country: str | None = optional("ISO 3166-1 alpha-2 code of its country; null takes it away.")
    place: str | None = optional("ISO 3166-2 code of its county or city; null takes it away.")
    homepage: URL | None = optional("Its web site; null takes it away.")

    def changed(self, known: OrganisationModel) -> NewOrganisation:
        """What is known of an organisation, with what this touches replaced."""
        return NewOrganisation(
            name=(self.name or {}) if self.name is not strawberry.UNSET else known.name,
            kind=self.kind or known.kind,
            country=self.country if self.country is not strawberry.UNSET else known.country,
            place=self.place if self.place is not strawberry.UNSET else known.place,
            homepage=self.homepage if self.homepage is not strawberry.UNSET else known.homepage,
        )


@strawberry.type(description="An organisation that was written, or why not.")
class OrganisationPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The organisation; null when nothing was written.")
    async def organisation(self, info: Info[Context, None]) -> Organisation | None:
        """The row."""
        return cast("Organisation | None", await planned_row(info, "Organisation", self.row))


@strawberry.type(description="An invitation, or why there is none.")
class InvitationPayload(Payload):
    """Outcome of an invitation."""

    token: str | None = column("Shown once: whoever has it may accept the invitation, within seven days.")


@strawberry.type(description="A session, or why there is none.")
class SessionPayload(Payload):
    """Outcome of signing in."""

    token: str | None = column("Shown once: send it as `Authorization: Bearer`, for twelve hours.")


@strawberry.type(description="Yourself as you are kept now, or why nothing was changed.")
class ViewerPayload(Payload):
    """Outcome of a correction."""

    @strawberry.field(description="Yourself; null when nothing was changed.")
    async def viewer(self, info: Info[Context, None]) -> Viewer | None:
        """The row."""
        return cast("Viewer | None", await planned_row(info, "Viewer", self.row))


@strawberry.type
class PeopleMutations:
    """How people and organisations get in, and people out."""

    @strawberry.mutation(description="Correct your own name and the language that you are written to in.")
    async def correct_viewer(self, info: Info[Context, None], name: str, language: str) -> ViewerPayload:
        """Correct."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.correct(tx, actor, name, language)).id

        return await write(info, ViewerPayload, work)

    @strawberry.mutation(
        description=(
            "Delete yourself for good, with your sessions, tokens, roles and memberships. What you wrote for others"
            " stays without your name. Only in a session, not with a token."
        )
    )
    async def delete_viewer(self, info: Info[Context, None]) -> DonePayload:
        """Delete."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.leave(tx, actor)

        return await write(info, DonePayload, work)

    @strawberry.mutation(description="Register an organisation; officers only.")
    async def register_organisation(
        self, info: Info[Context, None], input: OrganisationInput
    ) -> OrganisationPayload:
        """Register."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            new = NewOrganisation(input.name, input.kind, input.country, input.place, input.homepage)
            return (await service.register_organisation(tx, actor, new)).id

        return await write(info, OrganisationPayload, work)

    @strawberry.mutation(
        description="Change what is said of an organisation; for those who speak for it, and officers."
    )
    async def edit_organisation(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, input: OrganisationEdit
    ) -> OrganisationPayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Organisation")
            known = await repository.find_organisation(tx, row)
            if known is None:
                raise Refused(Problem("UNKNOWN_ORGANISATION", "id"))
            changed = input.changed(known)
            return (await service.change_organisation(tx, actor, row, changed, expected_version)).id

        return await write(info, OrganisationPayload, work)

    @strawberry.mutation(description="Take a role back; officers only. What was done with it stands.")
    async def revoke_role(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """Revoke."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.revoke(tx, actor, row_id(id, "RoleGrant"))

        return await write(info, DonePayload, work)

    @strawberry.mutation(
        description="Invite somebody; officers only. Without a role they can sign in, and register a team. "
        "The token is shown once."
    )
    async def invite(
        self,
        info: Info[Context, None],
        email: str,
        role: Role | None = None,
        organisation_id: strawberry.ID | None = None,
    ) -> InvitationPayload:
        """Invite."""
        tokens: list[str] = []

        async def work(tx: Transaction, actor: Actor) -> None:
            organisation = row_id(organisation_id, "Organisation") if organisation_id else None
            tokens.append(await service.invite(tx, actor, email, role, organisation))

        payload = await write(info, InvitationPayload, work, token=None)
        payload.token = None if payload.user_errors else tokens[0]
        return payload

    @strawberry.mutation(description="Accept an invitation, and be signed in.")
    async def accept_invitation(
        self, info: Info[Context, None], token: str, name: str, language: LanguageTag
    ) -> SessionPayload:
        """Accept."""

        async def sign_in(tx: Transaction) -> str:
            person = await service.accept_invitation(tx, token, name, language)
            return await sessions.sign_in(tx, person.id, instead_of=info.context.token)

        return await _session(info, sign_in)

    @strawberry.mutation(description="Be one of the demo's invented people; only while the demo is loaded.")
    async def sign_in_as_example(self, info: Info[Context, None], email: str) -> SessionPayload:
        """Sign in."""

        async def sign_in(tx: Transaction) -> str:
            await info.context.demo_gate(tx)
            people = await service.example_people(tx)
            person = next((each for each in people if each.email == email.strip().lower()), None)
            if person is None:
                raise Refused(Problem("NOT_AN_EXAMPLE", "email"))
            return await sessions.sign_in_example(tx, person.id, instead_of=info.context.token)

        return await _session(info, sign_in)


async def _session(
    info: Info[Context, None], sign_in: Callable[[Transaction], Awaitable[str]]
) -> SessionPayload:
    tokens: list[str] = []

    async def work(tx: Transaction, _actor: Actor) -> None:
        tokens.append(await sign_in(tx))

    payload = await write(info, SessionPayload, work, token=None)
    payload.token = None if payload.user_errors else tokens[0]
    return payload
