"""What follows from one look at a repository: its own publiccode.yml, the licence verdict, its health; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from registry.health import DeclaredFacts, HealthBand, HealthSnapshot, RepositoryObservation, files, snapshot
from registry.licences import Evidence, EvidenceKind, Subject, Verdict, check, identify, reconcile, reuse
from registry.publiccode import PublicCode, Unreadable, findings_in_words, read, summarise
from registry.software import addresses
from registry.software.manifests import stated_licences
from registry.software.model import merged

FILE = "publiccode.yml"
NOT_A_LICENCE = frozenset({"NOASSERTION", "OTHER", "NONE"})  # what forges send when they cannot tell


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What the repository's own publiccode.yml says; `metadata` is None when it could not be read."""

    metadata: PublicCode | None
    findings: tuple[Mapping[str, Any], ...]
    version: str | None
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that follows from one look.

    Attributes:
        metadata: what is known of the software now.
        own_file: its publiccode.yml; None when it has none of its own.
        verdict: about its licence.
        health: as of the look.
    """

    metadata: PublicCode
    own_file: OwnFile | None
    verdict: Verdict
    health: HealthSnapshot


def assess(
    observation: RepositoryObservation,
    known: PublicCode,
    source: str | None,
    as_of: datetime,
    shipped: Sequence[Evidence] | None = None,
    previous: HealthBand | None = None,
    before: Verdict | None = None,
) -> Assessment:
    """Draw every conclusion from one look.

    Args:
        observation: what was seen.
        known: what the catalogue knows already; the repository's own file is laid over it.
        source: where `known` comes from, when the repository does not say it itself.
        as_of: the end of all windows of time, with its time zone.
        shipped: evidence of what the repository holds, where the observation no longer carries the texts.
        previous: the band that the look before gave, which is not left for a point or two.
        before: the verdict so far; what it rests on of files that could not be read now stands.
    """
    own = own_file(observation)
    metadata = merged(known, own.metadata) if own and own.metadata else known
    says_so_itself = own is not None and own.metadata is not None and own.metadata.licence is not None
    declaration = declared_licence(metadata, FILE if says_so_itself else source, observation.observed_at)
    if shipped is None:
        standing = () if before is None else _still_standing(before, observation)
        shipped = (*shipped_licences(observation), *standing)
    verdict = reconcile((*declaration, *shipped))
    declared = DeclaredFacts(
        development_status=metadata.development_status,
        maintenance_type=metadata.maintenance_type,
        contract_until=metadata.contract_until,
        licence_verdict=verdict.kind,
        publiccode_valid=own.is_valid if own else None,
    )
    return Assessment(metadata, own, verdict, snapshot(observation, declared, as_of, previous))


def own_file(observation: RepositoryObservation) -> OwnFile | None:
    """Read the repository's own publiccode.yml; one that names another repository was carried over by a fork."""
    text = next(
        (observation.texts[path] for path in sorted(observation.texts) if files.PUBLICCODE.match(path)), None
    )
    if text is None:
        return None
    try:
        reading = read(text.encode("utf-8", "replace"))
    except Unreadable as refusal:
        return OwnFile(None, findings_in_words(refusal), None, is_valid=False)
    metadata = summarise(reading)
    if not _is_about(metadata.url, observation):
        return None
    return OwnFile(metadata, findings_in_words(reading), reading.version, reading.ok)


def declared_licence(metadata: PublicCode, source: str | None, at: datetime | None) -> tuple[Evidence, ...]:
    """Make evidence of what the metadata declares, word for word."""
    if metadata.licence is None:
        return ()
    return (_stated(EvidenceKind.PUBLICCODE, source or FILE, metadata.licence, at),)


def redeclared(before: Verdict, metadata: PublicCode, source: str | None, at: datetime) -> Verdict:
    """Judge again what a changed declaration, read at that time, says against what was seen of the files."""
    if metadata.licence == before.declared:
        return before
    seen = (each for each in before.evidence if each.kind is not EvidenceKind.PUBLICCODE)
    return reconcile((*declared_licence(metadata, source, at), *seen))


