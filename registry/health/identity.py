"""Who counts as a person, and how people are counted without being named."""

import hashlib
import re
from typing import Final

BOT_SUFFIX: Final = "[bot]"  # GitHub gives every App's account this ending

# Machine accounts seen in public histories that carry neither GitHub's type nor its suffix.
KNOWN_BOTS: Final = frozenset(
    {
        "actions-user",
        "allcontributors",
        "codecov-io",
        "dependabot",
        "dependabot-preview",
        "depfu",
        "github action",
        "github actions",
        "github-actions",
        "gitlocalize-app",
        "greenkeeper",
        "hosted weblate",
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

# What people call machines that they run: `city-bot`, `Renovate Bot`. A name that merely ends so (`Talbot`) is not one.
_CALLED_BOT: Final = re.compile(r"[-_ ](?:ro)?bot$")

# Addresses that machines commit with under any name. GitHub's `noreply@github.com` is no author: it is how the web
# interface signs as committer, and the people who click there commit under their own.
_MACHINE_EMAIL: Final = re.compile(
    r"(?:^|[+])[^@]*\[bot\]@|^(?:bot@renovateapp\.com|support@(?:dependabot\.com|greenkeeper\.io|depfu\.com)"
    r"|actions?@github\.com|(?:hosted|noreply)@weblate\.org|snyk-bot@snyk\.io|bot@pyup\.io)$"
)

# GitHub's private e-mail addresses carry the account's number: the same person, linked or not.
_PRIVATE_EMAIL: Final = re.compile(r"^(\d+)\+[^@]+@users\.noreply\.github\.com$")

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
    folded = login.strip().casefold()
    return (
        folded.endswith(BOT_SUFFIX)
        or machine_name(login) in KNOWN_BOTS
        or _CALLED_BOT.search(folded) is not None
    )


def is_machine_email(email: str) -> bool:
    """Say whether an author's address is one that machines commit with."""
    return _MACHINE_EMAIL.search(email.strip().casefold()) is not None


def person_key(email: str, name: str) -> str:
    """Tell people of a plain git history apart: by e-mail, whatever its case; by name where there is none."""
    folded = email.strip().casefold()
    private = _PRIVATE_EMAIL.match(folded)
    if private:
        return f"id:{private.group(1)}"
    return f"email:{folded}" if folded else f"name:{name.strip()}"


def pseudonym(forge: str, identity: str) -> str:
    """Make the stable stand-in for a person that observations store.

    Health counts people and never needs to know who they are. The same account gives the same stand-in in
    every observation; whoever knows the account can compute it, so this spares readers and is not secrecy.
    """
    folded = f"{forge}:{identity.strip().casefold()}"
    return f"person-{hashlib.sha256(folded.encode()).hexdigest()[:PSEUDONYM_DIGITS]}"
