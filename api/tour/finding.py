"""Last scene: the software is looked at, found in two languages, used by another agency, and read by anybody."""

import time
from collections.abc import Callable, Mapping

from api.tour import documents
from api.tour.answers import Answer
from api.tour.applying import Applied
from api.tour.opening import Opened
from api.tour.pairing import Paired
from api.tour.telling import Texts
from api.tour.tour import Tour, today
from api.tour.working import Delivered
from registry.health import BAND_LABELS, HealthBand

LOOKED_WITHIN = 20.0  # seconds; the worker is told at once, and the double answers in one
LOOKS_EVERY = 0.1
NOT_REACHED = frozenset({"GONE", "UNREACHABLE"})
STATES: Mapping[str, Texts] = {
    "WAITING": {"en": "has not been looked at yet", "zh-Hant": "尚未查看"},
    "OBSERVED": {"en": "was seen", "zh-Hant": "已查看"},
    "UNREACHABLE": {"en": "cannot be reached", "zh-Hant": "無法連線"},
    "GONE": {"en": "does not exist on GitHub", "zh-Hant": "在 GitHub 上不存在"},
}
HEALTHY = ("THRIVING", "STEADY")  # the double's repository is worked on every week and released this month
UNSEEN = "UNKNOWN"  # the verdict on a licence that is declared, of files that nobody has looked at
SEARCHES = ("淹水", "flood")


def find(tour: Tour, opened: Opened, applied: Applied, paired: Paired, delivered: Delivered) -> None:
    """Play the scene."""
    was_seen = _look(tour, opened, delivered)
    _search(tour, delivered)
    _use(tour, opened, delivered)
    _read(tour, opened, applied, paired, delivered, was_seen=was_seen)
    with tour.step("programme-closed") as seen:
        closed = opened.officer.ask(documents.CLOSE_PROGRAMME, id=opened.programme).written("programme")
        closed.at("state").must_be("CLOSED")
        seen()


def _look(tour: Tour, opened: Opened, delivered: Delivered) -> bool:
    """Wait for the worker's look, and say whether it saw the repository: on the tour's own server it must."""
    if tour.stage.is_own:
        with tour.step("observed") as seen:
            software = _eventually(tour, delivered, lambda entry: entry.at("observedAt").value is not None)
            software.at("observedAt").must_say_something()
            _seen_as_it_is(software)
            seen(**_health(tour, software))
        return True
    with tour.step("observation-awaited") as seen:
        software = _eventually(
            tour,
            delivered,
            lambda entry: (
                entry.at("observedAt").value is not None
                or entry.at("repositories.nodes.0.state").value in NOT_REACHED
            ),
        )
        was_seen = software.at("observedAt").value is not None
        if was_seen:
            _seen_as_it_is(software)
        state = software.at("repositories.nodes.0.state").must_be_one_of(*STATES).text()
        seen(state=tour.word(STATES[state]))
    if not was_seen:
        _import(tour, opened, delivered)
    return was_seen


def _eventually(tour: Tour, delivered: Delivered, holds: Callable[[Answer], bool]) -> Answer:
    """The entry as soon as something holds of it, or as it is when waiting has taken too long."""
    give_up = time.monotonic() + LOOKED_WITHIN
    while True:
        software = tour.anyone.ask(documents.SOFTWARE, slug=delivered.slug)
        if holds(software) or time.monotonic() > give_up:
            return software
        time.sleep(LOOKS_EVERY)


def _seen_as_it_is(software: Answer) -> None:
    """The entry tells what the repository shows: its publiccode.yml, its licence, its health."""
    software.at("repositories.nodes.0.state").must_be("OBSERVED")
    software.at("name").must_be("Flood report")
    software.at("localisedName").must_be({"en": "Flood report", "zh-Hant": "淹水通報"})
    software.at("publiccodeVersion").must_be("0.4")
    software.at("publiccodeValid").must_be(wanted=True)
    software.at("declaredLicence").must_be("MIT")
    software.at("licence").must_be("MIT")
    software.at("verdict").must_be("AGREE")
    evidence = {each.at("kind").text(): each for each in software.at("evidence").each()}
    software.made("evidence.*.kind", sorted(evidence)).must_hold("PUBLICCODE").must_hold("LICENCE_FILE")
    evidence["PUBLICCODE"].at("statement").must_be("MIT")
    evidence["LICENCE_FILE"].at("expression").must_be("MIT")
    evidence["LICENCE_FILE"].at("source").must_be("LICENSE")
    software.at("healthBand").must_be_one_of(*HEALTHY)
    snapshot = software.at("snapshots.nodes.0")
    snapshot.at("score").must_be(software.at("healthScore").value)
    snapshot.at("score").must_be_at_least(1)
    snapshot.at("coverage").must_be_at_least(0.5)
    known = [each for each in snapshot.at("signals").each() if each.at("points").value is not None]
    snapshot.made("signals (known)", len(known)).must_be_at_least(5)


