"""What people call licences when they do not write the SPDX id: "GPL v3", "Apache 2", "創用 CC BY 4.0".

Each rule is a pattern over text in lower case, NFKC-folded, and a function from the match to what is meant.
The rules are our own, written from the names in the SPDX list, the licences' own titles, and the strings that
public catalogues were seen to contain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from registry.licences import spdx


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for.

    Attributes:
        expression: one SPDX expression.
        sureness: 0-1, how likely people who write this mean exactly that.
        reason: code in `registry.licences.suggestions.REASONS`.
        alternatives: other expressions that the same words may mean.
    """

    expression: str
    sureness: float
    reason: str
    alternatives: tuple[str, ...] = ()


# How sure a reading is. Chosen, not measured: what matters is their order and that a form can ask a person
# below ASK_BELOW (see suggestions). A name has one meaning; a missing suffix leaves two readings, of which
# "-only" is what the GNU licences themselves prescribe when "or any later version" is absent (GPL-3.0
# section 14); a missing version leaves more.
ONE_MEANING: Final = 0.95
SUFFIX_OPEN: Final = 0.6
USUAL_VERSION: Final = 0.7
NEAREST_EDITION: Final = 0.7  # the edition of a country is another text than the international one
VERSION_OPEN: Final = 0.3

_OR_LATER = (
    r"(?:\s*\+|\s*,?\s*\(?(?:or|and|及|或)\s*(?:any\s+|\(at your option\)\s*any\s+)?"
    r"(?:later|newer|greater|higher|以上|更新|更高|後續)(?:\s*versions?|\s*版本?)?\)?|\s*以上(?:版本)?|-or-later)"
)
_ONLY = r"(?:[\s-]*only\b|\s*\(only\)|\s*限定|(?=\s*版本?\s*限定))"
VERSION = (
    r"(?:[\s,_-]*(?P<open>\(\s*)?(?:version|ver\.?|v\.?|第|=?=)?[\s_-]*"
    r"(?P<version>\d(?:\.\d)?)(?:\.0)?(?!\.?\d)(?:\s*版本?(?!以))?(?(open)(?:\)|(?=\s*\+))))"
)

_GNU = re.compile(
    r"(?<![a-z])(?:(?:the\s+)?gnu[\s/-]*)?(?P<long>(?:affero|lesser|library|較?寬鬆?的?)\s*)?"
    r"(?:(?P<short>[al]?gpl|fdl|gfdl)|(?:gnu\s+)?general\s+public\s+licen[cs]e|(?:通用|(?<=寬鬆)|(?<=寬鬆的))公[共眾](?:授權|許可)(?:條款|證|契約)?"
    r"|(?P<doc>free\s+documentation\s+licen[cs]e))"
    r"(?:\s+licen[cs]e)?(?:\s*\(a?l?gpl\))?(?P<least>\s*\(?\s*>=)?"
    + VERSION
    + r"?(?:(?P<later>"
    + _OR_LATER
    + r")|(?P<only>"
    + _ONLY
    + r"))?",
)
_GNU_VERSIONS: Final = {
    "GPL": ("1.0", "2.0", "3.0"),
    "LGPL": ("2.0", "2.1", "3.0"),
    "AGPL": ("1.0", "3.0"),
    "GFDL": ("1.1", "1.2", "1.3"),
}
# Where no version is named, any that the Free Software Foundation published may be chosen (section 14 of the
# third versions, 9 of GPL-2.0, 13 of LGPL-2.1); the first AGPL was Affero's.
_FIRST_OF_FSF: Final = {"AGPL": "3.0"}


def _gnu(found: re.Match[str]) -> Meaning | None:
    words = (found["long"] or found["short"] or found["doc"] or "gpl").split()[0]
    family = {"affero": "AGPL", "lesser": "LGPL", "library": "LGPL", "free": "GFDL", "fdl": "GFDL"}.get(
        words, words.upper() if words.isascii() else "LGPL"
    )
    if found["version"] is None:
        first = f"{family}-{_FIRST_OF_FSF.get(family, _GNU_VERSIONS[family][0])}-or-later"
        later = reversed(_GNU_VERSIONS[family])
        others = tuple(f"{family}-{version}-{suffix}" for version in later for suffix in ("only", "or-later"))
        return Meaning(first, VERSION_OPEN, "VERSION_MISSING", tuple(o for o in others if o != first))
    version = found["version"] if "." in found["version"] else found["version"] + ".0"
    if version not in _GNU_VERSIONS[family]:
        return None
    name = f"{family}-{version}"
    if found["later"] or found["least"]:
        return Meaning(f"{name}-or-later", ONE_MEANING, "NAME_UNDERSTOOD")
    if found["only"]:
        return Meaning(f"{name}-only", ONE_MEANING, "NAME_UNDERSTOOD")
    return Meaning(f"{name}-only", SUFFIX_OPEN, "ONLY_OR_LATER_OPEN", (f"{name}-or-later",))


# Whose editions Creative Commons wrote up to 3.0: by name, by a code at the end, or between governments.
_COUNTRIES: Final = (
    ("AT", r"austria|österreich"),
    ("AU", "australia"),
    ("DE", "germany|deutschland"),
    ("FR", "france"),
    ("IGO", r"igo\b|intergovernmental organi[sz]ations?"),
    ("JP", "japan"),
    ("NL", "netherlands|nederland"),
    ("TW", "[台臺]灣|taiwan"),
    ("UK", "united kingdom|england(?: (?:and|&) wales)?"),
    ("US", r"united states(?: of america)?|usa\b"),
)
_COUNTRY: Final = "|".join(f"(?P<{code}>{named})" for code, named in _COUNTRIES)
_CREATIVE_COMMONS = re.compile(
    r"(?:(?<![a-z])(?:(?:創用|创用|姓名標示)\s*)*(?:cc|creative\s+commons)[\s:「(-]*|(?=姓名標示))"
    r"(?:(?P<zero>0|zero)|(?P<letters>by(?:[\s-]*(?:nc|nd|sa))*)|"
    r"(?P<words>attribution(?:[\s-]*(?:non[\s-]?commercial|no[\s-]?deriv\w*|share[\s-]?alike))*)|"
    r"(?P<chinese>姓名標示(?:[\s─－-]*(?:非商業性|禁止改作|相同方式分享))*))"
    r"」?(?:\s+licen[cs]e)?" + VERSION + rf"?(?:[\s(-]*(?:international|國際|universal|unported|{_COUNTRY}"
    r"|(?P<code>[a-z]{2})(?=[\s)]*(?:$|[,;.])))\)?)?",
)


def _creative_commons(found: re.Match[str]) -> Meaning | None:
    if found["zero"]:
        return Meaning("CC0-1.0", ONE_MEANING, "NAME_UNDERSTOOD")
    named = found["letters"] or found["words"] or found["chinese"]
    parts = "-BY"
    for sign, pattern in (
        ("-NC", r"nc|non[\s-]?commercial|非商業"),
        ("-ND", r"nd|no[\s-]?deriv|禁止改作"),
        ("-SA", r"sa|share|相同"),
    ):
        parts += sign if re.search(pattern, named) else ""
    if found["version"] is None:
        return Meaning(f"CC{parts}-4.0", USUAL_VERSION, "VERSION_MISSING", (f"CC{parts}-3.0",))
    version = found["version"] if "." in found["version"] else found["version"] + ".0"
    international = _listed(f"CC{parts}-{version}")
    country = next((code for code, _ in _COUNTRIES if found[code]), (found["code"] or "").upper())
    if not country or version == "4.0":  # which has no editions of countries
        return international
    edition = _listed(f"CC{parts}-{version}-{'UK' if country == 'GB' else country}")
    if edition is not None or international is None:
        return edition
    return Meaning(international.expression, NEAREST_EDITION, "EDITION_OF_A_COUNTRY")


