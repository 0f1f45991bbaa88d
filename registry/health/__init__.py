"""How alive a repository is: observations in, an explained snapshot out. Pure: no I/O, no clock."""

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
    CommitFact,
    EventFact,
    ReleaseFact,
    RepositoryObservation,
    TagFact,
    observation_as_json,
    observation_from_json,
)

__all__ = [
    "MODEL_VERSION",
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
    "Unit",
    "observation_as_json",
    "observation_from_json",
    "snapshot_as_json",
    "snapshot_from_json",
]
