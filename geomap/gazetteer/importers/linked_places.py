"""Linked Places Format, in which the World Historical Gazetteer and others exchange places."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from geomap.gazetteer.importers.country_codes import alpha2
from geomap.gazetteer.importers.features import kind_of
from geomap.gazetteer.importers.labels import kind_of_label, text_of, whole_number
from geomap.gazetteer.importers.reading import SourceFile, each, members
from geomap.gazetteer.importers.record import Name, Origin, Record, Skip, Source, distinct_names
from geomap.gazetteer.importers.shapes import Shape, shape_of
from geomap.model import AliasKind, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = "urn:x-geomap:"
"""Stands before the ids that geomap itself has written (`geomap.gazetteer.linked_places`)."""
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
_KINDS = frozenset(kind.value for kind in Kind)
_ALIAS_KINDS = frozenset(kind.value for kind in AliasKind)
_SAME = frozenset({"exactMatch", "closeMatch", "skos:exactMatch", "skos:closeMatch", "owl:sameAs"})


def recognises(file: SourceFile, head: str) -> bool:
    """Tell by its names being toponyms."""
    del file
    return '"toponym"' in head and '"names"' in head


def open_source(file: SourceFile) -> Source:
    """Open a collection; where it does not state its licence, that must be looked up where it was got."""
    name = file.stem
    rights = _rights(file.head())
    origin = Origin(
        name=name,
        title=name,
        licence=text_of(rights.get("license")),
        attribution=text_of(rights.get("attribution")),
    )

    def records(skip: Skip) -> Iterator[Record]:
        return each(members(file, "features", skip), lambda line, feature: _record(line, feature, name), skip)

    return Source(origin, records, file.position)


def _record(line: int, feature: Any, scheme: str) -> Record:  # noqa: ANN401 - any JSON
    if not isinstance(feature, dict):
        raise ValueError("is no feature")
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = list(_names(feature.get("names"), properties.get("name_kinds")))
    title = text_of(properties.get("title")) or (names[0].text if names else "")
    if not title:
        raise ValueError("has neither a title nor a toponym")
    kind = _kind(feature, properties)
    if kind is None:
        raise ValueError("none of its types or fclasses is known")
    shape = _shape(feature.get("geometry"))
    codes = properties.get("ccodes")
    country = alpha2(text_of(codes[0])) if isinstance(codes, list) and len(codes) == 1 else None
    own = text_of(feature.get("@id")) or text_of(feature.get("id")) or text_of(properties.get("pid"))
    if not own:
        raise ValueError("has no @id")
    stated = whole_number(properties.get("radius_m"))
    return Record(
        id=id_of(own, scheme),
        name=title,
        kind=kind,
        lat=shape.lat,
        lon=shape.lon,
        line=line,
        country=country,
        radius_m=float(stated) if stated else shape.radius_m,
        population=whole_number(properties.get("population")),
        within=tuple(_containers(feature.get("relations"), scheme)),
        same_as=tuple(_links(feature.get("links"))),
        names=distinct_names(title, names),
        outline=shape.outline if kind.is_area else None,
    )


def _rights(head: str) -> dict[str, Any]:
    """Give what a collection states of itself before its features."""
    before, found, _ = head.partition('"features"')
    try:
        members = json.loads(before + '"features": []}') if found else {}
    except ValueError:
        return {}
    return members if isinstance(members, dict) else {}


def _names(names: Any, kinds: Any) -> Iterator[Name]:  # noqa: ANN401 - any JSON
    kinds = kinds if isinstance(kinds, dict) else {}
    for name in names if isinstance(names, list) else ():
        text = text_of(name.get("toponym")) if isinstance(name, dict) else ""
        if text:
            kind = kinds.get(text)
            known = AliasKind(kind) if kind in _ALIAS_KINDS else AliasKind.NAME
            yield Name(text, known, text_of(name.get("lang")) or None)


def _kind(feature: dict[str, Any], properties: dict[str, Any]) -> Kind | None:
    stated = text_of(properties.get("kind"))
    if stated in _KINDS:
        return Kind(stated)
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


def _shape(geometry: Any) -> Shape:  # noqa: ANN401 - any JSON
    """Take the first of several geometries: they are of several times or sources.

    A point that an area follows which is of no time of its own is that area's middle.
    """
    if not isinstance(geometry, dict) or geometry.get("type") != "GeometryCollection":
        return shape_of(geometry)
    members = geometry.get("geometries")
    members = members if isinstance(members, list) and members else [None]
    first = shape_of(members[0])
    for other in members[1:]:
        if isinstance(other, dict) and "Polygon" in text_of(other.get("type")) and "when" not in other:
            area = shape_of(other)
            return first._replace(radius_m=area.radius_m, outline=first.outline or area.outline)
    return first


def _containers(relations: Any, scheme: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    for relation in relations if isinstance(relations, list) else ():
        if isinstance(relation, dict) and text_of(relation.get("relationType")).endswith("broaderPartitive"):
            above = text_of(relation.get("relationTo"))
            if above:
                yield id_of(above, scheme)


def id_of(identifier: str, scheme: str) -> str:
    """Give the id of the place that a feature's ``@id`` names; `scheme` is the file's."""
    if identifier.startswith(OWN):
        own = unquote(identifier.removeprefix(OWN))
        # What comes from a pack has no scheme; in an index all do.
        return own if ":" in own else f"{scheme}:{own}"
    return _external(identifier) or f"{scheme}:{identifier}"


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
