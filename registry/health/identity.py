"""Who counts as a person, and how people are counted without being named."""

import hashlib
from typing import Final

BOT_SUFFIX: Final = "[bot]"  # GitHub gives every App's account this ending

# Machine accounts seen in public histories that carry neither GitHub's type nor its suffix.
KNOWN_BOTS: Final = frozenset(
    {
        "actions-user",
        "codecov-io",
        "dependabot",
        "dependabot-preview",
        "depfu",
        "github-actions",
        "greenkeeper",
        "imgbot",
        "mergify",
        "pre-commit-ci",
        "pyup-bot",
        "renovate",
        "renovate-bot",
        "semantic-release-bot",
        "snyk-bot",
        "weblate",
        "web-flow",
    }
)

# Machines whose commits raise dependencies; seeing one at work proves an updater without a file.
DEPENDENCY_BOTS: Final = frozenset(
    {
        "dependabot",
        "dependabot-preview",
        "depfu",
        "greenkeeper",
        "pyup-bot",
        "renovate",
        "renovate-bot",
        "snyk",
    }
    | {"snyk-bot"}
)

PSEUDONYM_DIGITS: Final = 16  # 64 bits: no two of a repository's thousands of people will meet by chance


def machine_name(login: str) -> str:
    """Fold an account name so that `dependabot[bot]` and `Dependabot` are the same machine."""
    return login.strip().casefold().removesuffix(BOT_SUFFIX)


def is_bot(login: str | None, account_type: str | None = None) -> bool:
    """Say whether an account is a machine, by the forge's own type, by its suffix, or by its known name."""
    if account_type == "Bot":
        return True
    if login is None:
        return False
    return login.strip().casefold().endswith(BOT_SUFFIX) or machine_name(login) in KNOWN_BOTS


def pseudonym(forge: str, identity: str) -> str:
    """Make the stable stand-in for a person that observations store.

    Health counts people and never needs to know who they are. The same account gives the same stand-in in
    every observation; whoever knows the account can compute it, so this spares readers and is not secrecy.
    """
    folded = f"{forge}:{identity.strip().casefold()}"
    return f"person-{hashlib.sha256(folded.encode()).hexdigest()[:PSEUDONYM_DIGITS]}"