def shipped_licences(observation: RepositoryObservation) -> tuple[Evidence, ...]:
    """Make evidence of what the repository holds: licence files, manifests, and what the forge thinks.

    That there is no licence file is evidence only where the list of files is known. Files that are listed but
    could not be read are no evidence; then the forge's own opinion has to do.
    """
    return tuple(_shipped(observation))


def _still_standing(before: Verdict, observation: RepositoryObservation) -> tuple[Evidence, ...]:
    """Give what an earlier look saw of files that this one could not read: it stands, with its date."""
    return tuple(
        each
        for each in before.evidence
        if each.kind
        in {EvidenceKind.LICENCE_FILE, EvidenceKind.REUSE, EvidenceKind.MANIFEST, EvidenceKind.NO_FILE}
        and (not observation.knows("files") or f"texts/{each.source}" in observation.missing)
    )


def past_health(observation: RepositoryObservation, as_of: datetime) -> HealthSnapshot:
    """Score an earlier day from what history still tells of it: commits and dated tags.

    Which files there were, whether it was archived and what was declared on that day is not known now, so those
    signals are absent and the coverage says so.
    """
    not_recorded = dict.fromkeys(("files", "texts", "community", "archived"), "NOT_RECORDED_THEN")
    then = replace(
        observation,
        archived=None,
        files=(),
        texts={},
        text_digests={},
        community=None,
        missing={**observation.missing, **not_recorded},
    )
    return snapshot(then, DeclaredFacts(), as_of)


def _shipped(observation: RepositoryObservation) -> Iterator[Evidence]:
    at = observation.observed_at
    paths = files.licence_files(observation.files)
    spoken = tuple(_reuse(observation, paths))
    yield from spoken
    for path in paths:
        if path not in observation.texts:
            continue
        named = reuse.misnamed(path, observation.texts[path])
        if named or not (spoken and path.startswith(f"{reuse.TEXTS}/")):
            found = identify(observation.texts[path], path)
            yield Evidence(EvidenceKind.LICENCE_FILE, path, named, found.expression, at)
    if observation.knows("files") and not paths and not spoken:
        yield Evidence(EvidenceKind.NO_FILE, observation.url, None, None, at)
    licence = observation.forge_licence
    if licence and licence.upper() not in NOT_A_LICENCE:
        yield Evidence(EvidenceKind.FORGE, observation.forge, licence, licence, at)
    for path, statement in stated_licences(observation.texts):
        yield _stated(EvidenceKind.MANIFEST, path, statement, at)


def _reuse(observation: RepositoryObservation, licence_files: Sequence[str]) -> Iterator[Evidence]:
    """What the project says by the REUSE convention, where it follows it: then `LICENSES/` holds texts for others.

    A look reads few files, so a `REUSE.toml` is asked about every path that is known to be there. What it says of
    settings and other things that are neither code nor content counts only where no licence file speaks.
    """
    if reuse.FILE not in observation.texts:
        return
    listed = {path: observation.texts.get(path, path) for path in observation.files} | dict(observation.texts)
    for piece in reuse.evidence(listed, observation.observed_at):
        if piece.kind is not EvidenceKind.LICENCE_FILE and (
            piece.about is not Subject.ALL or not licence_files
        ):
            yield piece


def _stated(kind: EvidenceKind, source: str, statement: str, at: datetime | None) -> Evidence:
    """What somebody wrote, word for word, and the expression that it is; None when it is no valid one."""
    judged = check(statement)
    return Evidence(kind, source, statement, judged.normalised if judged.valid else None, at)


def _is_about(url: str | None, observation: RepositoryObservation) -> bool:
    if url is None:
        return True
    if addresses.repository_address(observation.url) is None:
        return True  # a local mirror that does not know where it comes from cannot tell
    host = "github.com" if observation.forge == "github" else observation.forge
    now = f"https://{host}/{observation.full_name}" if "." in host else None
    return addresses.same(url, observation.url) or addresses.same(url, now)
