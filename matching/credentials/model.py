"""A credential: that somebody was in the team when a challenge's code was delivered, as an Open Badge 3.0.

Sources: Open Badges 3.0 (1EdTech), data model and section "JSON Web Token Proof Format"; Verifiable Credentials Data
Model 2.0 (W3C), whose credential is the payload of the token itself.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from matching.forms import LocalizedText, any_text

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Earned:
    """What a credential says.

    Attributes:
        id: of the credential; it never changes.
        holder: what the person is called here.
        email: their address; the credential holds its salted hash only.
        issued_at: when the first code was delivered, in whole seconds.
        challenge_slug: its name in addresses.
        challenge: its title by language.
        owner: who had the problem, by language.
        team: who solved it, by language.
        programme: the round, by language.
        repositories: addresses of what was delivered.
    """

    id: UUID
    holder: str
    email: str
    issued_at: datetime
    challenge_slug: str
    challenge: LocalizedText
    owner: LocalizedText
    team: LocalizedText
    programme: LocalizedText
    repositories: Sequence[str]


def issuer(public_url: str) -> Json:
    """The profile that signs, as it stands at its own address."""
    return {
        "@context": list(CONTEXTS),
        "id": f"{public_url}/credentials/issuer",
        "type": ["Profile"],
        "name": "Commonfield",
        "url": public_url,
    }


def credential(earned: Earned, public_url: str) -> Json:
    """The credential, not signed yet, with the names of `JWT` beside those of the data model.

    Args:
        earned: what it says.
        public_url: of this installation, without a slash at its end.
    """
    profile = {name: value for name, value in issuer(public_url).items() if name != "@context"}
    identity = f"{public_url}/credentials/{earned.id}"
    holder = f"urn:uuid:{earned.id}"
    return {
        "@context": list(CONTEXTS),
        "id": identity,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": any_text(earned.challenge),
        "issuer": profile,
        "validFrom": earned.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": holder,
            "type": ["AchievementSubject"],
            "identifier": [_named(earned), _hashed(earned)],
            "achievement": _achievement(earned, public_url),
        },
        "evidence": [
            {"id": each, "type": ["Evidence"], "name": "What was delivered"} for each in earned.repositories
        ],
        "iss": profile["id"],
        "jti": identity,
        "nbf": int(earned.issued_at.timestamp()),
        "sub": holder,
    }


def _achievement(earned: Earned, public_url: str) -> Json:
    challenge, owner = any_text(earned.challenge), any_text(earned.owner)
    return {
        "id": f"{public_url}/en/challenges/{earned.challenge_slug}",
        "type": ["Achievement"],
        "achievementType": "CommunityService",
        "name": challenge,
        "description": f"Public code for a challenge of {owner} in the programme {any_text(earned.programme)}.",
        "criteria": {
            "narrative": (
                f"Was a member of the team {any_text(earned.team)} when it delivered its code for “{challenge}”:"
                " both sides had agreed on ownership and licence, and the code is in the public catalogue."
            )
        },
    }


def _named(earned: Earned) -> Json:
    return {
        "type": "IdentityObject",
        "hashed": False,
        "identityType": "name",
        "identityHash": earned.holder,
    }


def _hashed(earned: Earned) -> Json:
    """The address as a salted hash: whoever is told the address can check it, nobody can read it."""
    salt = earned.id.hex
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityType": "emailAddress",
        "identityHash": f"sha256${hashlib.sha256((earned.email + salt).encode()).hexdigest()}",
        "salt": salt,
    }
