"""Online basemaps that the maker of a map allows; a reader's choice switches one on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geomap.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def providers(asked: Sequence[Any]) -> list[dict[str, Any]]:
    """Describe tile services as the page needs them.

    Raises
    ------
    UsageError
        If a name is none that xyzservices knows, or a service uses no https (but one on this machine).
    """
    import xyzservices

    if isinstance(asked, str):
        asked = [asked]
    found = []
    for one in asked:
        if isinstance(one, str):
            try:
                one = xyzservices.providers.query_name(one)
            except ValueError:
                raise UsageError(
                    f"basemaps: xyzservices knows no {one!r}; its names look like 'OpenStreetMap.Mapnik'"
                ) from None
        url = one.build_url()
        # Tiles of one's own machine leave it by no network.
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)(:\d+)?/", url):
            raise UsageError(f"basemaps: {one.name} is not served over https")
        found.append(
            {
                "name": str(one.name),
                "url": url,
                "credit": re.sub("<[^>]*>", "", str(one.get("attribution", ""))),
                "maxZoom": int(one.get("max_zoom", 19)),
            }
        )
    return found


def hosts(offered: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Name the hosts that the page's policy must admit for them."""
    found = []
    for one in offered:
        netloc = re.sub(r"^\{[^}]*\}\.", "*.", urlsplit(one["url"]).netloc)
        if not re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?", netloc):
            raise UsageError(f"basemaps: {one['name']} has no plain host in its address")
        found.append(f"{urlsplit(one['url']).scheme}://{netloc}")
    return tuple(dict.fromkeys(found))
