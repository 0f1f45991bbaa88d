"""A licence stays what it is when its form changes, and is not that licence when its words do."""

from __future__ import annotations

import html
import os
import re
import textwrap
from collections.abc import Callable

import pytest

from registry.licences import IdentificationKind, expressions, identify, spdx
from registry.licences.agreement import bare
from registry.licences.index import representatives

Change = Callable[[str], str]


def paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text)


def wrapped(width: int) -> Change:
    return lambda text: "\n\n".join(
        textwrap.fill(" ".join(part.split()), width, break_on_hyphens=False) for part in paragraphs(text)
    )


def with_prefix(prefix: str) -> Change:
    return lambda text: "\n".join((prefix + line).rstrip() for line in text.splitlines())


FORMS: dict[str, Change] = {
    "lower case": str.lower,
    "capitals": str.upper,
    "other line ends": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "a comment of //": with_prefix("// "),
    "a comment of #": with_prefix("# "),
    "a comment of *": lambda text: f"/*\n{with_prefix(' * ')(text)}\n */\n",
    "a comment of XML": lambda text: f"<!--\n{text}\n-->\n",
    "typographic quotes": lambda text: text.replace('"', "“").replace("'", "’"),
    "a title": lambda text: f"# License\n\nThe project Lights\n==================\n\n{text}",
    "copyright notices": lambda text: (
        "Copyright (c) 2019-2026 Example Authors <a@example.org>\n"
        f"Copyright © 2020, Example. All rights reserved.\n\n{text}"
    ),
    "markdown": lambda text: f"## License\n\n```\n{text}\n```\n",
    "indentation": with_prefix("      "),
    "soft hyphens": lambda text: re.sub(r"(?<=\bdistri)(?=but)|(?<=\bsoft)(?=ware)", "\u00ad", text),
    "quotes of UTF-8 read as Latin-1": lambda text: text.replace('"', "\u00e2\u20ac\u0153"),
    "a comment of REM": with_prefix("REM "),
}
# By no text: any-OSI stands for a choice, and invariants of the GFDL are told by the work, not by the licence.
UNTOLD = frozenset({"any-OSI"})
COMMON = (
    *(
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "GPL-2.0-only",
        "GPL-3.0-only",
        "LGPL-2.1-only",
    ),
    *(
        "LGPL-3.0-only",
        "AGPL-3.0-only",
        "MPL-2.0",
        "EPL-2.0",
        "EUPL-1.1",
        "EUPL-1.2",
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
    ),
    *(
        "CC0-1.0",
        "Unlicense",
        "Zlib",
        "BSL-1.0",
        "0BSD",
        "OGDL-Taiwan-1.0",
        "Artistic-2.0",
        "MulanPSL-2.0",
        "UPL-1.0",
    ),
    *("WTFPL", "OFL-1.1", "CDDL-1.0", "PostgreSQL", "NCSA"),
)


def is_same(found: str | None, identifier: str) -> bool:
    if found is None:
        return False
    parsed = expressions.parse(found)
    if not isinstance(parsed, expressions.Simple):
        return False
    ours, theirs = (
        re.sub(r"-(?:no-)?invariants$", "", bare(expressions.Simple(each))[0]) for each in (found, identifier)
    )
    return ours == theirs or representatives().get(found) == representatives().get(identifier)


#: Of the texts, each form is tried on one in so many, another one for each form; `make fuzz-licences` tries all.
ONE_IN = 1 if os.environ.get("COMMONFIELD_FUZZ_SECONDS") else 5


@pytest.mark.parametrize("form", FORMS)
def test_every_text_of_the_list_is_known_in_another_form(form: str) -> None:
    tried = list(spdx.texts().items())[list(FORMS).index(form) % ONE_IN :: ONE_IN]
    missed = [
        identifier
        for identifier, text in tried
        if identifier not in UNTOLD and not is_same(identify(FORMS[form](text)).expression, identifier)
    ]
    assert missed == []


@pytest.mark.parametrize("width", [50, 72])
@pytest.mark.parametrize("identifier", COMMON)
def test_common_texts_are_known_however_they_are_wrapped(identifier: str, width: int) -> None:
    assert is_same(identify(wrapped(width)(spdx.texts()[identifier])).expression, identifier)


def as_page(text: str) -> str:
    return f"<html><body>{''.join(f'<p>{html.escape(part)}</p>' for part in paragraphs(text))}</body></html>"


@pytest.mark.parametrize("identifier", COMMON)
def test_common_texts_are_known_on_a_web_page(identifier: str) -> None:
    assert is_same(identify(as_page(spdx.texts()[identifier])).expression, identifier)


@pytest.mark.parametrize("identifier", ["X11", "curl", "HPND", "HPND-sell-variant", "SMLNJ", "MIT-CMU"])
def test_any_holder_may_forbid_its_name_in_advertising(identifier: str) -> None:
    text = spdx.texts()[identifier]
    named = re.sub(
        r"(name(?:\(s\))?\s+of\s+)[^.]*?(\s+(?:shall\s+|may\s+)?not\s+be\s+used\s+in\s+advertising)",
        r"\1Example City and the Lights Authors\2",
        text,
    )
    assert named != text
    assert identify(named).expression == identifier
    assert identify(re.sub(r"not\s+be\s+used\s+in\s+adv", "be used in adv", named)).expression is None


CLAUSE = "You may not use this software for commercial purposes without paying a fee to the authors."


@pytest.mark.parametrize("identifier", COMMON)
def test_a_clause_put_inside_makes_it_another_licence(identifier: str) -> None:
    parts = paragraphs(spdx.texts()[identifier])
    middle = max(1, len(parts) // 2)
    answer = identify("\n\n".join([*parts[:middle], CLAUSE, *parts[middle:]]))
    assert answer.expression is None


# The list's LGPL-3.0 brings GPL-3.0 along, so that its first half is a whole LGPL-3.0.
@pytest.mark.parametrize("identifier", [each for each in COMMON if each != "LGPL-3.0-only"])
def test_half_a_text_is_not_the_text(identifier: str) -> None:
    text = spdx.texts()[identifier]
    answer = identify(text[: len(text) // 2])
    assert answer.kind is not IdentificationKind.EXACT
    assert not is_same(answer.expression, identifier) or answer.kind is IdentificationKind.HEADER


@pytest.mark.parametrize("identifier", ["CECILL-2.0", "CECILL-2.1"])
@pytest.mark.parametrize("mark", ["1", "¹"])
def test_whose_initials_a_name_is_made_of_may_stand_in_a_footnote(identifier: str, mark: str) -> None:
    initials = "Ce[a] C[nrs] I[nria] L[ogiciel] L[ibre]"
    text = spdx.texts()[identifier]
    assert f"CeCILL (for {initials})" in text
    moved = text.replace(f" (for {initials})", mark) + f"\n{mark} CeCILL stands for {initials}\n"
    assert identify(moved).expression == identifier
