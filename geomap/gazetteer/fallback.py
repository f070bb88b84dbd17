"""Who may be asked where the gazetteer has no answer, and what they are asked.

Nothing here opens a connection; `geomap.gazetteer.online` has one who does, and a test or
an archive of one's own may have another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from geomap.gazetteer.index import Dataset
    from geomap.model import Kind, Resolution


@dataclass(frozen=True, slots=True)
class Question:
    """What a gazetteer could not answer."""

    text: str
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of which the place's country must be one; empty for any."""
    within: tuple[str, ...] = ()
    """Names of places that contain it, the smallest first."""
    near: tuple[float, float] | None = None
    """Latitude and longitude in degrees that it must lie within 200 km of."""
    kinds: frozenset[Kind] = frozenset()
    """Of which its kind must be one, where that is known; empty for any."""


class Fallback(Protocol):
    """Whoever is asked after the gazetteer."""

    def find(self, question: Question, offline: Resolution) -> Resolution:
        """Answer a question that `offline` left open; what cannot be answered stays as it is.

        Raises
        ------
        OnlineError
            If there is no telling whether there is such a place.
        """

    def dataset(self) -> Dataset:
        """Say who answers, under what licence, and whom to credit."""


CREDITS: dict[str, str] = {
    "nominatim": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "photon": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "pickpoint": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "openmapquest": "© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "geonames": "GeoNames, CC BY 4.0, https://www.geonames.org/",
    "banfrance": "Base Adresse Nationale, Licence Ouverte 2.0, https://adresse.data.gouv.fr/",
    "ignfrance": "IGN, Licence Ouverte 2.0, https://geoservices.ign.fr/",
    "databc": "Province of British Columbia, Open Government Licence, https://www2.gov.bc.ca/",
}
"""Whom the terms of services ask to credit, by the dataset that their answers are of."""
