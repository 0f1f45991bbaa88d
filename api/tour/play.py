"""The whole story, scene by scene."""

from api.tour.applying import apply_for_challenges
from api.tour.finding import find
from api.tour.opening import open_programme
from api.tour.pairing import pair
from api.tour.posting import post_challenges
from api.tour.stage import Stage
from api.tour.telling import Telling
from api.tour.tour import Tour
from api.tour.working import work


def play(stage: Stage, telling: Telling) -> None:
    """Play one programme from its opening to code that another agency uses.

    Raises:
        Failed: a step is not as it should be; what was played before it stands.
    """
    tour = Tour(stage, telling)
    opened = open_programme(tour)
    posted = post_challenges(tour, opened)
    applied = apply_for_challenges(tour, opened, posted)
    paired = pair(tour, opened, posted, applied)
    delivered = work(tour, opened, applied, paired)
    find(tour, opened, applied, paired, delivered)
