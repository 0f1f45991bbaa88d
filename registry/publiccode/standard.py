"""The publiccode.yml standard as data: its keys with their shapes, its enumerations, its limits.

Source: the standard 0.7.0 (publiccodeyml/publiccode.yml, CC0), docs/standard/schema.core.rst and
schema.it.rst, and CHANGELOG.rst for what was renamed and deprecated when. Older versions are read
by the same table, as the standard's reference validator does: what they had was kept or renamed.
The section of Taiwan is described by the entries of its public code platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from registry.concepts import CONCEPTS, ConceptKind

VERSIONS = (
    *("0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0"),
    *("0.5", "0.5.0", "0.6", "0.6.0", "0.7", "0.7.0"),
)
"""Versions that can be read; "0" means the latest 0.x."""

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
    """A list of one shape; `or_one` also takes a single item without a list."""

    item: "Shape"
    or_one: bool = False


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
    """A key: the shape of its value, whether it must be there, and what to do instead if it is deprecated."""

    shape: Shape
    required: bool = False
    deprecated: str = ""


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
    genericName=Key(Value(longest=LONGEST_GENERIC_NAME), deprecated=LEAVE_OUT),
    shortDescription=Key(Value(longest=LONGEST_SHORT_DESCRIPTION), required=True),
    longDescription=Key(Value(shortest=SHORTEST_LONG_DESCRIPTION, longest=LONGEST_LONG_DESCRIPTION)),
    documentation=_WEB_URL,
    apiDocumentation=_WEB_URL,
    features=_TEXTS,
    screenshots=Key(Many(Value(Form.SCREENSHOT))),
    videos=Key(Many(Value(Form.WEB_URL))),
    awards=_TEXTS,
)
ITALY = _section(
    countryExtensionVersion=_TEXT,
    conforme=Key(
        _section(
            lineeGuidaDesign=_BOOLEAN,
            modelloInteroperabilita=_BOOLEAN,
            misureMinimeSicurezza=_BOOLEAN,
            gdpr=_BOOLEAN,
        )
    ),
    piattaforme=Key(_section(spid=_BOOLEAN, cie=_BOOLEAN, anpr=_BOOLEAN, pagopa=_BOOLEAN, io=_BOOLEAN)),
    riuso=Key(_section(codiceIPA=_TEXT)),
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
    logo=Key(Value(Form.LOGO)),
    monochromeLogo=Key(Value(Form.LOGO), deprecated=LEAVE_OUT),
    inputTypes=Key(Many(Value(Form.MEDIA_TYPE)), deprecated=LEAVE_OUT),
    outputTypes=Key(Many(Value(Form.MEDIA_TYPE)), deprecated=LEAVE_OUT),
    platforms=Key(Many(Value(), or_one=True), required=True),
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

_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd
    se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
    vi vo wa wo xh yi yo za zh zu
    """
LANGUAGES = frozenset(_LANGUAGES.split())
"""Two-letter languages of ISO 639-1, which BCP 47 uses where there is one."""

_SHORTER_LANGUAGES = """
    ara:ar bul:bg cat:ca ces:cs cze:cs chi:zh zho:zh cym:cy dan:da deu:de ger:de dut:nl nld:nl ell:el gre:el
    eng:en est:et eus:eu fas:fa fin:fi fra:fr fre:fr gle:ga glg:gl heb:he hin:hi hrv:hr hun:hu ind:id isl:is
    ita:it jpn:ja kor:ko lav:lv lit:lt ltz:lb mkd:mk mlt:mt msa:ms nno:nn nob:nb nor:no pol:pl por:pt ron:ro
    rum:ro rus:ru slk:sk slv:sl spa:es sqi:sq srp:sr swe:sv tha:th tur:tr ukr:uk vie:vi
"""
SHORTER_LANGUAGES: Mapping[str, str] = MappingProxyType(
    dict(pair.split(":") for pair in _SHORTER_LANGUAGES.split())
)
"""Three-letter languages of ISO 639-2 that BCP 47 writes with two (RFC 5646, 2.2.1); those seen in metadata."""

_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
    IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
    YT ZA ZM ZW
    """
COUNTRIES = frozenset(_COUNTRIES.split())
"""Officially assigned codes of ISO 3166-1 alpha-2."""
