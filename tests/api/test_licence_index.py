"""The compiled licence index may be lost, damaged or fought over: answers stay the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.licence_index import cache_folder, ready
from registry.licences import index


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process: nobody has handed in an index."""
    monkeypatch.setattr(index, "_handed_in", [])


def stored(folder: Path) -> list[Path]:
    return sorted((folder / "commonfield").iterdir())


@pytest.mark.usefixtures("unread")
def test_the_index_is_stored_once_and_read_later(tmp_path: Path) -> None:
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    [kept] = stored(tmp_path)
    assert index.from_bytes(kept.read_bytes()).identifiers == index.current().identifiers
    written = kept.stat().st_mtime_ns
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    assert len(index._handed_in) == 1
    assert (stored(tmp_path), kept.stat().st_mtime_ns) == ([kept], written)


@pytest.mark.usefixtures("unread")
def test_a_damaged_index_is_replaced(tmp_path: Path) -> None:
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    [kept] = stored(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    assert kept.read_bytes() == whole
    assert index._handed_in == []


@pytest.mark.usefixtures("unread")
def test_indexes_of_other_editions_are_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "commonfield").mkdir()
    old = tmp_path / "commonfield" / "licences-0123456789abcdef.index"
    old.write_bytes(b"old")
    other = tmp_path / "commonfield" / "something-else"
    other.write_bytes(b"not ours to touch")
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    assert (old.exists(), other.exists(), len(stored(tmp_path))) == (False, True, 2)


@pytest.mark.usefixtures("unread")
def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "commonfield").write_text("a file where the folder should be")
    ready({"XDG_CACHE_HOME": str(tmp_path)})
    assert [path.name for path in tmp_path.iterdir()] == ["commonfield"]


def test_several_programs_at_once_leave_one_whole_index(tmp_path: Path) -> None:
    program = "from api.licence_index import ready; ready()"
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", program]
    running = [subprocess.Popen(command, env=environment) for _ in range(3)]  # noqa: S603 - our own program
    assert [each.wait(60) for each in running] == [0, 0, 0]
    [kept] = stored(tmp_path)
    assert index.from_bytes(kept.read_bytes()).identifiers == index.current().identifiers


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/caches", "HOME": "/home/demo"}, "/caches/commonfield"),
        ({"XDG_CACHE_HOME": "caches", "HOME": "/home/demo"}, "/home/demo/.cache/commonfield"),
        ({"HOME": "/home/demo"}, "/home/demo/.cache/commonfield"),
        ({}, None),
    ],
)
def test_caches_belong_where_the_desktop_says(environment: dict[str, str], folder: str | None) -> None:
    assert cache_folder(environment) == (Path(folder) if folder else None)
