"""What PyPI's `matching` needs for the same round, in an environment of its own: its package has our room's name."""

import hashlib
import json
import os
import subprocess
import venv
from functools import partial
from pathlib import Path
from tempfile import gettempdir

from matching.cohort import Instance, Scores

LOCK = Path(__file__).with_name("requirements-peer.lock")
HOME = Path(__file__).resolve().parents[3] / "build" / "bench-matching-peer"

_ITS_PROGRAM = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
sys.setrecursionlimit(100_000)
from matching.games import HospitalResident
wishes, wanted, places = json.load(sys.stdin)
started = time.perf_counter()
found = HospitalResident.create_from_dictionaries(wishes, wanted, places).solve(optimal="resident")
seconds = time.perf_counter() - started
pairs = [[str(team), str(challenge)] for challenge, teams in found.items() for team in teams]
print(json.dumps({"seconds": seconds, "pairs": pairs}))
"""


def installed() -> Path | None:
    """The peer's Python, installed from its lock at first use; None where that cannot be done."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    python, mark = HOME / "bin" / "python", HOME / "installed"
    if mark.exists() and mark.read_text() == digest:
        return python
    venv.create(HOME, clear=True, with_pip=True)
    install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", LOCK]
    done = subprocess.run(install, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own lock
    if done.returncode:
        return None
    mark.write_text(digest)
    return python


def measured(python: Path | None, instance: Instance) -> str:
    """Its seconds and its welfare by the instance's scores; it knows no ties, so equals are ordered by id."""
    if python is None:
        return "matching could not be installed"
    scores = instance.scores or {}
    wishes = {team.id: [each for group in team.preferences for each in group] for team in instance.teams}
    wanted: dict[str, list[str]] = {}
    for team, listed in wishes.items():
        for each in listed:
            wanted.setdefault(each, []).append(team)
    for challenge, teams in wanted.items():
        teams.sort(key=partial(_rank, scores, challenge))
    places = {each.id: each.max_teams for each in instance.challenges if each.id in wanted}
    done = subprocess.run(  # noqa: S603 - our own program, with figures of our own
        [python, "-I", "-c", _ITS_PROGRAM],
        input=json.dumps([wishes, wanted, places]),
        cwd=gettempdir(),
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"matching does not run here: {done.stderr.strip().splitlines()[-1]}"
    told = json.loads(done.stdout)
    welfare = sum(sum(scores[team][challenge]) for team, challenge in told["pairs"])
    return f"matching {told['seconds']:.3f} s, welfare {welfare:.2f}"


def _rank(scores: Scores, challenge: str, team: str) -> tuple[float, str]:
    return -scores[team][challenge][1], team
