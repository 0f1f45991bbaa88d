"""What a single value must look like, one check a form; each says what is wrong and what was probably meant."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from urllib.parse import urlsplit

import regex  # type: ignore[import-untyped]  # publishes no types; only \\X is used

from registry.publiccode import language_tags, standard, subtags, videos
from registry.publiccode.credentials import holds_credentials, without_credentials
from registry.publiccode.model import Severity
from registry.publiccode.standard import Form

_LIKENESS = 0.8
"""How like difflib finds a guess, at least: below it pairs unrelated categories of 64 real files. "localizedName"
is 0.92 like "localisedName"; "name" is 0.47 like it."""
_SURE_ENOUGH = 0.9  # a licence name understood with less is for a person to decide

_GRAPHEME = regex.compile(r"\X")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,.:=@;$_!*'%/?#~&-]+", re.IGNORECASE)
_NOT_IN_A_URL = re.compile(
    r'[\s<>"{}|\\^`]'
)  # RFC 3986 has no place for them; other scripts are left to RFC 3987
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}")
_NEWEST = MappingProxyType({"latest": standard.LATEST_VERSION})
_LOGOS = (".svg", ".svgz", ".png")
_SCREENSHOTS = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value; the rules add where it stands."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    fix: str | None = None
    fix_is_certain: bool = False
    severity: Severity = Severity.ERROR


def length(text: str) -> int:
    """Count what a reader calls characters: grapheme clusters (Unicode UAX 29).

    Blanks count too, also the line break that ends a folded block (`>`), as in the reference validator.
    """
    return len(_GRAPHEME.findall(text))


def is_longer(text: str, limit: int) -> bool:
    """Say whether a text has more than `limit` characters, without counting further than needed."""
    if len(text) <= limit:  # a grapheme cluster has at least one code point
        return False
    if text.isascii() and "\r" not in text:  # a line break of two code points is one cluster
        return True
    return next(islice(_GRAPHEME.finditer(text), limit, None), None) is not None


def nearest(word: str, choices: Iterable[str]) -> tuple[str | None, bool]:
    """Say which choice a word was probably meant to be, and whether that is certain: only case and signs differ."""
    plain = {_plain(choice): choice for choice in choices}
    if _plain(word) in plain:
        return plain[_plain(word)], True
    tails = {choice.rpartition("/")[2]: choice for choice in plain}  # every standalone/… is like any other
    close = closest(_plain(word).rpartition("/")[2], tails)
    return (plain[tails[close]], False) if close else (None, False)


def closest(word: str, choices: Iterable[str]) -> str | None:
    """Find the choice that a misspelt word is like; who errs in the first letter gets no guess.

    That keeps files with thousands of wrong words from costing seconds.
    """
    begun = [choice for choice in choices if choice[:1] == word[:1]]
    return next(iter(get_close_matches(word, begun, n=1, cutoff=_LIKENESS)), None)


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())


def choice_problem(text: str, choices: tuple[str, ...]) -> Problem | None:
    """Hold a text against "Allowed values" (`developmentStatus`, `softwareType`, `maintenance/type`)."""
    if text in choices:
        return None
    return Problem("NOT_A_CHOICE", {"choices": ", ".join(choices)}, *nearest(text, choices))


def _version(text: str) -> Problem | None:
    """Hold a text against the released versions (`publiccodeYmlVersion`); any but the latest is worth a warning."""
    if text in standard.VERSIONS:
        latest = text == "0" or text.startswith(standard.LATEST_VERSION)
        return None if latest else Problem("OLD_VERSION", _NEWEST, severity=Severity.WARNING)
    choices = {"choices": ", ".join(standard.VERSIONS)}
    if text in standard.UNCHANGED_VERSIONS:
        return Problem("UNKNOWN_VERSION", choices, standard.LATEST_VERSION, fix_is_certain=True)
    return Problem("UNKNOWN_VERSION", choices)


def _parts(text: str) -> tuple[str, str]:
    """Give scheme and host of an address; both empty if it is none."""
    if _NOT_IN_A_URL.search(text):
        return "", ""
    try:
        parts = urlsplit(text)
        scheme, host = parts.scheme, parts.hostname or ""
        _ = parts.port  # raises if it is no number or too large
    except ValueError:
        return "", ""
    return scheme, host


def _url(text: str) -> Problem | None:
    """Accept an address with scheme and host (`url`, `isBasedOn`: RFC 3986)."""
    if all(_parts(text)):
        return _credentials(text)
    return Problem("NOT_A_URL", *_address_fix(text))


def _web_url(text: str) -> Problem | None:
    """Accept an address of the web (`landingURL`, `description/[lang]/documentation`: RFC 9110, 4.2)."""
    scheme, host = _parts(text)
    if scheme in {"http", "https"} and host:
        return _credentials(text)
    return Problem("NOT_A_WEB_URL", *_address_fix(text))


def _credentials(text: str) -> Problem | None:
    """Warn of a user name or password in an address, which the reference validator accepts (RFC 3986, 7.5)."""
    if not holds_credentials(text):
        return None
    return Problem("CREDENTIALS_IN_URL", {}, without_credentials(text), severity=Severity.WARNING)


def _address_fix(text: str) -> tuple[Mapping[str, str], str | None, bool]:
    bare = text.strip()
    if bare != text and all(_parts(bare)):
        return {}, bare, not holds_credentials(bare)
    host = bare.split("/")[0]
    return {}, (f"https://{bare}" if "." in host and all(_parts(f"https://{bare}")) else None), False


def _video(text: str) -> Problem | None:
    """Hold a video's address against the sites that can be embedded (`description/[lang]/videos`)."""
    problem = _web_url(text)
    if (problem and problem.severity is Severity.ERROR) or videos.can_be_embedded(text):
        return problem
    return Problem("NOT_A_VIDEO_SITE", {"choices": ", ".join(videos.SHOWN)})


