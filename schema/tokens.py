"""API tokens and service accounts: how programs get in."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.tokens import model, service, view
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.people import Organisation

strawberry.enum(
    model.Scope,
    name="TokenScope",
    description="What a token may do at most; its holder's own rights are the other bound. READ reads what the holder "
    "sees, as if they were no officer; WRITE changes what they may change; OFFICER adds what they see and do as an "
    "officer.",
)
TokenScope: TypeAlias = model.Scope


@reads(view.TOKENS)
@strawberry.type(description="A token for programs, less the token itself, which is stored nowhere.")
class ApiToken(Node):
    """A token, seen by its holder, or by those who run its service account."""

    name: str = column("What it is for.")
    scopes: list[TokenScope] = column("What it may do at most, least first.")
    created_at: datetime = column("When it was made.")
    expires_at: datetime = column("When it ends by itself.")
    last_used_on: date | None = column("The day it was used last (UTC); null when it never was.")
    revoked_at: datetime | None = column("When it was taken back.")
    is_valid: bool = column("Whether it lets anybody in now.")
    service_account: Annotated["ServiceAccount", strawberry.lazy("schema.tokens")] | None = one(
        "service_account", "Whose it is; null for a person's own."
    )


@reads(view.SERVICE_ACCOUNTS)
@strawberry.type(
    description="What a program acts as; no person stands behind it, and it signs in with tokens only."
)
class ServiceAccount(Node):
    """A service account, seen by officers and by those who act for its organisation."""

    name: str = column("What it is called in the audit trail.")
    created_at: datetime = column("When it was made.")
    disabled_at: datetime | None = column("When it was switched off, with all its tokens.")
    organisation: Annotated["Organisation", strawberry.lazy("schema.people")] | None = one(
        "organisation", "For whom it does what an owner may; null for one of the officers."
    )
    tokens: Connection[ApiToken] = many("service_account", "Its tokens, newest first.", order="NEWEST")


@strawberry.enum(description="In which order service accounts are listed.")
class ServiceAccountOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="A token to be made.")
class TokenInput:
    """Fields of the form."""

    name: str = strawberry.field(description="What it is for, such as `dashboard of the ministry`.")
    days: int = strawberry.field(description="For how many days it is valid: 1 to 365.")
    scopes: list[TokenScope] = strawberry.field(
        default_factory=list, description="What it may do beyond READ, which every token has."
    )
    service_account_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose it is to be; your own when left out."
    )


@strawberry.input(description="A service account to be made.")
class ServiceAccountInput:
    """Fields of the form."""

    name: str = strawberry.field(description="What it is called in the audit trail.")
    organisation_id: strawberry.ID | None = strawberry.field(
        default=None, description="For whom it acts, as an owner does; for the officers when left out."
    )


@strawberry.type(description="A token that was made or taken back, or why not.")
class TokenPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The token; null when nothing was written.")
    async def token(self, info: Info[Context, None]) -> ApiToken | None:
        """The row."""
        return cast("ApiToken | None", await planned_row(info, "ApiToken", self.row))


@strawberry.type(description="A token that was made, with its secret, or why not.")
class NewTokenPayload(TokenPayload):
    """Outcome of making a token."""

    secret: str | None = column("Shown once: send it as `Authorization: Bearer`.")


@strawberry.type(description="A service account that was written, or why not.")
class ServiceAccountPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The service account; null when nothing was written.")
    async def service_account(self, info: Info[Context, None]) -> ServiceAccount | None:
        """The row."""
        return cast("ServiceAccount | None", await planned_row(info, "ServiceAccount", self.row))


@strawberry.type
class TokenMutations:
    """How programs are let in and kept out; done by people who are signed in, never with a token."""

    @strawberry.mutation(description="Make a token for programs. Its secret is shown once.")
    async def create_token(self, info: Info[Context, None], input: TokenInput) -> NewTokenPayload:
        """Create."""
        secrets: list[str] = []

        async def work(tx: Transaction, actor: Actor) -> UUID:
            account = input.service_account_id
            new = model.NewToken(
                input.name,
                frozenset(input.scopes),
                input.days,
                row_id(account, "ServiceAccount") if account else None,
            )
            token, secret = await service.create(tx, actor, new)
            secrets.append(secret)
            return token.id

        payload = await write(info, NewTokenPayload, work, secret=None)
        payload.secret = None if payload.user_errors else secrets[0]
        return payload

    @strawberry.mutation(
        description="Take a token back: your own, or one of a service account that you run; a token may take itself "
        "back. It is refused everywhere within five seconds."
    )
    async def revoke_token(self, info: Info[Context, None], id: strawberry.ID) -> TokenPayload:
        """Revoke."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.revoke(tx, actor, row_id(id, "ApiToken"))).id

        return await write(info, TokenPayload, work)

    @strawberry.mutation(
        description="Make an account that a program acts as; officers for anybody, owners for their organisation."
    )
    async def create_service_account(
        self, info: Info[Context, None], input: ServiceAccountInput
    ) -> ServiceAccountPayload:
        """Create."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = input.organisation_id
            for_whom = row_id(organisation, "Organisation") if organisation else None
            return (await service.create_account(tx, actor, for_whom, input.name)).id

        return await write(info, ServiceAccountPayload, work)

    @strawberry.mutation(description="Switch a service account off for good, with all its tokens.")
    async def disable_service_account(
        self, info: Info[Context, None], id: strawberry.ID
    ) -> ServiceAccountPayload:
        """Disable."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.disable_account(tx, actor, row_id(id, "ServiceAccount"))).id

        return await write(info, ServiceAccountPayload, work)
