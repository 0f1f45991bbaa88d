"""Pairs a cohort of people and ids by flow, where it is too large to be searched."""

from matching.cohort.arrays import as_arrays
from matching.cohort.instance import Instance, Pair
from matching.cohort.orders import Orders


def by_flow(instance: Instance, known: Orders, *, allow_closing: bool) -> tuple[Pair, ...] | None:
    """The pairs of most welfare; None where owners or closing would have to be kept, or minimums cannot be met."""
    from matching.cohort.flow import most_welfare  # noqa: PLC0415 - validating a file must not need OR-tools

    closes = allow_closing and any(each.min_teams for each in instance.challenges)
    quotas = all(each.min_teams <= each.max_teams for each in instance.challenges)
    if instance.owners or closes or not quotas:
        return None
    chosen = most_welfare(as_arrays(instance, known))
    if chosen is None:
        return None
    return tuple(pair for pair, made in zip(known.pairs, chosen, strict=True) if made)
