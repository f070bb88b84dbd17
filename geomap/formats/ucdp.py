"""UCDP GED: the Uppsala Conflict Data Program's georeferenced events, all editions since 41 columns.

- ``low``, ``best`` and ``high`` stay as they are, also where they are not in order; the frame
  flags that. ``number_of_sources`` -1 means "not recorded" and becomes null.
- ``where_prec`` gives precision and radius by the crosswalk (`geomap.formats.precision`), and
  travels along. ``date_prec`` 1 is a day, 2 and 3 a range of days, 4 a month, 5 more than that.
- ``country_id`` is Gleditsch and Ward's number of the state; the frame's ``country`` is ISO.
- Of ``source_office``, ``source_date`` and ``source_headline`` a list of sources is made where
  they have equally many parts; elsewhere they do not match, and ``source_article`` is one source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.formats.countries import from_iso2, to_iso2
from geomap.formats.dataset import Field
from geomap.formats.precision import write_code

if TYPE_CHECKING:
    import geopandas as gpd

    from geomap.formats.dataset import Rows

NAME = "UCDP GED"
PREFIX = "ucdp"
ORIGIN = "where_prec"
SIGNS = frozenset({"where_prec", "date_prec", "type_of_violence", "side_a", "side_b"})
VIOLENCE = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}

FIELDS = (
    Field("id", "event_id", "id", "300380.0 in copies that went through a spreadsheet is 300380"),
    Field("relid"),
    Field("year", kind="whole"),
    Field("active_year", note="text: 1, 1.0 or True, by edition"),
    Field("code_status"),
    Field("type_of_violence", "event_type", "code", "in words", VIOLENCE),
    *(
        Field(name, kind="text" if name.endswith("name") else "whole")
        for group in ("conflict", "dyad")
        for name in (f"{group}_id", f"{group}_dset_id", f"{group}_new_id", f"{group}_name")
    ),
    *(Field(name, kind="whole") for name in ("side_a_id", "side_a_dset_id", "side_a_new_id")),
    Field("side_a", "actor"),
    *(Field(name, kind="whole") for name in ("side_b_id", "side_b_dset_id", "side_b_new_id")),
    Field("side_b", "target"),
    Field("number_of_sources", kind="whole", note="-1 is not recorded", missing=-1),
    Field("source_article", note="sources, where the three columns below do not match"),
    Field("source_office", note="sources: publisher"),
    Field("source_date", note="sources: date"),
    Field("source_headline", note="sources: title"),
    Field("source_original"),
    Field("where_prec", kind="whole", note="precision and radius_m by the crosswalk"),
    Field("where_coordinates", "place_text"),
    Field("where_description"),
    Field("adm_1", note="within"),
    Field("adm_2", note="within, before adm_1"),
    Field("latitude", "lat", "latitude"),
    Field("longitude", "lon", "longitude"),
    Field("geom_wkt"),
    Field("priogrid_gid", kind="whole"),
    Field("country", note="within, last"),
    Field("country_id", kind="whole", note="country, in ISO"),
    Field("region"),
    Field("event_clarity", kind="whole"),
    Field("date_prec", kind="whole", note="time_precision"),
    Field("date_start", "time_start", "date"),
    Field("date_end", "time_end", "date"),
    Field("deaths_a", kind="whole"),
    Field("deaths_b", kind="whole"),
    Field("deaths_civilians", kind="whole"),
    Field("deaths_unknown", kind="whole"),
    Field("best", "killed_best", "whole"),
    Field("high", "killed_high", "whole"),
    Field("low", "killed_low", "whole"),
    Field("gwnoa", note="text: some editions list several"),
    Field("gwnob", note="text: some editions list several"),
)


COLUMNS_49 = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    *("source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2"),
    *(
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
    ),
    *("date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
    *("best", "high", "low", "gwnoa", "gwnob"),
)
"""The columns of the editions since 2019, for candidate files that came without a header line."""


def fill(rows: Rows) -> None:
    """Fill times, precision, country, containers and sources."""
    firsts, lasts = rows.days("date_start"), rows.days("date_end")
    whens = list(zip(firsts, lasts, strict=True))
    rows.set_times(
        whens,
        [_time_precision(code, *pair) for code, pair in zip(rows.whole("date_prec"), whens, strict=True)],
    )
    rows.set_precision("UCDP", rows.whole("where_prec"), "where_prec")
    states = to_iso2("gw")
    rows.out["country"] = [states.get(str(code)) for code in rows.whole("country_id")]
    rows.set_within(("adm_2", "adm_1", "country"))
    rows.out["sources"] = [
        _sources(*parts)
        for parts in zip(
            *(
                rows.text(name)
                for name in ("source_article", "source_office", "source_date", "source_headline")
            ),
            strict=True,
        )
    ]


def _time_precision(code: int | None, first: Any, last: Any) -> str | None:  # noqa: ANN401 - When or None
    if code == 4:
        return "month"
    if code in (2, 3):
        return "range"
    days = (last.end - first.start).days if first is not None and last is not None else 0
    if code == 5:
        return "year" if days >= 364 else "range"
    return "range" if days else "day"


def _sources(
    article: str | None, office: str | None, date: str | None, headline: str | None
) -> list[dict[str, str]]:
    parts = [[part.strip() for part in (text or "").split(";")] for text in (office, date, headline)]
    if office and len(parts[0]) == len(parts[1]) == len(parts[2]):
        return [
            {name: part for name, part in zip(("publisher", "date", "title"), each, strict=True) if part}
            for each in zip(*parts, strict=True)
        ]
    whole = article or "; ".join(text for text in (office, date, headline) if text)
    return [{"title": whole}] if whole else []


def _joined(frame: gpd.GeoDataFrame, name: str) -> list[str | None]:
    return [
        "; ".join(str(source[name]) for source in sources if source.get(name)) or None
        for sources in frame["sources"]
    ]


def _day_code(frame: gpd.GeoDataFrame) -> list[int | None]:
    codes = {"time": 1, "day": 1, "range": 2, "month": 4, "year": 5}
    return [codes.get(word) for word in frame["time_precision"]]


BACK = {
    "where_prec": lambda frame: [
        write_code("UCDP", word) if isinstance(word, str) else None for word in frame["precision"]
    ],
    "date_prec": _day_code,
    "country_id": lambda frame: [
        int(from_iso2("gw")[code]) if code in from_iso2("gw") else None for code in frame["country"]
    ],
    "source_office": lambda frame: _joined(frame, "publisher"),
    "source_headline": lambda frame: _joined(frame, "title"),
}
