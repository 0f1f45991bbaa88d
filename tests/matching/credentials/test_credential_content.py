import hashlib
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from matching.credentials.model import Earned, credential, issuer

SITE = "https://commons.example.org"
EARNED = Earned(
    id=UUID(int=7),
    holder="Ada",
    email="ada@example.org",
    issued_at=datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC),
    challenge_slug="dengue-visits",
    challenge={"en": "Dengue visits", "zh-Hant": "登革熱家戶訪視"},
    owner={"en": "Tainan"},
    team={"en": "Mappers"},
    programme={"en": "Sandbox"},
    repositories=("https://github.com/example/visits",),
)
MADE: dict[str, Any] = cast("dict[str, Any]", credential(EARNED, SITE))


def test_the_claims_of_the_token_repeat_those_of_the_credential() -> None:
    assert MADE["iss"] == MADE["issuer"]["id"] == issuer(SITE)["id"] == f"{SITE}/credentials/issuer"
    assert MADE["jti"] == MADE["id"] == f"{SITE}/credentials/{EARNED.id}"
    assert MADE["sub"] == MADE["credentialSubject"]["id"]
    assert datetime.fromtimestamp(MADE["nbf"], UTC) == datetime.fromisoformat(MADE["validFrom"])


def test_it_is_an_open_badge_of_the_second_data_model() -> None:
    assert MADE["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert MADE["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert MADE["credentialSubject"]["achievement"]["name"] == "Dengue visits"
    assert [each["id"] for each in MADE["evidence"]] == ["https://github.com/example/visits"]


def test_the_address_is_a_hash_that_whoever_knows_the_address_can_check() -> None:
    named, hashed = MADE["credentialSubject"]["identifier"]
    expected = hashlib.sha256(f"ada@example.org{hashed['salt']}".encode()).hexdigest()
    assert named["identityHash"] == "Ada"
    assert hashed["identityHash"] == f"sha256${expected}"
    assert "ada@example.org" not in str(MADE)
