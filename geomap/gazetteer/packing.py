"""How an index file packs its lists: what is written here is read here.

Of a million names a file need not hold the spelling keys: a key's hash tells where its
places are listed, and the names themselves tell which of them were only hashed alike.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SUFFIX = 2
"""Bytes of a hash by which the entries of a bucket are told apart."""
_IN_BUCKET = 256
"""Entries of a bucket, roughly: more take longer to search, fewer are seldom there from another name."""
MOST_BUCKETS = 16
"""Bits of a hash that can say the bucket."""
MOST_NAMES = 1 << 14
"""Names of a place; more cannot be numbered."""
BLOCK = 2_500
"""Characters of names that sound alike, or nearly, which are packed together."""
DICTIONARY = 32_000
"""Bytes of names like which others are packed; the most that deflate looks back."""


def bucket_bits(entries: int) -> int:
    """Tell how many bits of a hash should say the bucket, for so many entries in all."""
    return min(MOST_BUCKETS, (entries // _IN_BUCKET).bit_length())


def bucket_of(key: str, bits: int) -> tuple[int, bytes]:
    """Give the bucket of a key, and how it is marked there."""
    hashed = zlib.crc32(key.encode())
    return hashed >> (32 - bits), (hashed & 0xFFFF).to_bytes(_SUFFIX, "big")


def marked(bucket: bytes, mark: bytes, size: int) -> list[bytes]:
    """Give the entries of a bucket that have a mark, each `size` bytes long after it."""
    step = _SUFFIX + size
    found = []
    at = bucket.find(mark)
    while at >= 0:
        if at % step:
            at = bucket.find(mark, at + 1)
        else:
            found.append(bucket[at + _SUFFIX : at + step])
            at = bucket.find(mark, at + step)
    return found


def number_bytes(places: int) -> int:
    """Tell how many bytes the number of a place takes, in a file of so many."""
    return 3 if places < 1 << 24 else 4


def pack_numbers(numbers: Iterable[int], size: int) -> bytes:
    """Pack numbers of places."""
    return b"".join(number.to_bytes(size, "big") for number in numbers)


def unpack_numbers(packed: bytes, size: int) -> list[int]:
    """Give the numbers of places that were packed."""
    return [int.from_bytes(packed[at : at + size], "big") for at in range(0, len(packed), size)]


def cell(lat: float, lon: float) -> int:
    """Give the number of the field of one degree that a point lies in, row by row of latitude."""
    row = min(179, max(0, int(lat + 90)))
    return row * 360 + min(359, max(0, int(lon + 180)))


_SPREAD = 0x9E3779B97F4A7C15
"""Multiplies a hash so that its upper bits say something new."""


class Sieve:
    """A set of texts that never denies one of its own, and takes one in some thirty others for its own."""

    def __init__(self, bits: bytearray) -> None:
        self.bits = bits
        self._last = 8 * len(bits) - 1

    @classmethod
    def for_about(cls, texts: int) -> Sieve:
        """Give an empty one that is large enough."""
        return cls(bytearray(1 << max(6, texts.bit_length())))

    def add(self, text: str) -> None:
        """Put a text in."""
        for at in self._places(text):
            self.bits[at >> 3] |= 1 << (at & 7)

    def __contains__(self, text: str) -> bool:
        # Each word of a text that may begin a name is asked for.
        hashed = zlib.crc32(text.encode())
        one = hashed & self._last
        if not self.bits[one >> 3] >> (one & 7) & 1:
            return False
        other = hashed * _SPREAD >> 32 & self._last
        return bool(self.bits[other >> 3] >> (other & 7) & 1)

    def sift(self, texts: Iterable[str]) -> list[str]:
        """Give those of some texts that may be in it."""
        bits, last, crc32 = self.bits, self._last, zlib.crc32
        kept = []
        for text in texts:
            hashed = crc32(text.encode())
            one = hashed & last
            if bits[one >> 3] >> (one & 7) & 1:
                other = hashed * _SPREAD >> 32 & last
                if bits[other >> 3] >> (other & 7) & 1:
                    kept.append(text)
        return kept

    def _places(self, text: str) -> tuple[int, int]:
        hashed = zlib.crc32(text.encode())
        return hashed & self._last, hashed * _SPREAD >> 32 & self._last


class Dictionary:
    """Packs texts of names like names that were given before."""

    def __init__(self, sample: bytes) -> None:
        self.sample = sample

    def pack(self, text: str) -> str | bytes:
        """Pack a text, or give it as it is where that is shorter."""
        raw = text.encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=self.sample)
        packed = packer.compress(raw) + packer.flush()
        return packed if len(packed) < len(raw) else text

    def unpack(self, packed: str | bytes) -> str:
        """Give a text that was packed."""
        if isinstance(packed, str):
            return packed
        return zlib.decompressobj(-15, zdict=self.sample).decompress(packed).decode()


def pack_block(lines: Iterable[tuple[str, Sequence[str]]]) -> bytes:
    """Pack consonants, each with the names that have them."""
    text = "".join(f"\n{consonants}\t" + "\t".join(cores) for consonants, cores in lines)
    return zlib.compress(f"{text}\n".encode(), 9)


def unpack_block(packed: bytes) -> bytes:
    """Undo the packing of a block, to be searched by `names_of`."""
    return zlib.decompress(packed)


def names_of(block: bytes, consonants: str) -> bytes:
    """Give the names in a block that have these consonants, with tabs between them."""
    head = b"\n%b\t" % consonants.encode()
    at = block.find(head)
    if at < 0:
        return b""
    at += len(head)
    return block[at : block.index(b"\n", at)]
