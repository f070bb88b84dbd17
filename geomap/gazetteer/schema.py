"""The tables of an index file, and what their parts mean.

Places are numbered by prominence, so that every list of answers comes with the likeliest
first. A `word` is a kind or a scheme of ids: each is stored once and counted from 1.

`shape`
    `rules`, the stamp of the spelling rules by which the keys were made (`store.rules_stamp`);
    `number`, bytes of the number of a place; `spelling` and `own`, bits of a hash that say the
    bucket; `sample`, names like which names are packed (`packing.Dictionary`); `sounds`, a line
    for each block of `sound`, from 1: the consonants that it begins with.
`place.names`
    The other names, a line each: the text, and where it is more than a plain name, the word of
    its kind and its language, parted by tabs; packed where that is shorter.
`spelling`
    Buckets of hashed keys. An entry is a place, and in two bytes its `role` (1 the key of a
    name, 2 its key without generic words, 3 both) and which of the names that is, 0 being the
    place's own, n line n of `place.names`.
`own`, `ref`
    Buckets of the hashed ids of the places; and what else they go by in other gazetteers.
`sound`
    Blocks of consonants with the keys without generic words that have them.
`sieve`
    What need not be looked for (`packing.Sieve`): of the words of a text few begin a
    name of several words, of its pairs of words fewer; of all that a misspelling may sound like most is
    nothing.
`child`, `cell`
    The places in a container, and in a field of one degree.
"""

from __future__ import annotations

APPLICATION_ID = 0x67656F6D
"""``geom``, where SQLite keeps what program a file belongs to."""
SCHEMA_VERSION = 4
DEGREE = 100_000
"""Positions are kept as whole hundred-thousandths of a degree: about a metre."""
SCHEMA = (
    (
        "CREATE TABLE origin(id INTEGER PRIMARY KEY, name TEXT, title TEXT, version TEXT, licence TEXT,"
        " attribution TEXT, url TEXT, places INTEGER, names INTEGER)"
    ),
    (
        "CREATE TABLE shape(rules INTEGER, number INTEGER, spelling INTEGER, own INTEGER, sample BLOB,"
        " sounds TEXT)"
    ),
    "CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT)",
    (
        "CREATE TABLE place(id INTEGER PRIMARY KEY, scheme INTEGER, code, name TEXT, kind INTEGER,"
        " lat INTEGER, lon INTEGER, radius INTEGER, country TEXT, parent INTEGER, population INTEGER,"
        " origins TEXT, names)"
    ),
    "CREATE TABLE spelling(bucket INTEGER PRIMARY KEY, entries BLOB)",
    "CREATE TABLE own(bucket INTEGER PRIMARY KEY, entries BLOB)",
    "CREATE TABLE ref(scheme INTEGER, code, place INTEGER, PRIMARY KEY(scheme, code)) WITHOUT ROWID",
    "CREATE TABLE sound(block INTEGER PRIMARY KEY, cores BLOB)",
    "CREATE TABLE sieve(beginnings BLOB, consonants BLOB)",
    "CREATE TABLE child(place INTEGER PRIMARY KEY, places BLOB)",
    "CREATE TABLE cell(id INTEGER PRIMARY KEY, places BLOB)",
    "CREATE TABLE outline(place INTEGER PRIMARY KEY, geometry BLOB)",
)


def split_id(place_id: str) -> tuple[str, str | int]:
    """Take an id apart as it is stored; a code of digits is kept as a number, which is smaller."""
    scheme, colon, code = place_id.partition(":")
    if not colon:
        scheme, code = "", place_id
    if code.isascii() and code.isdecimal() and len(code) <= 18 and (code == "0" or code[0] != "0"):
        return scheme, int(code)
    return scheme, code
