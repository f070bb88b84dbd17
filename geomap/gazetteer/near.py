"""Names that differ in few letters, found among those whose consonants are nearly alike."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.index import MIN_SKELETON, max_edits
from geomap.gazetteer.names import skeleton
from geomap.gazetteer.packing import Sieve, names_of, unpack_block

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Nobody misspells a name this long in a way that is worth the search.
_MOST_CONSONANTS = 40


class Sounds:
    """The names of an index by their consonants.

    Parameters
    ----------
    ask
        Asks the file by a statement.
    firsts
        The consonants that each block begins with, in order.
    """

    def __init__(self, ask: Callable[..., list[tuple[Any, ...]]], firsts: Sequence[str]) -> None:
        self._ask = ask
        self._firsts = firsts
        self._blocks: dict[int, bytes] = {}

    def cores(self, *consonants: str) -> list[str]:
        """Give the keys without generic words that have any of these consonants."""
        found = []
        for one in consonants:
            at = bisect_right(self._firsts, one)
            if at and (names := names_of(self._blocks.get(at) or self._block(at), one)):
                found.append(names)
        return b"\t".join(found).decode().split("\t") if found else []

    def _block(self, at: int) -> bytes:
        # All of them take less than twenty megabytes, and who misspells one name misspells more.
        ((packed,),) = self._ask("SELECT cores FROM sound WHERE block = ?", (at,))
        block = self._blocks[at] = unpack_block(packed)
        return block

    @cached_property
    def _heard(self) -> Sieve:
        ((bits,),) = self._ask("SELECT consonants FROM sieve")
        return Sieve(bytearray(bits))

    def near(self, key: str, limit: int) -> Sequence[str]:
        """Give the keys without generic words that are within few edits of one, nearest first.

        The first letter must be the same, and at most one consonant may be added, left out,
        changed, or swapped with its neighbour; the other edits must be in what a skeleton does not
        show: vowels, doubled letters, and letters that transliterations confuse.
        """
        # Only a name that nothing else has found comes here.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        edits = max_edits(key)
        consonants = skeleton(key)
        if not edits or not MIN_SKELETON - 1 <= len(consonants) <= _MOST_CONSONANTS:
            return ()
        shapes = one_edit_off(consonants)
        sounds = _sounds_of(key[0])
        if sounds:
            shapes = [shape for shape in shapes if shape[:1] in sounds]
        # A core has but one skeleton: none comes twice.
        cores = self.cores(*self._heard.sift(shapes))
        near = process.extract(key, cores, scorer=OSA.distance, score_cutoff=edits, limit=None)
        hits = sorted((edits, core) for core, edits, _ in near if core[0] == key[0])
        return [core for _, core in hits[:limit]]


def one_edit_off(consonants: str) -> list[str]:
    """Give a skeleton and all that can be made of it by one edit, sorted."""
    letters = _letters()
    cuts = [(consonants[:at], consonants[at:]) for at in range(len(consonants) + 1)]
    made = {consonants}
    for before, after in cuts:
        made.update(before + letter + after for letter in letters)
        if after:
            made.add(before + after[1:])
            made.update(before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            made.add(before + after[1] + after[0] + after[2:])
    return sorted(made)


@lru_cache(maxsize=1 << 6)
def _sounds_of(letter: str) -> frozenset[str]:
    """Give the sounds that a name of this first letter may begin with; none where that may be any."""
    if letter not in ascii_lowercase:
        return frozenset()
    # What sounds otherwise together with the letters after it: "th", "tch".
    return frozenset(skeleton(f"{letter}{more}b")[:1] for more in ("", "h", "j", "k", "ch", "a"))


@lru_cache(maxsize=1)
def _letters() -> str:
    """Give the letters that skeletons are made of."""
    return "".join(sorted(set("".join(skeleton(f"{letter}b{letter}") for letter in ascii_lowercase))))
