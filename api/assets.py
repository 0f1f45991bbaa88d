"""The style sheet and script of the pages: made once at set-up from npm packages, served with names that never lie.

`python -m api.assets` (what `make assets` calls) makes them in `build/assets`. It uses npm where there is one and
otherwise Node.js from PyPI; it does nothing when what it would make is there. Without them the pages are plain.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STATIC = Path(__file__).resolve().parent / "pages" / "static"
BUILT = ROOT / "build" / "assets"

OLDEST_NODE = 20  # the oldest release line of Node.js that its makers still maintain
LONGEST_STEP_SECONDS = 300  # npm on a slow line; nobody waits longer for looks
NPM_OPTIONS = (
    "--ignore-scripts",
    "--omit=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
)
#: The workbench of the API, as its makers publish it for use without a bundler: our name to theirs.
WORKBENCH: Mapping[str, str] = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}
SOURCE_MAP = re.compile(r"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ ?\*/)")
LINES_SAID = 5  # npm and sass say first what is wrong, and then much else
HASH_LENGTH = 12  # 48 bits: enough that two versions of one file never share a name

MEDIA_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class NotMade(Exception):  # noqa: N818 - the state of the assets; the pages work without them
    """The assets could not be made, for the reason given in words."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """What the pages may refer to.

    Attributes:
        names: from the plain name (`site.css`) to the name that carries the content's hash.
        files: from that name to what is sent.
        complete: False when only the plain style sheet is there.
    """

    names: Mapping[str, str]
    files: Mapping[str, Asset]
    complete: bool

    def url(self, name: str) -> str:
        """The address of a file.

        Raises:
            KeyError: there is no such file.
        """
        return f"/assets/{self.names[name]}"


def load(built: Path = BUILT) -> Assets:
    """Read what was made, or the plain style sheet when nothing was."""
    contents = {"mark.svg": (STATIC / "mark.svg").read_bytes()}
    try:
        manifest = json.loads((built / "manifest.json").read_text())
        contents |= {name: (built / name).read_bytes() for name in manifest["files"]}
        complete = True
    except (OSError, ValueError, KeyError):
        contents["site.css"] = (STATIC / "fallback.css").read_bytes()
        complete = False
    if complete:
        contents["site.mjs"] = _with_hashed_import(contents)
    names = {name: _hashed(name, content) for name, content in contents.items()}
    files = {
        names[name]: Asset(content, MEDIA_TYPES[Path(name).suffix]) for name, content in contents.items()
    }
    return Assets(names, files, complete)


def make(built: Path = BUILT, root: Path = ROOT) -> bool:
    """Make the assets; False when they were there already.

    Raises:
        NotMade: something is missing that could not be fetched; what was there before stays.
    """
    wanted = _digest(root)
    if _digest_of(built) == wanted:
        return False
    environment = _environment(root)
    _step(["npm", "ci", *NPM_OPTIONS], root, environment)
    with tempfile.TemporaryDirectory(dir=_made(built.parent)) as folder:
        fresh = Path(folder) / "assets"
        fresh.mkdir()
        sass = [
            "node",
            "node_modules/sass/sass.js",
            "--style=compressed",
            "--no-source-map",
            "--load-path=node_modules",
        ]
        _step([*sass, str(STATIC / "site.scss"), str(fresh / "site.css")], root, environment)
        for name in ("site.mjs", "workbench.mjs", "workbench.css"):
            shutil.copy(STATIC / name, fresh)
        modules = root / "node_modules"
        _copy(modules / "govuk-frontend/dist/govuk/govuk-frontend.min.js", fresh / "govuk.mjs")
        for name, source in WORKBENCH.items():
            _copy(modules / source, fresh / name)
        files = sorted(each.name for each in fresh.iterdir())
        (fresh / "manifest.json").write_text(json.dumps({"inputs": wanted, "files": files}))
        shutil.rmtree(built, ignore_errors=True)
        fresh.rename(built)
    return True


def main() -> int:
    """Make the assets and say what happened; 1 when the pages will be plain."""
    try:
        if make():
            _say("Page assets are made.")
    except NotMade as reason:
        kept = (
            "The page assets made before are kept."
            if _digest_of(BUILT)
            else "Pages are served plain, and complete."
        )
        _say(f"Page assets could not be made: {reason}\n{kept} Try again with: make assets")
        return 1
    return 0


def _copy(source: Path, made: Path) -> None:
    """A file without the address of its source map, which we do not serve."""
    made.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")


def _environment(root: Path) -> dict[str, str]:
    """Environment in which `node` and `npm` are found; fetches Node.js from PyPI when the machine has none."""
    given = dict(os.environ)
    if _node_major(given) >= OLDEST_NODE and shutil.which("npm"):
        return given
    scripts = sysconfig.get_path("scripts")
    ours = given | {"PATH": f"{scripts}{os.pathsep}{given.get('PATH', '')}"}
    if not Path(scripts, "npm").exists():
        _say("No npm found; fetching Node.js from the Python package index (once) ...")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps"]
        _step([*pip, "--require-hashes", "--requirement", "requirements-node.lock"], root, ours)
    if _node_major(ours) < OLDEST_NODE:
        raise NotMade(f"Node.js {OLDEST_NODE} or newer is needed, and none that runs here could be had")
    return ours


def _node_major(environment: Mapping[str, str]) -> int:
    node = shutil.which("node", path=environment.get("PATH"))
    if node is None:
        return 0
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True)  # noqa: S603 - found on the path, no input
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.match(r"v(\d+)\.", said.stdout)
    return int(found[1]) if found else 0


def _step(command: list[str], root: Path, environment: Mapping[str, str]) -> None:
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, no input of anybody's
            [program, *command[1:]],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_STEP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMade(f"'{' '.join(command[:3])}' did not run: {error}") from error
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[:LINES_SAID])
        raise NotMade(f"'{' '.join(command[:3])}' failed:\n{said}")


def _digest(root: Path) -> str:
    """Digest of everything that decides what would be made."""
    inputs = [root / "package.json", root / "package-lock.json", Path(__file__), *sorted(STATIC.iterdir())]
    return hashlib.sha256(b"\0".join(each.read_bytes() for each in inputs)).hexdigest()


def _digest_of(built: Path) -> str | None:
    try:
        manifest = json.loads((built / "manifest.json").read_text())
        whole = all((built / name).is_file() for name in manifest["files"])
        return str(manifest["inputs"]) if whole else None
    except (OSError, ValueError, KeyError):
        return None


def _with_hashed_import(contents: Mapping[str, bytes]) -> bytes:
    return contents["site.mjs"].replace(
        b"./govuk.mjs", f"./{_hashed('govuk.mjs', contents['govuk.mjs'])}".encode()
    )


def _hashed(name: str, content: bytes) -> str:
    stem, suffix = Path(name).stem, Path(name).suffix
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}{suffix}"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
