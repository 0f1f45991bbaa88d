"""The tour is played as a newcomer plays it, and it notices when a step is not as it should be."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from api.cli import cli
from api.tour.answers import Unmet
from api.tour.asking import Person
from api.tour.play import play
from api.tour.server import PROGRAM, environment, started
from api.tour.stage import Stage, running_stage
from api.tour.telling import Failed, Telling, steps
from tests.github_double import serve

pytestmark = pytest.mark.xdist_group("tour")  # servers of their own: one after the other, on one worker

#: What happens only where the server is somebody else's.
ELSEWHERE = {"officer-signs-in", "observation-awaited", "imported"}
AT_MOST_SECONDS = 120.0  # of one command on a busy machine; the tour itself takes a tenth of it
LEFT_BEHIND_BY_THE_WHEEL = ".lockfile"  # empty; the embedded server's package makes it for every folder alike


PLENTY = 1_000_000  # points: several tours a minute come from one address here


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a longer one than sockets may have makes the wheel use a second folder."""
    with TemporaryDirectory(prefix="tour-") as name:
        yield Path(name)


def tour(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Call the command as from a shell; all its temporary files go into the folder."""
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-P", "-c", PROGRAM, "tour", *arguments],
        env={**environment(folder / "unused"), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def left_behind(folder: Path) -> list[str]:
    """Files in the folder, and command lines of processes that work in it."""
    files = [each.name for each in folder.iterdir() if each.name != LEFT_BEHIND_BY_THE_WHEEL]
    lines = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(each.read_bytes().decode(errors="replace"))
        except OSError:  # it ended meanwhile
            continue
    return files + [line for line in lines if str(folder) in line]


def test_every_step_of_the_tour_is_as_it_should_be_and_nothing_of_it_is_left(folder: Path) -> None:
    running = tour(folder, "--json")
    said, errors = running.communicate(timeout=AT_MOST_SECONDS)
    told = json.loads(said)
    assert (running.returncode, told["ok"], told.get("problem"), errors) == (0, True, None, "")
    assert [each["step"] for each in told["steps"]] == [name for name in steps() if name not in ELSEWHERE]
    assert left_behind(folder) == []


def test_a_tour_that_is_ended_early_leaves_nothing_behind(folder: Path) -> None:
    running = tour(folder)
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("  6  "):
            break
    running.send_signal(signal.SIGTERM)
    _, errors = running.communicate(timeout=AT_MOST_SECONDS)
    assert (running.returncode, errors) == (130, "Interrupted; nothing of the tour is left.\n")
    assert left_behind(folder) == []


def test_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    for name, step in steps().items():
        for part in ("does", "seen"):
            values = {
                language: sorted(value for _, value, _, _ in Formatter().parse(text) if value)
                for language, text in step[part].items()
            }
            assert list(values) == ["en", "zh-Hant"], name
            assert values["en"] == values["zh-Hant"], name


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with the demo, whose GitHub is the double."""
    with (
        serve() as github,
        started(
            tmp_path_factory.mktemp("tour"), {"github_api": github, "points_per_minute": str(PLENTY)}
        ) as url,
    ):
        yield url


def changed(answer: Any, name: str, truth: Any, lie: Any) -> Any:
    """An answer in which a field of this name says something else wherever it told the truth."""
    if isinstance(answer, list):
        return [changed(each, name, truth, lie) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        key: lie if key == name and value == truth else changed(value, name, truth, lie)
        for key, value in answer.items()
    }


class Lying(httpx.BaseTransport):
    """Passes everything on, and lies about one field of the answers."""

    def __init__(self, name: str, truth: Any, lie: Any) -> None:
        self._inner = httpx.HTTPTransport()
        self._about = (name, truth, lie)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        return httpx.Response(answer.status_code, json=changed(json.loads(answer.read()), *self._about))

    def close(self) -> None:
        self._inner.close()


@contextmanager
def lied_to(stage: Stage, name: str, truth: Any, lie: Any) -> Iterator[Stage]:
    transport = Lying(name, truth, lie)
    with httpx.Client(base_url=stage.client.base_url, transport=transport, timeout=30) as client:
        yield replace(stage, client=client)


def played(stage: Stage, language: str = "en") -> list[str]:
    telling = Telling(language, lambda _: None)
    play(stage, telling)
    return [each.step for each in telling.told]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_running_server_is_toured_again_and_again_in_both_languages(server: str, language: str) -> None:
    with running_stage(server) as stage:
        assert played(stage, language)[-1] == "programme-closed"
        assert "imported" not in played(stage, language)


@pytest.mark.parametrize(
    ("name", "truth", "lie", "step"),
    [
        ("code", "PEOPLE_AFFECTED_MISSING", "SOMETHING_ELSE", "challenge-incomplete"),
        ("state", "PUBLISHED", "DRAFT", "challenge-published"),
        ("code", "DATA_CLEARANCE", "HOURS", "fit-for-team"),
        ("blocking_pairs", [], [["a", "b"]], "assignment-proposed"),
        ("state", "AGREEING", "AGREED", "assignment-adopted"),
        ("verdict", "AGREE", "CONFLICT", "observation-awaited"),
        ("isCurrent", True, False, "usage-signed"),
    ],
)
def test_a_server_that_is_wrong_about_one_thing_is_found_out_at_that_step(
    server: str, name: str, truth: Any, lie: Any, step: str
) -> None:
    with (
        running_stage(server) as stage,
        lied_to(stage, name, truth, lie) as lied,
        pytest.raises(Failed) as failed,
    ):
        played(lied)
    assert failed.value.step == step


@contextmanager
def answering(body: object, status: int = 200) -> Iterator[str]:
    """Serve one and the same answer to everything, and give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def refusing(message: str) -> dict[str, Any]:
    refusal = {"code": "DEMO_NOT_LOADED", "field": None, "message": message}
    return {"data": {"signInAsExample": {"token": None, "userErrors": [refusal]}}}


def run(*arguments: str, folder: Path) -> tuple[int, str, str]:
    running = tour(folder, *arguments)
    said, errors = running.communicate(timeout=AT_MOST_SECONDS)
    return running.returncode, said, errors


def test_the_first_wrong_step_is_told_with_what_was_expected_and_found(folder: Path) -> None:
    with answering(refusing("There is no demo here.")) as url:
        code, said, errors = run("--url", url, folder=folder)
    lines = errors.splitlines()
    assert code == 1
    assert said.splitlines()[-1].split(maxsplit=1) == ["1", "The demo's officer signs in."]
    assert lines[0] == "This step is not as it should be: The demo's officer signs in."
    assert lines[1] == "  expected: signInAsExample.userErrors is []"
    assert lines[2].startswith('  found: [{"code": "DEMO_NOT_LOADED"')
    assert lines[3].startswith('  answer of the API: {"data": {"signInAsExample": ')


def test_the_first_wrong_step_is_told_to_programs_in_one_object(folder: Path) -> None:
    body = refusing("這裡沒有示範資料。")
    with answering(body) as url:
        code, said, errors = run("--url", url, "--json", "--language", "zh-Hant", folder=folder)
    told = json.loads(said)
    assert (code, errors, told["ok"], told["steps"]) == (1, "", False, [])
    assert told["problem"] == {
        "step": "officer-signs-in",
        "does": "示範資料中的承辦人登入。",
        "expected": "signInAsExample.userErrors 應為 []",
        "found": body["data"]["signInAsExample"]["userErrors"],
        "answer": body,
    }


def test_a_server_that_is_down_is_told_by_its_address(folder: Path) -> None:
    code, _, errors = run("--url", "http://127.0.0.1:9", folder=folder)
    assert code == 1
    assert "found: http://127.0.0.1:9 does not answer: " in errors


def test_an_address_without_its_scheme_is_told_with_a_right_one() -> None:
    answer = CliRunner().invoke(cli, ["tour", "--url", "localhost:8000"])
    assert answer.exit_code == 2
    assert "'localhost:8000' is no address. Write it like http://localhost:8000." in answer.stderr


def test_an_installation_without_the_invented_repository_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tests.github_double.invented", None)
    answer = CliRunner().invoke(cli, ["tour"])
    assert answer.exit_code == 1
    assert "The tour needs the invented repository that a checkout has" in answer.stderr


def sent_back(answers: Sequence[object]) -> httpx.MockTransport:
    waiting = iter(answers)
    return httpx.MockTransport(lambda _: httpx.Response(200, json=next(waiting)))


def test_a_code_is_no_sentence_for_a_reader() -> None:
    refusal = {"code": "OFFICERS_ONLY", "field": None, "message": "OFFICERS_ONLY"}
    body = {"data": {"invite": {"token": None, "userErrors": [refusal]}}}
    with (
        httpx.Client(base_url="http://localhost", transport=sent_back([body, body])) as client,
        pytest.raises(Unmet) as unmet,
    ):
        Person(client, "en").ask("mutation { invite }")
    assert unmet.value.expected("en") == "invite.userErrors.message is a sentence in en"


def test_nothing_is_waited_for_longer_than_it_takes(folder: Path) -> None:
    began = time.monotonic()
    with answering({"errors": [{"message": "no"}]}, status=503) as url:
        code, _, errors = run("--url", url, folder=folder)
    assert (code, time.monotonic() - began < AT_MOST_SECONDS / 2) == (1, True)
    assert "expected: /graphql answers with 200" in errors
    assert "found: 503" in errors
