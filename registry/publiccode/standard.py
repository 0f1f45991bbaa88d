"""The publiccode.yml standard as data: its keys with their shapes, its enumerations, its limits.

Source: the standard 0.7.0 (publiccodeyml/publiccode.yml, CC0), docs/standard/schema.core.rst and
schema.it.rst, and CHANGELOG.rst for what was renamed and deprecated when. Older versions are read
by the same table, as the standard's reference validator does: what they had was kept or renamed.
The section of Taiwan is described by the entries of its public code platform.

Where the text of the standard and its reference validator differ, we hold to the validator, because
catalogues read files with it: a description says everything in each of its languages, `platforms` is
always a list, and the version is a text. The documents of the rules are named where the rules are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from registry.concepts import CONCEPTS, ConceptKind

VERSIONS = (
    *("0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0"),
    *("0.5", "0.5.0", "0.7", "0.7.0"),
)
"""Versions that can be read, those of the reference validator; "0" means the latest 0.x."""

UNCHANGED_VERSIONS = ("0.6", "0.6.0")
"""Releases without a change to the standard (announcement of 0.7, publiccodeyml discussion 327), which the reference
validator refuses, and with it the catalogues that use it: the next version says the same and is read everywhere."""

LATEST_VERSION = "0.7"

LONGEST_GENERIC_NAME = 35
LONGEST_SHORT_DESCRIPTION = 150
SHORTEST_LONG_DESCRIPTION = 150
LONGEST_LONG_DESCRIPTION = 10_000
"""Limits in grapheme clusters, what a reader calls a character (Unicode UAX 29)."""

ALIASES = ("gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io")
"""Names that `supports[].id` may give as `alias:NAME`."""


class Form(StrEnum):
    """What a single value must look like; `registry.publiccode.values` has the check for each."""

    TEXT = "text"
    BOOLEAN = "boolean"
    VERSION = "version"
    URL = "url"
    WEB_URL = "web-url"
    VIDEO = "video"
    URI = "uri"
    SUPPORT = "support"
    DATE = "date"
    EMAIL = "email"
    LOGO = "logo"
    SCREENSHOT = "screenshot"
    PATH = "path"
    LANGUAGE = "language"
    COUNTRY = "country"
    MEDIA_TYPE = "media-type"
    LICENCE = "licence"
    CATEGORY = "category"
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Value:
    """A single value: its form, the values allowed if few, its length in grapheme clusters (0: no limit)."""

    form: Form = Form.TEXT
    choices: tuple[str, ...] = ()
    shortest: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one shape.

    Attributes:
        item: the shape of each item.
        or_one: whether a single item may stand without a list.
        one_is_meant: whether a single item is surely meant as a list of one, as the text of the standard has it.
    """

    item: "Shape"
    or_one: bool = False
    one_is_meant: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Keys with their shapes."""

    keys: "Mapping[str, Key]"


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """One section for each language tag."""

    section: Section


Shape = Value | Many | Section | ByLanguage


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a section.

    Attributes:
        shape: what its value looks like.
        required: whether it must be there.
        deprecated: what to do instead if it is deprecated.
        may_be_blank: whether an empty text is the same as no text.
    """

    shape: Shape
    required: bool = False
    deprecated: str = ""
    may_be_blank: bool = False


LEAVE_OUT = "Leave it out."

_TEXT = Key(Value())
_NAME = Key(Value(), required=True)
_TEXTS = Key(Many(Value()))
_BOOLEAN = Key(Value(Form.BOOLEAN))
_WEB_URL = Key(Value(Form.WEB_URL))
_DATE = Key(Value(Form.DATE))
_EMAIL = Key(Value(Form.EMAIL))


def _section(**keys: Key) -> Section:
    return Section(MappingProxyType(keys))


CONTACT = _section(name=_NAME, email=_EMAIL, phone=_TEXT, affiliation=_TEXT)
CONTRACTOR = _section(name=_NAME, until=Key(Value(Form.DATE), required=True), email=_EMAIL, website=_WEB_URL)
DEPENDENCY = _section(name=_NAME, versionMin=_TEXT, versionMax=_TEXT, version=_TEXT, optional=_BOOLEAN)
LANGUAGE_SECTION = _section(
    localisedName=_TEXT,
    genericName=Key(Value(longest=LONGEST_GENERIC_NAME), deprecated=LEAVE_OUT, may_be_blank=True),
    shortDescription=Key(Value(longest=LONGEST_SHORT_DESCRIPTION), required=True),
    longDescription=Key(
        Value(shortest=SHORTEST_LONG_DESCRIPTION, longest=LONGEST_LONG_DESCRIPTION), required=True
    ),
    documentation=_WEB_URL,
    apiDocumentation=_WEB_URL,
    features=Key(Many(Value()), required=True),
    screenshots=Key(Many(Value(Form.SCREENSHOT))),
    videos=Key(Many(Value(Form.VIDEO))),
    awards=_TEXTS,
)
ITALY = _section(
    countryExtensionVersion=Key(Value(choices=("0.2", "1.0"))),
    conforme=Key(
        deprecated=LEAVE_OUT,
        shape=_section(
            lineeGuidaDesign=_BOOLEAN,
            modelloInteroperabilita=_BOOLEAN,
            misureMinimeSicurezza=_BOOLEAN,
            gdpr=_BOOLEAN,
        ),
    ),
    piattaforme=Key(_section(spid=_BOOLEAN, cie=_BOOLEAN, anpr=_BOOLEAN, pagopa=_BOOLEAN, io=_BOOLEAN)),
    riuso=Key(
        _section(codiceIPA=Key(Value(), deprecated="Use “organisation.uri” instead.", may_be_blank=True))
    ),
)
TAIWAN = _section(
    countryExtensionVersion=_TEXT,
    techStacks=Key(Many(_section(name=_NAME))),
    vulnerabilityScanners=_TEXTS,
    accessibilityConformance=Key(Value(choices=("A", "AA", "AAA"))),
    createdDate=_DATE,
    openapi=Key(Many(_section(name=_NAME, url=_WEB_URL, description=_TEXT))),
)
COUNTRY_SECTIONS: Mapping[str, Section] = MappingProxyType(
    {"it": ITALY, "IT": ITALY, "tw": TAIWAN, "TW": TAIWAN}
)
"""Sections for one country, in the lower case of the first versions and the upper case of the later."""

