"""Which languages a software speaks to its users, by the files that translate it; pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from registry.publiccode.language_tags import canonical_language

TWO_LETTERS: Final = 2
LEAST: Final = 2  # languages; one folder may be called like a language by chance

# Where gettext, Rails, i18next, vue-i18n, Laravel, Symfony and Flutter keep translations: a folder of a known name,
# in it a file or folder for each language.
_TRANSLATION: Final = re.compile(
    r"(?:^|/)(?:locales?|i18n|l10n|translations?|langs?|languages)/(?:[a-z_]+[._])?"
    r"(?P<tag>[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?)"
    r"(?:/|\.(?:arb|ftl|js|json|mo|php|po|properties|ts|xlf|xliff|ya?ml)$)"
)
_OF_OTHERS: Final = re.compile(r"(?:^|/)(?:node_modules|vendor|third_party|tests?|fixtures)/", re.IGNORECASE)
#: Three letters are more often a word than a language; these two are spoken in Taiwan and have no shorter code.
_LONG: Final = frozenset({"nan", "hak"})


def languages(paths: Iterable[str]) -> Sequence[str]:
    """List the languages as BCP 47 tags, in the order of the alphabet; none where fewer than two were found."""
    found: set[str] = set()
    for path in paths:
        match = None if _OF_OTHERS.search(path) else _TRANSLATION.search(path)
        tag = match and canonical_language(match["tag"].replace("_", "-"))
        if tag and (len(tag.split("-")[0]) == TWO_LETTERS or tag in _LONG):
            found.add(tag)
    return sorted(found) if len(found) >= LEAST else ()