_BSD = re.compile(
    r"(?<![a-z])(?:(?:the\s+)?(?P<before>[0-4]|zero|two|three|four|new|modified|revised|simplified|freebsd|original)"
    r"[\s-]*(?:clause)?[\s-]*)?bsd(?:\s+licen[cs]e)?"
    r"(?:[\s,-]*\(?[\"“]?(?P<after>[0-4]|zero|two|three|four|new|modified|revised|simplified|original)"
    r"[\s-]*(?:clauses?|條款)?[\"”]?\)?(?!\.\d))?",
)
_BSD_CLAUSES: Final = {
    "0": "0BSD",
    "zero": "0BSD",
    "1": "BSD-1-Clause",
    "2": "BSD-2-Clause",
    "two": "BSD-2-Clause",
    "simplified": "BSD-2-Clause",
    "freebsd": "BSD-2-Clause",
    "3": "BSD-3-Clause",
    "three": "BSD-3-Clause",
    "new": "BSD-3-Clause",
    "modified": "BSD-3-Clause",
    "revised": "BSD-3-Clause",
    "4": "BSD-4-Clause",
    "four": "BSD-4-Clause",
    "original": "BSD-4-Clause",
}  # fmt: skip - a table reads best as one


def _bsd(found: re.Match[str]) -> Meaning:
    clauses = found["before"] or found["after"]
    if clauses is None:
        return Meaning("BSD-3-Clause", VERSION_OPEN, "VERSION_MISSING", ("BSD-2-Clause", "BSD-4-Clause"))
    return Meaning(_BSD_CLAUSES[clauses], ONE_MEANING, "NAME_UNDERSTOOD")


def _versioned(prefix: str, usual: str) -> Callable[[re.Match[str]], Meaning | None]:
    """A family with versions: the one named, or the usual one when none is."""

    def meaning(found: re.Match[str]) -> Meaning | None:
        if found["version"] is None:
            listed = [
                name for name in spdx.licences() if re.fullmatch(re.escape(prefix) + r"-\d[\d.]*", name)
            ]
            sureness = USUAL_VERSION if len(listed) > 1 else ONE_MEANING
            reason = "VERSION_MISSING" if len(listed) > 1 else "NAME_UNDERSTOOD"
            return Meaning(f"{prefix}-{usual}", sureness, reason)
        version = found["version"] if "." in found["version"] else found["version"] + ".0"
        meant = _listed(f"{prefix}-{version}")
        if meant is not None and found["later"]:
            return Meaning(f"{meant.expression}+", ONE_MEANING, "NAME_UNDERSTOOD")
        return meant

    return meaning


def _always(expression: str) -> Callable[[re.Match[str]], Meaning | None]:
    return lambda _: Meaning(expression, ONE_MEANING, "NAME_UNDERSTOOD")


def _listed(identifier: str) -> Meaning | None:
    if spdx.licence(identifier) is None:
        return None
    return Meaning(identifier, ONE_MEANING, "NAME_UNDERSTOOD")


