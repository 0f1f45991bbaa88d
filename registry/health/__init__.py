"""How alive a repository is: observations in, an explained snapshot out. Pure: no I/O, no clock."""

from registry.health.explanations import EXPLANATIONS
from registry.health.figures import figures_as_json
from registry.health.files import licence_files
from registry.health.identity import is_bot, pseudonym
from registry.health.labels import BAND_LABELS, SIGNAL_LABELS, UNIT_LABELS, explain, sentence
from registry.health.model import (
    MODEL_VERSION,
    Cap,
    DeclaredFacts,
    HealthBand,
    HealthSnapshot,
    Signal,
    Source,
    Unit,
    snapshot_as_json,
    snapshot_from_json,
)
from registry.health.observation import (
    AdvisoryFact,
    CommitFact,
    EventFact,
    ReleaseFact,
    RepositoryObservation,
    TagFact,
    ThreadFact,
    observation_as_json,
    observation_from_json,
)
from registry.health.score import band_after, not_observed, snapshot, without_repository

__all__ = [
    "BAND_LABELS",
    "EXPLANATIONS",
    "MODEL_VERSION",
    "SIGNAL_LABELS",
    "UNIT_LABELS",
    "AdvisoryFact",
    "Cap",
    "CommitFact",
    "DeclaredFacts",
    "EventFact",
    "HealthBand",
    "HealthSnapshot",
    "ReleaseFact",
    "RepositoryObservation",
    "Signal",
    "Source",
    "TagFact",
    "ThreadFact",
    "Unit",
    "band_after",
    "explain",
    "figures_as_json",
    "is_bot",
    "licence_files",
    "not_observed",
    "observation_as_json",
    "observation_from_json",
    "pseudonym",
    "sentence",
    "snapshot",
    "snapshot_as_json",
    "snapshot_from_json",
    "without_repository",
]