DEVELOPMENT_STATUSES = ("concept", "development", "beta", "stable", "obsolete")
SOFTWARE_TYPES = (
    *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
    *("addon", "library", "configurationFiles"),
)
MAINTENANCE_TYPES = ("internal", "contract", "community", "none")
CATEGORIES = frozenset(each.id for each in CONCEPTS.values() if each.kind is ConceptKind.CATEGORY)
SCOPES = frozenset(each.id for each in CONCEPTS.values() if each.kind is ConceptKind.SCOPE)

DOCUMENT = _section(
    publiccodeYmlVersion=Key(Value(Form.VERSION), required=True),
    name=_NAME,
    applicationSuite=_TEXT,
    url=Key(Value(Form.URL), required=True),
    landingURL=_WEB_URL,
    isBasedOn=Key(Many(Value(Form.URL), or_one=True)),
    softwareVersion=_TEXT,
    releaseDate=_DATE,
    logo=Key(Value(Form.LOGO), may_be_blank=True),
    monochromeLogo=Key(Value(Form.LOGO), deprecated="Use “logo” instead.", may_be_blank=True),
    inputTypes=Key(Many(Value(Form.MEDIA_TYPE)), deprecated=LEAVE_OUT),
    outputTypes=Key(Many(Value(Form.MEDIA_TYPE)), deprecated=LEAVE_OUT),
    platforms=Key(Many(Value(), one_is_meant=True), required=True),
    categories=Key(Many(Value(Form.CATEGORY))),
    usedBy=_TEXTS,
    fundedBy=Key(Many(_section(name=_NAME, uri=Key(Value(Form.URI))))),
    roadmap=_WEB_URL,
    developmentStatus=Key(Value(choices=DEVELOPMENT_STATUSES), required=True),
    softwareType=Key(Value(choices=SOFTWARE_TYPES), required=True),
    supports=Key(Many(_section(id=Key(Value(Form.SUPPORT), required=True)))),
    organisation=Key(_section(uri=Key(Value(Form.URI), required=True), name=_TEXT)),
    intendedAudience=Key(
        _section(
            countries=Key(Many(Value(Form.COUNTRY))),
            unsupportedCountries=Key(Many(Value(Form.COUNTRY))),
            scope=Key(Many(Value(Form.SCOPE))),
        )
    ),
    description=Key(ByLanguage(LANGUAGE_SECTION), required=True),
    legal=Key(
        _section(
            license=Key(Value(Form.LICENCE), required=True),
            mainCopyrightOwner=_TEXT,
            repoOwner=Key(Value(), deprecated="Use “organisation.name” instead."),
            authorsFile=Key(Value(Form.PATH), deprecated=LEAVE_OUT),
        ),
        required=True,
    ),
    maintenance=Key(
        _section(
            type=Key(Value(choices=MAINTENANCE_TYPES), required=True),
            contractors=Key(Many(CONTRACTOR)),
            contacts=Key(Many(CONTACT)),
        ),
        required=True,
    ),
    localisation=Key(
        _section(
            localisationReady=Key(Value(Form.BOOLEAN), required=True),
            availableLanguages=Key(Many(Value(Form.LANGUAGE)), required=True),
        ),
        required=True,
    ),
    dependsOn=Key(
        _section(
            open=Key(Many(DEPENDENCY)), proprietary=Key(Many(DEPENDENCY)), hardware=Key(Many(DEPENDENCY))
        )
    ),
    **{code: Key(section) for code, section in COUNTRY_SECTIONS.items()},
)
"""The whole file."""

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "publiccode-yaml-version": "publiccodeYmlVersion",
        "tags": "categories",
        "onlyFor": "scope",
        "accessibile": "lineeGuidaDesign",
        "interoperabile": "modelloInteroperabilita",
        "sicuro": "misureMinimeSicurezza",
        "privacy": "gdpr",
    }
)
"""Keys of 0.1 and drafts by their later names (CHANGELOG, core-0.2 and it-0.2)."""
