"""The compiled licence index, kept in the user's cache folder so that the next command answers at once."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

NAME = "licences-{}.index"
ENOUGH_TO_TELL = 8  # bytes of the fingerprint; a name only keeps editions apart, the file holds all of it


def ready(environment: Mapping[str, str] = os.environ) -> None:
    """Have the index at hand: read from the cache, or compiled and stored there if that can be done.

    A cache that is missing, damaged, of another edition or not writable costs a second, nothing else. Several
    programs may do this at once: each writes a file of its own and moves it into place whole.
    """
    from registry.licences import index  # noqa: PLC0415 - numpy is not needed for --help

    folder = cache_folder(environment)
    if folder is None:
        return
    kept = folder / NAME.format(index.fingerprint()[:ENOUGH_TO_TELL].hex())
    try:
        index.use(kept.read_bytes())
    except (OSError, index.Unusable):
        with suppress(OSError):
            _store(kept, index.as_bytes(index.current()))


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where caches of ours belong (XDG Base Directory Specification 0.8); None for a user without a home.

    As the specification asks, a relative ``XDG_CACHE_HOME`` does not count.
    """
    chosen = Path(environment.get("XDG_CACHE_HOME") or "")
    if chosen.is_absolute():
        return chosen / "commonfield"
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "")
    return home / ".cache" / "commonfield" if home.is_absolute() else None


def _store(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and remove those of other editions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(content)
            part.close()
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    for other in path.parent.glob(NAME.format("*")):
        if other != path:
            other.unlink(missing_ok=True)
