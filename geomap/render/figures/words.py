"""The words that a figure itself says, as on the map's page (``web/src/strings.js``)."""

from __future__ import annotations

COLUMNS = {
    "event_type": "kind of event",
    "claimed_by": "who claimed it",
    "attributed_to": "who it is attributed to",
    "denied_by": "who denied it",
    "precision": "precision of the place",
    "status": "status of the place",
    "place_kind": "kind of place",
    "place_name": "place",
    "time_precision": "precision of the date",
}

NOT_STATED = "not stated"
HOW_SURE = "How sure the place is"
SURE_POINT = "Named site or coordinates"
SURE_APPROXIMATE = "Approximate; the circle holds the place"
SURE_AREA = "Somewhere in this area"
SEVERAL = "Number of events at one place"
LAUNCHED = "From the launch site to the target"
NO_EVENTS = "There are no events in this map."
NONE_PLACED = "None of the events could be placed on the map."
BOUNDARIES = "Boundaries imply no opinion on their status."
PLACES = "Places"


def column(name: str) -> str:
    """Give a column's name for people; a user's own keeps its own."""
    said = COLUMNS.get(name, name)
    return said[:1].upper() + said[1:]


def events(number: int) -> str:
    """Count events."""
    return f"{number:,} event{'' if number == 1 else 's'}"


def others(number: int) -> str:
    """Count the values that share the last row of the legend."""
    return f"{number:,} other value{'' if number == 1 else 's'}"


def unplaced(number: int, total: int) -> str:
    """Say how many events are not on the map."""
    return f"{number:,} of {events(total)} could not be placed and {'is' if number == 1 else 'are'} not shown"


def crowd(by: str | None) -> str:
    """Head the samples of disks that stand for the events at one place."""
    return f"{SEVERAL}; rings by {column(by).lower()}" if by else SEVERAL


def approximate(number: int, total: int) -> str:
    """Say what very small marks cannot show."""
    return f"The places of {number:,} of the {total:,} events shown are approximate."


def distance(metres: float) -> str:
    """Say a length of a scale bar."""
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.0f} km"


def degrees(lat: float, lon: float) -> str:
    """Say a position to a tenth of a degree."""
    return f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'} {abs(lon):.1f}° {'E' if lon >= 0 else 'W'}"