def _health(tour: Tour, software: Answer) -> dict[str, object]:
    return {
        "licence": software.at("licence").text(),
        "score": int(software.at("healthScore").number()),
        "band": tour.word(BAND_LABELS[HealthBand(software.at("healthBand").text())]).lower(),
        "coverage": tour.points(software.at("healthCoverage").number()),
        "signals": len(software.at("snapshots.nodes.0.signals").each()),
    }


def _import(tour: Tour, opened: Opened, delivered: Delivered) -> None:
    """Take the entry from its metadata; what nobody has seen stays unknown."""
    with tour.step("imported") as seen:
        imported = opened.officer.ask(
            documents.IMPORT_SOFTWARE, publiccode=tour.stage.publiccode, source=tour.stage.repository_url
        ).written("software")
        imported.at("id").must_be(delivered.software)
        imported.at("name").must_be("Flood report")
        imported.at("publiccodeValid").must_be(wanted=True)
        imported.at("declaredLicence").must_be("MIT")
        imported.at("licence").must_be(None)
        imported.at("verdict").must_be(UNSEEN)
        imported.at("healthBand").must_be("NOT_OBSERVED")
        imported.at("healthScore").must_be(None)
        seen(licence=imported.at("declaredLicence").text())


def _search(tour: Tour, delivered: Delivered) -> None:
    with tour.step("searched") as seen:
        for query in SEARCHES:
            found = tour.anyone.ask(documents.SEARCH, query=query)
            slugs = [each.at("slug").text() for each in found.at("nodes").each()]
            found.made(f"nodes.*.slug ({query})", slugs).must_hold(delivered.slug)
            found.at("isLoosened").must_be(wanted=False)
        nothing = tour.anyone.ask(documents.SEARCH, query="beekeeping 養蜂")
        nothing.made(
            "nodes.*.slug", [each.at("slug").text() for each in nothing.at("nodes").each()]
        ).must_lack(delivered.slug)
        seen(queries=tour.words(SEARCHES))


def _use(tour: Tour, opened: Opened, delivered: Delivered) -> None:
    with tour.step("usage-signed") as seen:
        statement = {
            "software": delivered.software,
            "agency": opened.neighbour,
            "purpose": tour.story["usage"]["purpose"],
        }
        refused = opened.owner.ask(documents.ATTEST_USAGE, **statement, since=today().isoformat()).refused(
            ("NOT_YOUR_AGENCY", "agencyId")
        )
        opened.agency.ask(documents.ATTEST_USAGE, **statement, since="2999-01-01").refused(
            ("STARTS_IN_FUTURE", "since")
        )
        usage = opened.agency.ask(documents.ATTEST_USAGE, **statement, since=today().isoformat()).written(
            "usage"
        )
        usage.at("agency.id").must_be(opened.neighbour)
        usage.at("isCurrent").must_be(wanted=True)
        seen(agency=tour.word(tour.story["organisations"]["neighbour"]["name"]), refusal=refused[0])


def _read(
    tour: Tour, opened: Opened, applied: Applied, paired: Paired, delivered: Delivered, *, was_seen: bool
) -> None:
    """Anybody follows the software back to the challenge that it answers, in one operation."""
    with tour.step("read-by-anybody") as seen:
        software = tour.anyone.ask(documents.PUBLIC_PAGE, slug=delivered.slug)
        software.at("publisher.name").must_say_something()
        software.at("verdict").must_be("AGREE" if was_seen else UNSEEN)
        agencies = [each.at("agency.id").text() for each in software.at("usages.nodes").each()]
        software.made("usages.*.agency.id", agencies).must_hold(opened.neighbour)
        deliveries = {each.at("match.id").value: each for each in software.at("deliveries.nodes").each()}
        software.made("deliveries.*.match.id", list(deliveries)).must_hold(paired.match)
        match = deliveries[paired.match].at("match")
        match.at("team.id").must_be(applied.mappers.id)
        match.at("challenge.title").must_be(tour.story["challenges"]["flood"]["title"])
        match.at("challenge.state").must_be("DELIVERED")
        match.at("agreement.licence").must_be("MIT")
        match.made("milestones", len(match.at("milestones.nodes").each())).must_be(2)
        seen(
            software=software.at("name").text(),
            challenge=tour.word(tour.story["challenges"]["flood"]["title"]),
            team=applied.mappers.name,
            agency=tour.word(tour.story["organisations"]["neighbour"]["name"]),
        )
