"""Programs that name licences, each asked about the same files: ours, licensecheck and licensee."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).parents[3]
STARTS = 5  # the least of them counts, as of all rounds: what else the machine does only adds
#: Asks licensee as a library in one process, which is how it is quickest; a process a file costs its start each time.
LICENSEE = """
require "json"
require "licensee"
answers = STDIN.read.split("\\n").to_h do |path|
  content = File.read(path, encoding: "UTF-8").scrub
  found = nil
  taken = Array.new(5) do
    began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    found = Licensee::ProjectFiles::LicenseFile.new(content, File.basename(path)).license
    (Process.clock_gettime(Process::CLOCK_MONOTONIC) - began) * 1000
  end
  [path, [found && found.spdx_id, taken.min]]
end
puts JSON.dump(answers)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An expression, or None where the program abstained; milliseconds, None where only the sum is known."""

    expression: str | None
    milliseconds: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """What a program said about all files.

    Attributes:
        program: its name.
        answers: by path.
        seconds: of the whole process over all files.
        start_seconds: of a process that is asked about one small file.
        peak_mib: the most memory that the process had, in MiB.
        index_seconds: what loading its index took after imports, where that is known.
    """

    program: str
    answers: Mapping[Path, Answer]
    seconds: float
    start_seconds: float
    peak_mib: float
    index_seconds: float | None = None

    def milliseconds_a_file(self) -> float:
        """The mean over all files without the start of the process."""
        known = [each.milliseconds for each in self.answers.values() if each.milliseconds is not None]
        if len(known) == len(self.answers):
            return sum(known) / len(known)
        return max(self.seconds - self.start_seconds, 0) * 1000 / len(self.answers)


def ours(paths: Sequence[Path], cache: Path) -> Run:
    """What this checkout says, with an index in a cache of its own that an earlier start has stored."""
    command = [sys.executable, "-m", "tests.bench.licences.ours"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    _measured(command, paths[:1], environment)
    starts = [_measured(command, paths[:1], environment) for _ in range(STARTS)]
    start = min(seconds for _, seconds, _ in starts)
    loading = min(json.loads(told)["index"] for told, _, _ in starts)
    printed, seconds, peak = _measured(command, paths, environment)
    told = json.loads(printed)
    answers = {Path(path): Answer(found, least) for path, (found, least) in told["answers"].items()}
    return Run("commonfield", answers, seconds, start, peak, loading)


def licensecheck(paths: Sequence[Path]) -> Run | None:
    """What Debian's licensecheck says; None where it is not installed."""
    if shutil.which("licensecheck") is None:
        return None
    # Whole files, any name, and SPDX ids where it knows them.
    command = ["licensecheck", "--machine", "--shortname-scheme=spdx", "--lines=0", "--check=."]
    start = min(_measured([*command, str(paths[0])])[1] for _ in range(STARTS))
    printed, seconds, peak = min(
        (_measured([*command, *map(str, paths)]) for _ in range(STARTS)), key=itemgetter(1)
    )
    named = dict(line.split("\t", 1) for line in printed.splitlines() if "\t" in line)
    answers = {path: Answer(_named(_as_spdx(named.get(str(path), ""))), None) for path in paths}
    return Run("licensecheck", answers, seconds, start, peak)


def licensee(paths: Sequence[Path]) -> Run | None:
    """What licensee says; None where it is not installed."""
    if shutil.which("licensee") is None or shutil.which("ruby") is None:
        return None
    command = ["ruby", "-e", LICENSEE]
    start = min(_measured(command, paths[:1])[1] for _ in range(STARTS))
    printed, seconds, peak = _measured(command, paths)
    answers = {
        Path(path): Answer(_named(found or ""), taken) for path, (found, taken) in json.loads(printed).items()
    }
    return Run("licensee", answers, seconds, start, peak)


def _as_spdx(answer: str) -> str:
    """Debian's own names of the GNU licences as SPDX writes them, so that nothing is wrong by its spelling."""
    return re.sub(r"\b([AL]?GPL)(?:-|v)(\d)(?![.\d])", r"\1-\2.0", answer)


def _named(answer: str) -> str | None:
    return None if answer in {"", "UNKNOWN", "NOASSERTION", "NONE"} else answer


def _measured(
    command: Sequence[str], paths: Sequence[Path] = (), environment: Mapping[str, str] | None = None
) -> tuple[str, float, float]:
    """Run a command with paths on its standard input: what it printed, seconds, and peak MiB.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed:
        given.write("\n".join(map(str, paths)).encode())
        given.seek(0)
        began = time.perf_counter()
        child = subprocess.Popen(command, stdin=given, stdout=printed, cwd=ROOT, env=environment)  # noqa: S603 - named above
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise subprocess.CalledProcessError(child.returncode, command)
        printed.seek(0)
        return printed.read().decode("utf-8", "replace"), seconds, used.ru_maxrss / 1024
