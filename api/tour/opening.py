"""First scene: the officer comes in, lets others in, and opens a programme."""

from dataclasses import dataclass

from api.tour import documents
from api.tour.asking import Person
from api.tour.tour import Tour


@dataclass(frozen=True, slots=True)
class Opened:
    """Who is in, and the programme that is open.

    Attributes:
        owner: speaks for the district.
        reviewers: score applications; they have no part in any.
        agency: speaks for the neighbour, who has nothing to do with the programme.
        district: id of the organisation that has the problems.
        neighbour: id of the other one.
        programme: its id.
        slug: its place in addresses.
    """

    officer: Person
    owner: Person
    reviewers: tuple[Person, Person]
    agency: Person
    district: str
    neighbour: str
    programme: str
    slug: str


def open_programme(tour: Tour) -> Opened:
    """Play the scene."""
    officer = _officer_comes_in(tour)
    district, neighbour = _organisations(tour, officer)
    owner, reviewers, agency = _invitations(tour, officer, district, neighbour)
    programme, slug = _programme(tour, officer, district)
    return Opened(officer, owner, reviewers, agency, district, neighbour, programme, slug)


def _officer_comes_in(tour: Tour) -> Person:
    name = "officer-comes-in" if tour.stage.is_own else "officer-signs-in"
    with tour.step(name) as seen:
        officer = tour.stage.officer(tour.language)
        viewer = officer.ask(documents.VIEWER).must_say_something()
        viewer.at("roles").must_hold("OFFICER")
        tour.anyone.ask(documents.VIEWER).must_be(None)
        seen(name=viewer.at("name").text())
    return officer


def _organisations(tour: Tour, officer: Person) -> tuple[str, str]:
    with tour.step("organisations") as seen:
        inputs = tour.story["organisations"]
        tour.anyone.ask(documents.REGISTER_ORGANISATION, input=inputs["district"]).refused(
            ("OFFICERS_ONLY", None)
        )
        ids = []
        for each in (inputs["district"], inputs["neighbour"]):
            answer = officer.ask(documents.REGISTER_ORGANISATION, input=each).written("organisation")
            answer.at("name").must_be(each["name"])
            ids.append(answer.at("id").text())
        district, neighbour = ids
        seen(district=tour.word(inputs["district"]["name"]), neighbour=tour.word(inputs["neighbour"]["name"]))
    return district, neighbour


def _invitations(
    tour: Tour, officer: Person, district: str, neighbour: str
) -> tuple[Person, tuple[Person, Person], Person]:
    with tour.step("invitations") as seen:
        officer.ask(documents.INVITE, email="nobody", role="REVIEWER", organisation=None).refused(
            ("EMAIL_MALFORMED", "email")
        )
        owner = tour.invited(officer, "owner", ("OWNER", district))
        reviewers = (
            tour.invited(officer, "reviewer-one", ("REVIEWER", None)),
            tour.invited(officer, "reviewer-two", ("REVIEWER", None)),
        )
        agency = tour.invited(officer, "agency", ("AGENCY", neighbour))
        viewer = owner.ask(documents.VIEWER)
        viewer.at("roles").must_be(["OWNER"])
        viewer.at("grants.nodes.0.organisation.id").must_be(district)
        reviewers[0].ask(documents.VIEWER).at("roles").must_be(["REVIEWER"])
        agency.ask(documents.VIEWER).at("grants.nodes.0.organisation.id").must_be(neighbour)
        seen(count="4")
    return owner, reviewers, agency


def _programme(tour: Tour, officer: Person, district: str) -> tuple[str, str]:
    story = tour.story["programme"]
    with tour.step("programme-prepared") as seen:
        created = officer.ask(documents.CREATE_PROGRAMME, organisation=district, input=story)
        programme = created.written("programme")
        programme.at("state").must_be("DRAFT")
        weights = programme.at("weights").each()
        weights[0].at("criterion").must_be("SKILLS")
        programme.at("rubric").must_be([{"id": line["id"]} for line in story["rubric"]])
        identity, slug = programme.at("id").text(), programme.at("slug").text()
        tour.anyone.ask(documents.PROGRAMME, slug=slug).must_be(None)
        seen(name=tour.word(story["name"]), weights=len(weights))
    with tour.step("programme-opened") as seen:
        officer.ask(documents.OPEN_PROGRAMME, id=identity).written("programme").at("state").must_be("OPEN")
        public = tour.anyone.ask(documents.PROGRAMME, slug=slug)
        public.at("weights").must_be([each.value for each in weights])
        other = [{**each, "weight": 1} for each in story["weights"]]
        version = int(public.at("version").number())
        fixed = officer.ask(
            documents.EDIT_PROGRAMME, id=identity, version=version, input={"weights": other}
        ).refused(("FIXED_ONCE_OPEN", "weights"))
        tour.anyone.ask(documents.PROGRAMME, slug=slug).at("version").must_be(version)
        seen(refusal=fixed[0])
    return identity, slug
