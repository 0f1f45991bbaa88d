"""What each subject can be narrowed by, and what its counts say; pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from registry.licences.checking import is_open
from registry.licences.expressions import ExpressionError, parse
from registry.search.model import Facet, FacetCount, Subject

#: The groups of each subject.
FACETS: Mapping[Subject, tuple[Facet, ...]] = {
    Subject.SOFTWARE: (
        Facet.CATEGORY,
        Facet.SCOPE,
        Facet.VERDICT,
        Facet.LICENCE,
        Facet.APPROVED,
        Facet.HEALTH_BAND,
        Facet.PUBLISHER,
        Facet.COUNTRY,
        Facet.COUNTY,
        Facet.SOFTWARE_TYPE,
        Facet.DEVELOPMENT_STATUS,
        Facet.TECHNOLOGY,
        Facet.LANGUAGE,
        Facet.USED_BY,
        Facet.PROGRAMME,
        Facet.ACCESSIBILITY,
    ),
    Subject.CHALLENGE: (
        Facet.OPEN,
        Facet.STATE,
        Facet.PROGRAMME,
        Facet.MODE,
        Facet.DOMAIN,
        Facet.NEED,
        Facet.DATA_CLASS,
        Facet.OWNER,
        Facet.COUNTRY,
        Facet.COUNTY,
    ),
    Subject.TEAM: (Facet.DOMAIN, Facet.SKILL, Facet.LANGUAGE, Facet.COUNTRY, Facet.COUNTY),
}
APPROVED, NOT_APPROVED, UNKNOWN = "yes", "no", "unknown"


@lru_cache(maxsize=4096)  # a catalogue has some hundred licences
def approval(licence: str) -> str:
    """Say whether OSI, FSF or the Open Definition recognise what a reader may choose: yes, no or unknown.

    Unknown is what hangs on a licence that the SPDX list does not have.
    """
    try:
        judged = is_open(parse(licence))
    except ExpressionError:
        return UNKNOWN
    return UNKNOWN if judged is None else APPROVED if judged else NOT_APPROVED


def commonest(counts: Sequence[FacetCount], most: int | None, chosen: Sequence[str]) -> Sequence[FacetCount]:
    """Keep at most so many values of a group, and those that were chosen wherever they stand; all for None."""
    if most is None:
        return counts
    return [*counts[:most], *(each for each in counts[most:] if each.value in chosen)]


def counted(rows: Iterable[tuple[str, str, int]]) -> Mapping[Facet, tuple[FacetCount, ...]]:
    """Order counts by group, commonest value first.

    Args:
        rows: facet, value and count; of `approved` the values are licences, which are judged here.
    """
    sums: dict[Facet, dict[str, int]] = {}
    for name, value, count in rows:
        facet = Facet(name)
        values = sums.setdefault(facet, {})
        said = approval(value) if facet is Facet.APPROVED else value
        values[said] = values.get(said, 0) + count
    return {facet: ordered(sums[facet]) for facet in Facet if facet in sums}


def ordered(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """List the values of one group, commonest first."""
    return tuple(
        FacetCount(value, count)
        for value, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )
