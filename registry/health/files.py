"""What the presence of a file says: licence, readme, security policy, automation."""

import re
from collections.abc import Iterable
from typing import Final

# Where GitHub looks for community files: the root, `.github/` and `docs/`, any case, any text extension.
_COMMUNITY = r"^(?:\.github/|docs/)?{name}(?:\.(?:md|markdown|rst|txt|adoc|asciidoc|org))?$"

LICENCE_FILE: Final = re.compile(
    r"^(?:(?:[\w-]+[-_.])?(?:licen[cs]es?|copying(?:\.lesser)?|unlicen[cs]e)(?:[-_.][\w.+-]+)?|licenses/.+)$",
    re.IGNORECASE,
)
README: Final = re.compile(_COMMUNITY.format(name=r"readme(?:[-_.][a-z]{2,3}(?:-[a-z]+)?)?"), re.IGNORECASE)
CONTRIBUTING: Final = re.compile(_COMMUNITY.format(name="contributing"), re.IGNORECASE)
SECURITY: Final = re.compile(_COMMUNITY.format(name="security"), re.IGNORECASE)
PUBLICCODE: Final = re.compile(r"^publiccode\.ya?ml$")  # the standard asks for the root and lower case
CONTINUOUS_INTEGRATION: Final = re.compile(
    r"^(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.forgejo/workflows/[^/]+\.ya?ml"
    r"|azure-pipelines\.ya?ml|\.travis\.ya?ml|\.circleci/config\.ya?ml|jenkinsfile|\.drone\.ya?ml"
    r"|bitbucket-pipelines\.ya?ml|\.woodpecker(?:\.ya?ml|/[^/]+\.ya?ml)|\.?appveyor\.ya?ml|\.cirrus\.ya?ml)$",
    re.IGNORECASE,
)
DOCUMENTATION: Final = re.compile(
    r"^(?:(?:docs?|documentation|manual|wiki)/.+|mkdocs\.ya?ml|\.readthedocs\.ya?ml)$", re.IGNORECASE
)
#: What OpenSSF Scorecard takes for a signature or provenance among the files of a release.
SIGNATURE: Final = re.compile(r"\.(?:asc|minisig|sig|sign|sigstore(?:\.json)?|intoto\.jsonl)$", re.IGNORECASE)
DEPENDENCY_UPDATER: Final = re.compile(
    r"^(?:\.github/dependabot\.ya?ml|(?:\.github/|\.gitlab/)?(?:\.?renovaterc|renovate)(?:\.json5?)?)$",
    re.IGNORECASE,
)

# Licences of dependencies, and texts about licences: they say nothing about this software.
_OF_OTHERS: Final = re.compile(
    r"third[-_. ]?part|3rd[-_. ]?part|dependenc|vendor|header|template|policy|report", re.IGNORECASE
)

# Names that match as licences by form but are code or pictures, e.g. `license-checker.js`.
_NOT_TEXT: Final = re.compile(
    r"\.(?:c|cc|cfg|cpp|cs|css|csv|go|h|html|java|js|json|jsx|mjs|php|png|py|rb|rs|sh|spdx|svg|toml|ts|tsx|vue|xml"
    r"|ya?ml)$",
    re.IGNORECASE,
)


def licence_files(paths: Iterable[str]) -> tuple[str, ...]:
    """Pick the licence files: in the root by name, or in `LICENSES/` as the REUSE specification has it."""
    return tuple(
        path
        for path in paths
        if LICENCE_FILE.match(path) and not _NOT_TEXT.search(path) and not _OF_OTHERS.search(path)
    )


def has(pattern: re.Pattern[str], paths: Iterable[str]) -> bool:
    """Say whether any path matches one of this module's patterns."""
    return any(pattern.match(path) for path in paths)
