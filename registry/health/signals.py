"""The signals of the model in its order, each a function of the facts that says its value, its points and why."""

from collections.abc import Callable
from typing import Final

from registry.health import answering, papers, working
from registry.health.facts import Facts
from registry.health.model import Signal

SIGNALS: Final[tuple[Callable[[Facts], Signal], ...]] = (
    working.last_human_commit,
    working.active_months,
    working.year_on_year,
    working.absence_factor,
    working.authors,
    working.release,
    answering.first_response,
    answering.closure_ratio,
    papers.licence_file,
    papers.licence_verdict,
    papers.readme,
    papers.contributing,
    papers.documentation,
    papers.security,
    answering.advisories,
    papers.continuous_integration,
    papers.dependency_updater,
    answering.signed_releases,
    papers.publiccode,
    papers.maintenance,
    papers.development_status,
)


def all_signals(facts: Facts) -> tuple[Signal, ...]:
    """Compute every signal of the model, unknown ones included, in the model's order."""
    return tuple(compute(facts) for compute in SIGNALS)
