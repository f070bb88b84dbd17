"""Places and their names: packs and indexes, how they are read, checked, built and asked.

`names` says what is one spelling; `packs` and `check` read what people edit; `index` answers
for keys, in memory or in layers. Deciding which place is meant is `geomap.resolve`'s.
"""
