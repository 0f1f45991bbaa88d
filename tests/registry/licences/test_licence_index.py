from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.licences import index, spdx
from registry.licences.alignment import RUN
from registry.licences.index import Unusable

DATA = index.as_bytes(index.current())


def test_an_index_survives_being_stored() -> None:
    again = index.from_bytes(DATA)
    assert index.as_bytes(again) == DATA
    assert again.text_of("MIT") == index.current().text_of("MIT")
    assert again.identifiers == index.current().identifiers


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(place: int, change: int) -> None:
    damaged = bytearray(DATA)
    damaged[place] ^= change
    with pytest.raises(Unusable):
        index.from_bytes(bytes(damaged))


@given(st.integers(0, len(DATA) - 1))
def test_a_file_that_was_cut_is_noticed(length: int) -> None:
    with pytest.raises(Unusable):
        index.from_bytes(DATA[:length])


def test_an_index_of_another_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spdx, "packed", lambda: b"another list")
    with pytest.raises(Unusable, match="another licence list"):
        index.from_bytes(DATA)


def test_words_that_no_licence_has_are_number_nought() -> None:
    assert index.numbered(["license", "frobnicatorium"]).tolist()[1] == 0
    assert index.numbered(["license"]).tolist() != [0]


@given(st.lists(st.integers(0, 2**16 - 1), max_size=30))
def test_different_runs_are_different_numbers(words: list[int]) -> None:
    runs = index.packed(np.array(words, dtype=np.uint16)).tolist()
    written = [tuple(words[place : place + RUN]) for place in range(max(len(words) - RUN + 1, 0))]
    assert len(runs) == len(written)
    for run, words_of_it in zip(runs, written, strict=True):
        assert (run == 0) == (0 in words_of_it)
    assert all(
        one == other or 0 in {*one, *other} or a != b
        for (a, one), (b, other) in pairwise(zip(runs, written, strict=True))
    )


def test_an_id_without_a_text_of_its_own_has_none() -> None:
    with pytest.raises(KeyError):
        index.current().text_of("GPL-3.0-or-later")
