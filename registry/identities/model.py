"""An identity that a provider vouches for, and the rules that make roles of its claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.people.model import ROLES_OF_AN_ORGANISATION
from store.actor import Role

ANY_ORGANISATION = "*"  # the organisations that the provider names in a claim of its own
_RULE = re.compile(r"(?P<value>.+)=(?P<role>[a-z]+)(?:@(?P<organisation>\*|[a-z0-9]+(?:-[a-z0-9]+)*))?")


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Whoever has this value in the provider's claim has this role here.

    Attributes:
        value: of the claim, such as the name of a group.
        role: what it gives.
        organisation: slug of the one it is given for; ANY_ORGANISATION for those of the person; None for none.
    """

    value: str
    role: Role
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider says of whoever signed in there.

    Attributes:
        issuer: the provider.
        subject: who it is there, for good; addresses change, and are given to others.
        email: in lower case; None when it did not tell.
        is_email_verified: whether it vouches that the address is theirs.
        name: how they are called; empty when it did not tell.
        claims: everything that was said.
    """

    issuer: str
    subject: str
    email: str | None
    is_email_verified: bool
    name: str
    claims: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RoleMapping:
    """How an installation reads roles out of claims.

    Attributes:
        rules: which values give which roles.
        roles_claim: where those values are; a dot leads into an object, as in `realm_access.roles`.
        organisation_claim: where slugs of the person's organisations are.
    """

    rules: Sequence[RoleRule] = ()
    roles_claim: str = "roles"
    organisation_claim: str = "organisation"

    def granted(self, claims: Mapping[str, object]) -> frozenset[tuple[Role, str | None]]:
        """Roles, each with the slug of the organisation it is for, that somebody with these claims has."""
        held = set(values(claims, self.roles_claim))
        own = values(claims, self.organisation_claim)
        given: set[tuple[Role, str | None]] = set()
        for rule in self.rules:
            if rule.value not in held:
                continue
            slugs = own if rule.organisation == ANY_ORGANISATION else (rule.organisation,)
            given |= {(rule.role, slug) for slug in slugs}
        return frozenset(given)


def read_rules(text: str) -> tuple[RoleRule, ...]:
    """Read rules as they are set: `VALUE=ROLE` or `VALUE=ROLE@ORGANISATION`, one after the other with commas.

    Raises:
        ValueError: one is none; the message says which and why.
    """
    return tuple(_rule(part.strip()) for part in text.split(",") if part.strip())


def _rule(text: str) -> RoleRule:
    found = _RULE.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not VALUE=ROLE or VALUE=ROLE@ORGANISATION")
    if found["role"] not in set(Role):
        raise ValueError(f"'{found['role']}' is no role; there are {', '.join(Role)}")
    role, organisation = Role(found["role"]), found["organisation"]
    if role in ROLES_OF_AN_ORGANISATION and organisation is None:
        raise ValueError(f"'{text}' does not say for which organisation, as {role}@SLUG or {role}@*")
    if role not in ROLES_OF_AN_ORGANISATION and organisation is not None:
        raise ValueError(f"'{text}' names an organisation, but {role} is a role for all")
    return RoleRule(found["value"].strip(), role, organisation)


def values(claims: Mapping[str, object], path: str) -> tuple[str, ...]:
    """The texts at a place in the claims: of a list, or the one that stands there; none where there is something else.

    A claim whose own name has dots, as those named by an address do, is found by that name first.
    """
    found: object = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return (found,)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
