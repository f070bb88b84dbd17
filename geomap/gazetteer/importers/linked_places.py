"""Linked Places Format, in which the World Historical Gazetteer and others exchange places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import kind_of
from geomap.gazetteer.importers.labels import kind_of_label, text_of
from geomap.gazetteer.importers.reading import SourceFile, members
from geomap.gazetteer.importers.record import Name, Origin, Record, Skip, Source, distinct_names
from geomap.gazetteer.importers.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geomap.model import Kind

_SCHEMES = {
    "gn": "geonames",
    "geonames": "geonames",
    "wd": "wikidata",
    "wikidata": "wikidata",
    "wof": "wof",
}
_URLS = (
    (re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/([0-9]+)"), "geonames"),
    (re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[0-9]+)"), "wikidata"),
)
_SAME = frozenset({"exactMatch", "closeMatch", "skos:exactMatch", "skos:closeMatch", "owl:sameAs"})


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by its names being toponyms."""
    del file
    return '"toponym"' in head and '"names"' in head


def open_source(file: SourceFile) -> Source:
    """Open a collection; its own licence must be looked up where it was got."""
    name = file.stem
    origin = Origin(name=name, title=name)

    def records(skip: Skip) -> Iterator[Record]:
        for line, feature in members(file, "features", skip):
            try:
                yield _record(line, feature, name)
            except ValueError as error:
                skip(line, str(error))

    return Source(origin, records, file.position)


def _record(line: int, feature: Any, scheme: str) -> Record:  # noqa: ANN401 - any JSON
    if not isinstance(feature, dict):
        raise ValueError("is no feature")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = list(_names(feature.get("names")))
    title = text_of(properties.get("title")) or (names[0].text if names else "")
    if not title:
        raise ValueError("has neither a title nor a toponym")
    kind = _kind(feature, properties)
    if kind is None:
        raise ValueError("none of its types or fclasses is known")
    shape = shape_of(_one_geometry(feature.get("geometry")))
    codes = properties.get("ccodes")
    country = alpha2(text_of(codes[0])) if isinstance(codes, list) and len(codes) == 1 else None
    own = text_of(feature.get("@id")) or text_of(feature.get("id")) or text_of(properties.get("pid"))
    if not own:
        raise ValueError("has no @id")
    return Record(
        id=_external(own) or f"{scheme}:{own}",
        name=title,
        kind=kind,
        lat=shape.lat,
        lon=shape.lon,
        line=line,
        country=country,
        radius_m=shape.radius_m,
        same_as=tuple(_links(feature.get("links"))),
        names=distinct_names(title, names),
        outline=shape.outline if kind.is_area else None,
    )


def _names(names: Any) -> Iterator[Name]:  # noqa: ANN401 - any JSON
    for name in names if isinstance(names, list) else ():
        if isinstance(name, dict) and text_of(name.get("toponym")):
            yield Name(text_of(name["toponym"]), lang=text_of(name.get("lang")) or None)


def _kind(feature: dict[str, Any], properties: dict[str, Any]) -> Kind | None:
    types = feature.get("types")
    for kind in types if isinstance(types, list) else ():
        if isinstance(kind, dict):
            found = kind_of_label(text_of(kind.get("label")) or text_of(kind.get("sourceLabel")))
            if found is not None:
                return found
    classes = properties.get("fclasses") or feature.get("fclasses")
    for letter in classes if isinstance(classes, list) else ():
        found = kind_of(text_of(letter).upper(), "")
        if found is not None:
            return found
    return None


def _one_geometry(geometry: Any) -> Any:  # noqa: ANN401 - any JSON
    """Give the first of several geometries: they are of several times or sources."""
    if isinstance(geometry, dict) and geometry.get("type") == "GeometryCollection":
        members = geometry.get("geometries")
        return members[0] if isinstance(members, list) and members else None
    return geometry


def _links(links: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and text_of(link.get("type")) in _SAME:
            found = _external(text_of(link.get("identifier")))
            if found:
                yield found


def _external(identifier: str) -> str | None:
    prefix, colon, code = identifier.partition(":")
    if colon and prefix in _SCHEMES and not code.startswith("//"):
        return f"{_SCHEMES[prefix]}:{code}"
    for pattern, scheme in _URLS:
        match = pattern.match(identifier)
        if match:
            return f"{scheme}:{match[1]}"
    return None
