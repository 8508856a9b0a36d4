"""places.csv: towns that were lost, or that most people have left, by date and with the published source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.schema import Column, Row, check_rows, read_table

STATES = ("lost", "fewer")
TABLE = (
    Column("place", filled=True),
    Column("region", filled=True),
    Column("since", date, filled=True),
    Column("state", filled=True, words=STATES),
    Column("people", int, low=0, remedy="Give a whole number where the state is 'fewer', else leave it empty."),
    Column("source", filled=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """What became of a place: "lost" (held by the other side), or "fewer" people than the map data list.

    Attributes
    ----------
    place, region
        As the map data name them.
    since
        The first day on which it was so, as published.
    people
        How many were left; None where it was lost.
    sources
        Ids of facts or claims: the row holds from the day on which all of them are public.
    """

    place: str
    region: str
    since: date
    state: str
    people: int | None
    sources: tuple[str, ...]


def read_changed_places(path: Path) -> list[tuple[Row, ChangedPlace]]:
    """Rows of places.csv; without the file there are none.

    Raises
    ------
    InputError
        All problems at once: missing columns, empty cells, unknown words, a number of people where none belongs, one
        place twice on a day.
    """
    rows = read_table(path, TABLE) if path.is_file() else []
    found: list[tuple[Row, ChangedPlace]] = []
    seen: set[tuple[str, str, date]] = set()
    for row in rows:
        values = row.values(TABLE)
        if row.problems:
            continue
        if (values["people"] is None) != (values["state"] == "lost"):
            row.wrong("people", "state and people don't fit", "Give people where 'fewer', none where 'lost'.")
        key = (values["place"], values["region"], values["since"])
        if key in seen:
            row.wrong("place", "a place given twice on one day", "Delete one of the rows.")
        seen.add(key)
        sources = tuple(values.pop("source").replace(";", " ").split())
        found.append((row, ChangedPlace(**values, sources=sources)))
    check_rows(rows)
    return found


def latest(places: Sequence[ChangedPlace], day: date, known: Collection[str]) -> tuple[ChangedPlace, ...]:
    """The last state of each place by `day`, of those whose sources are all known."""
    last: dict[tuple[str, str], ChangedPlace] = {}
    for place in sorted(places, key=lambda item: item.since):
        if place.since <= day and all(source in known for source in place.sources):
            last[place.region, place.place] = place
    return tuple(last[key] for key in sorted(last))
