"""Which small files of a repository are worth reading, most telling first."""

import re
from collections.abc import Iterable
from typing import Final

from registry.health import files

MOST_BYTES: Final = 256 * 1024  # a file; the longest licence texts and readmes seen stay well below
MOST_TEXTS: Final = (
    11  # a look; licences 4, metadata 1, REUSE 1, manifests 3, readme and security policy 1 each
)
MOST_LICENCES: Final = 4
MOST_MANIFESTS: Final = 3

# Manifests that state a licence, in the order in which ecosystems make it binding.
_MANIFEST: Final = re.compile(
    r"^(?:package\.json|pyproject\.toml|composer\.json|Cargo\.toml|pom\.xml|setup\.cfg|setup\.py|go\.mod"
    r"|pubspec\.yaml|[^/]+\.gemspec|[^/]+\.csproj|DESCRIPTION|codemeta\.json)$"
)


def worth_reading(paths: Iterable[str]) -> tuple[str, ...]:
    """Choose at most `MOST_TEXTS` paths: publiccode.yml, licences, REUSE.toml, manifests, readme, security policy."""
    known = sorted(paths, key=lambda path: (path.count("/"), path.casefold(), path))
    metadata = [path for path in known if files.PUBLICCODE.match(path)]
    statements = [path for path in known if path == "REUSE.toml"]
    licences = files.licence_files(known)
    manifests = [path for path in known if _MANIFEST.match(path)]
    readmes = [path for path in known if files.README.match(path)]
    policies = [path for path in known if files.SECURITY.match(path)]
    chosen = [
        *metadata[:1],
        *statements,
        *licences[: MOST_LICENCES - len(statements)],
        *readmes[:1],
        *manifests[:MOST_MANIFESTS],
        *policies[:1],
    ]
    return tuple(dict.fromkeys(chosen))[:MOST_TEXTS]