def _uri(text: str) -> Problem | None:
    """Accept a URL with a host, or a URN (RFC 8141)."""
    if text[:4].casefold() == "urn:":
        return None if _URN.fullmatch(text) else Problem("NOT_A_URI")
    return _credentials(text) if all(_parts(text)) else Problem("NOT_A_URI")


def _support(text: str) -> Problem | None:
    """Accept an alias of aliases-list.rst or a URI (`supports/id`, since 0.7)."""
    if not text.startswith("alias:"):
        return _uri(text)
    name = text.removeprefix("alias:")
    if name in standard.ALIASES:
        return None
    meant, certain = nearest(name, standard.ALIASES)
    return Problem(
        "UNKNOWN_ALIAS",
        {"choices": ", ".join(standard.ALIASES)},
        f"alias:{meant}" if meant else None,
        certain,
    )


def day(text: str) -> date | None:
    """Read a date of the only form that the standard allows, YYYY-MM-DD; None if it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _date(text: str) -> Problem | None:
    """Accept a day as YYYY-MM-DD (`releaseDate`, `maintenance/contractors/until`: ISO 8601)."""
    if day(text):
        return None
    written = _OTHER_DATE.fullmatch(text.strip())
    if written:
        fix = "{:0>4}-{:0>2}-{:0>2}".format(*(part for part in written.groups() if part))
        if day(fix):
            return Problem("NOT_A_DATE", {}, fix, fix_is_certain=True)
    return Problem("NOT_A_DATE")


def _email(text: str) -> Problem | None:
    """Accept an address of electronic mail (`maintenance/contacts/email`: RFC 5322, 3.4.1)."""
    if _EMAIL.fullmatch(text):
        return None
    bare = text.strip()
    return (
        Problem("NOT_AN_EMAIL", {}, bare, fix_is_certain=True)
        if _EMAIL.fullmatch(bare)
        else Problem("NOT_AN_EMAIL")
    )


def _path(text: str) -> Problem | None:
    """Accept a path from the root of the repository, or an address (`logo`, `legal/authorsFile`).

    The standard asks for files "inside the same repository"; a path with `..` may lead out, which is worth a warning.
    """
    if _SCHEME.match(text):
        return _web_url(text)
    if text.startswith("/"):
        return Problem("NOT_A_PATH", {}, text.strip("/ ") or None)
    if ".." in text.split("/"):
        return Problem("OUTSIDE_REPOSITORY", severity=Severity.WARNING)
    return None


def _image(text: str, formats: tuple[str, ...]) -> Problem | None:
    """Accept an image in its "Acceptable formats" (`logo`, `description/[lang]/screenshots`)."""
    allowed = text.lower().endswith(formats)
    problem = _path(text)
    if problem:
        return problem if allowed else replace(problem, fix=None)
    if allowed or not text.strip() or _SCHEME.match(text):
        return None
    return Problem("NOT_AN_IMAGE", {"choices": ", ".join(formats)}, severity=Severity.WARNING)


def _media_type(text: str) -> Problem | None:
    """Accept a media type (`inputTypes`, `outputTypes`: RFC 6838, 4.2)."""
    return None if _MEDIA_TYPE.fullmatch(text) else Problem("NOT_A_MEDIA_TYPE")


@lru_cache(maxsize=1024)
def language_problem(text: str) -> Problem | None:
    """Hold a text against BCP 47: RFC 5646's grammar, and the registry of its subtags.

    What is valid but called by another name today, such as iw or zh-yue, is worth a warning.
    """
    valid = language_tags.valid_form(text)
    if valid is None:
        return Problem("NOT_A_LANGUAGE")
    canonical = language_tags.canonical_language(text)
    if text.casefold() != valid.casefold():
        return Problem("NOT_A_LANGUAGE", {}, canonical, fix_is_certain=True)
    if canonical is None or canonical.casefold() == valid.casefold():
        return None
    return Problem(
        "FORMER_LANGUAGE", {"fix": canonical}, canonical, fix_is_certain=True, severity=Severity.WARNING
    )


def _country(text: str) -> Problem | None:
    """Accept a code of ISO 3166-1 alpha-2 (`intendedAudience/countries`), in upper case since 0.5 (CHANGELOG)."""
    if text in subtags.COUNTRIES:
        return None
    upper = text.strip().upper()
    if upper not in subtags.COUNTRIES:
        return Problem("NOT_A_COUNTRY")
    if text == upper.lower():
        return Problem(
            "LOWER_CASE_COUNTRY", {"fix": upper}, upper, fix_is_certain=True, severity=Severity.WARNING
        )
    return Problem("NOT_A_COUNTRY", {}, upper, fix_is_certain=True)


@lru_cache(maxsize=4096)
def _licence(text: str) -> Problem | None:
    """Accept an SPDX licence expression (`legal/license`: SPDX 2.3, annex D); the list deprecates some ids."""
    from registry.licences.checking import check  # noqa: PLC0415 - its index takes longer to load than a file to read

    checked = check(text)
    if not checked.valid:
        meant = checked.suggestion
        certain = meant is not None and meant.confidence >= _SURE_ENOUGH and not meant.content
        return Problem("NOT_AN_EXPRESSION", {}, meant.expression if meant else None, certain)
    if not checked.deprecated:
        return None
    replacements = [each.replacement for each in checked.deprecated]
    only = replacements[0] if len(replacements) == 1 and checked.deprecated[0].id == text else None
    return Problem("DEPRECATED_LICENCE", {}, only, severity=Severity.WARNING)


@lru_cache(maxsize=4096)
def _vocabulary_problem(text: str, vocabulary: frozenset[str]) -> Problem | None:
    """Hold a text against a controlled vocabulary.

    That is categories-list.rst for `categories`, scope-list.rst for `intendedAudience/scope`.
    """
    if text in vocabulary:
        return None
    return Problem("NOT_IN_VOCABULARY", {}, *nearest(text, vocabulary))


CHECKS: Mapping[Form, Callable[[str], Problem | None]] = MappingProxyType(
    {
        Form.TEXT: lambda _: None,
        Form.VERSION: _version,
        Form.URL: _url,
        Form.WEB_URL: _web_url,
        Form.VIDEO: _video,
        Form.URI: _uri,
        Form.SUPPORT: _support,
        Form.DATE: _date,
        Form.EMAIL: _email,
        Form.LOGO: lambda text: _image(text, _LOGOS),
        Form.SCREENSHOT: lambda text: _image(text, _SCREENSHOTS),
        Form.PATH: _path,
        Form.LANGUAGE: language_problem,
        Form.COUNTRY: _country,
        Form.MEDIA_TYPE: _media_type,
        Form.LICENCE: _licence,
        Form.CATEGORY: lambda text: _vocabulary_problem(text, standard.CATEGORIES),
        Form.SCOPE: lambda text: _vocabulary_problem(text, standard.SCOPES),
    }
)
"""The check of each form but BOOLEAN, which is a type."""
