"""GitHub's own description of its REST API, answered by Prism, behind a proxy that makes our addresses its own."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PACKAGES = Path(__file__).parent / "openapi/node_modules"
DESCRIPTION = PACKAGES / "@octokit/openapi/generated/api.github.com.json"
PRISM = PACKAGES / "@stoplight/prism-cli/dist/index.js"
IS_WANTED = (
    "COMMONFIELD_TEST_CONTRACT" in os.environ
)  # `make test` does not wait for Prism to read its megabytes
IS_INSTALLED = IS_WANTED and DESCRIPTION.exists() and PRISM.exists() and shutil.which("node") is not None

EXAMPLE = "octocat/Hello-World"  # the repository that most of GitHub's examples are about
START_SECONDS = 180  # it reads twelve megabytes; seven on a quiet machine
LOOK_SECONDS = 0.2
#: GitHub serves a repository by its number too (its redirects lead there), but describes only the address by name.
NUMBERED = re.compile(r"^/repositories/\d+(?=/|\?|$)")
#: A file's path is one parameter of the description (`x-multi-segment`), and many segments in truth; the root has none.
CONTENTS = re.compile(r"^(/repos/[^/]+/[^/]+/contents/)([^?]*)")
ROOT = re.compile(r"^(/repos/[^/]+/[^/]+/contents)/?(?=\?|$)")
FOLDER = {"Prefer": "example=response-if-content-is-a-directory"}


@dataclass(frozen=True)
class Call:
    """One call that was made.

    Attributes:
        method: of HTTP.
        path: as the description has it.
        status: of the answer.
        violations: what Prism said of request and answer, as it wrote it; empty where all was well.
    """

    method: str
    path: str
    status: int
    violations: str

    @property
    def is_as_described(self) -> bool:
        """Say whether the request was right; GitHub's own examples of answers are not always."""
        return self.status < 400 and '"request"' not in self.violations


@dataclass
class Described:
    """The proxy's address, and the calls that came in."""

    api_url: str
    calls: list[Call] = field(default_factory=list)


@contextmanager
def described() -> Iterator[Described]:
    """Serve the description until the block ends.

    Raises:
        RuntimeError: Prism did not start.
    """
    with _prism() as port:
        calls: list[Call] = []
        handler = _handler(port, calls)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield Described(f"http://127.0.0.1:{server.server_port}", calls)
            finally:
                server.shutdown()
                thread.join()


def as_described(path: str) -> str:
    """Make an address of ours one of the description's."""
    named = ROOT.sub(r"\1/root", NUMBERED.sub(f"/repos/{EXAMPLE}", path))
    return CONTENTS.sub(lambda found: found.group(1) + found.group(2).replace("/", "%2F"), named)


@contextmanager
def _prism() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    node = shutil.which("node") or "node"
    command = [node, str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(DESCRIPTION)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own program and port
        try:
            _wait(process, port)
            yield port
        finally:
            process.terminate()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(LOOK_SECONDS)
    raise RuntimeError("Prism did not start")


def _handler(port: int, calls: list[Call]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._forward(None)

        def do_POST(self) -> None:
            self._forward(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _forward(self, body: bytes | None) -> None:
            path = as_described(self.path)
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            # The description knows each answer as application/json, whatever version of it is asked for.
            sent = {
                "Accept": "application/json",
                **(FOLDER if path.split("?")[0].endswith("/contents/root") else {}),
            }
            if body is not None:
                sent["Content-Type"] = "application/json"
            connection.request(self.command, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            violations = answer.getheader("sl-violations") or ""
            calls.append(Call(self.command, path.split("?")[0], answer.status, violations))
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