_VERSIONED = r"(?:" + VERSION + r"(?P<later>" + _OR_LATER + r")?)?"
_LICENCE = r"(?:[\s-]+(?:public\s+|software\s+)?licen[cs]e|\s*(?:授權|許可)(?:條款|證)?)?"
RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Meaning | None]], ...]] = (
    (_GNU, _gnu),
    (_CREATIVE_COMMONS, _creative_commons),
    (_BSD, _bsd),
    (re.compile(r"(?<![a-z])mit[\s-]*0(?![\d.])|mit\s+no\s+attribution"), _always("MIT-0")),
    (re.compile(r"(?<![a-z])(?:mit|expat)(?![a-z])(?:[/\s]*x11)?" + _LICENCE), _always("MIT")),
    (
        re.compile(
            r"(?<![a-z])(?:apache|apl|asl|al(?=\s?v?2))(?![a-uw-z])(?:\s+software)?" + _LICENCE + _VERSIONED
        ),
        _versioned("Apache", "2.0"),
    ),
    (
        re.compile(
            r"(?<![a-z])(?:mpl|mozilla(?:\s+public|\s*公[共眾])?)(?![a-z])"
            + _LICENCE
            + r"(?:\s*\(?mpl\)?)?"
            + _VERSIONED
        ),
        _versioned("MPL", "2.0"),
    ),
    (
        re.compile(
            r"(?<![a-z])(?:epl|eclipse\s+public)(?![a-z])" + _LICENCE + r"(?:\s*\(?epl\)?)?" + _VERSIONED
        ),
        _versioned("EPL", "2.0"),
    ),
    (
        re.compile(
            r"(?<![a-z])(?:eupl|european\s+union\s+public|歐盟公[共眾])(?![a-z])"
            + _LICENCE
            + r"(?:\s*\(?eupl\)?)?"
            + _VERSIONED
        ),
        _versioned("EUPL", "1.2"),
    ),
    (re.compile(r"(?<![a-z])artistic(?![a-z])" + _LICENCE + _VERSIONED), _versioned("Artistic", "2.0")),
    (
        re.compile(r"(?<![a-z])(?:ofl|(?:sil\s+)?open\s+font)(?![a-z])" + _LICENCE + _VERSIONED),
        _versioned("OFL", "1.1"),
    ),
    (
        re.compile(r"(?<![a-z])(?:odbl|open\s+database)(?![a-z])" + _LICENCE + _VERSIONED),
        _versioned("ODbL", "1.0"),
    ),
    (
        re.compile(
            r"(?<![a-z])(?:bsl|boost(?:\s+software)?)(?![a-z])" + _LICENCE + r"[\s-]*(?:v(?:ersion)?\s*)?1\.0"
        ),
        _always("BSL-1.0"),
    ),
    (re.compile(r"(?<![a-z])boost(?:\s+software)?" + _LICENCE), _always("BSL-1.0")),
    (
        re.compile(
            r"(?<![a-z])(?:busl|bsl|business\s+source)(?![a-z])"
            + _LICENCE
            + r"[\s,-]*(?:v(?:ersion)?\s*)?1\.1"
        ),
        _always("BUSL-1.1"),
    ),
    (re.compile(r"公眾領域貢獻宣告"), _always("CC0-1.0")),
    (
        re.compile(
            r"木[蘭兰](?:寬鬆|宽松)(?:許可證|许可证)[\s,、]*第?\s*2\s*版|mulan\s+(?:permissive|psl)(?![a-z])"
            + _LICENCE
            + r"[\s,-]*v?2(?:\.0)?"
        ),
        _always("MulanPSL-2.0"),
    ),
    (
        re.compile(r"(?<![a-z])(?:etalab|licence\s+ouverte)[\s/-]*(?:v|version\s*)?2\.0"),
        _always("etalab-2.0"),
    ),
    (
        re.compile(
            r"(?<![a-z])(?:psf|python\s+software\s+foundation)(?![a-z])"
            + _LICENCE
            + r"(?:[\s-]*(?:v(?:ersion)?\s*)?2(?:\.0)?)?"
        ),
        _always("PSF-2.0"),
    ),
    (
        re.compile(r"(?<![a-z])cnri(?:['’]?\s?s)?\s+python(?:\s+1[. ]6(?![. ]?1))?" + _LICENCE),
        _always("CNRI-Python"),
    ),
    (re.compile(r"(?<![a-z])isc(?![a-z])" + _LICENCE), _always("ISC")),
    (re.compile(r"(?<![a-z])unlicen[cs]e(?![a-z])"), _always("Unlicense")),
    (re.compile(r"(?<![a-z])wtfpl(?![a-z])"), _always("WTFPL")),
    (re.compile(r"(?<![a-z])zlib(?![a-z])" + _LICENCE), _always("Zlib")),
    (
        re.compile(
            r"政府資料開放授權條款(?:[\s－─-]*(?:第?\s*[1一]\s*版|1\.0))?|ogdl(?:[\s-]*taiwan)?(?:[\s-]*v?1\.0)?"
            r"|(?:taiwan\s+)?open\s+government\s+data\s+licen[cs]e(?:,?\s*(?:version\s*)?1\.0)?"
        ),
        _always("OGDL-Taiwan-1.0"),
    ),
)  # fmt: skip - one rule a line


@lru_cache(maxsize=1)
def full_names() -> dict[str, str]:
    """Canonical ids by the name that the list gives them, folded; names that two ids share are absent."""
    named: dict[str, list[str]] = {}
    for entry in spdx.licences().values():
        if not entry.deprecated:
            named.setdefault(squeezed(entry.name), []).append(entry.id)
    return {name: identifiers[0] for name, identifiers in named.items() if len(identifiers) == 1}


def squeezed(text: str) -> str:
    """Letters and digits alone, in lower case, without "the" and "license": how names are compared."""
    return re.sub(r"\bthe\b|\blicen[cs]e\b|[\W_]+", "", text.lower())
