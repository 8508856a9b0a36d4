"""What answers are made of beside numbers: columns, tables, figures and charts, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tocsin.arrays import QUANTILES
from tocsin.files import write_atomic
from tocsin.say import NOTHING, Said, from_json, msg

Type = Literal["text", "number", "share", "usd", "period", "date", "flag", "ids"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of an answer or a table.

    Attributes
    ----------
    name : str
        The key in a row.
    title : str
        Its heading.
    type : str
        What the cells hold: "period" is a month "YYYY-MM", "share" a fraction of one, "ids" claims, "flag" yes or no.
    unit : str
        The unit of a number, such as "drones per month"; numbers without one are refused by a test.
    key : bool
        True where the column tells rows apart: two assessments are compared row by row on their keys.
    """

    name: str
    title: str
    type: Type = "text"
    unit: str = ""
    key: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "title": self.title, "type": self.type, "unit": self.unit, "key": self.key}


def quantile_columns(unit: str, *, type: Type = "number") -> tuple[Column, ...]:
    """The nine quantiles of an uncertain number in `unit`, in rising order."""
    return tuple(Column(name, QUANTILE_TITLES[name], type, unit) for name in QUANTILES)


QUANTILE_TITLES = {
    "q025": msg("2.5 %"), "q05": msg("5 %"), "q10": msg("10 %"), "q25": msg("25 %"), "q50": msg("Median"),
    "q75": msg("75 %"), "q90": msg("90 %"), "q95": msg("95 %"), "q975": msg("97.5 %"),
}  # fmt: skip
SHOWN_QUANTILES = ("q50", "q25", "q75", "q05", "q95", "q025", "q975")


def quantile_table(name: str, caption: str, keys: Sequence[Column], rows: Sequence[Row], unit: str) -> Table:
    """The table of the numbers under a figure of quantiles: its keys, then the median and three intervals."""
    by_name = {column.name: column for column in quantile_columns(unit)}
    return Table(name, caption, (*keys, *(by_name[level] for level in SHOWN_QUANTILES)), tuple(rows))


@dataclass(frozen=True)
class Table:
    """Numbers as a real table; `caption` says what it holds."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    searchable: bool = False

    def to_json(self) -> dict[str, Any]:
        names = [column.name for column in self.columns]
        return {
            "id": self.id,
            "caption": stored_text(self.caption),
            "columns": [column.to_json() for column in self.columns],
            "rows": [
                {name: row.get(name) for name in names} | ({"url": row["url"]} if row.get("url") else {})
                for row in self.rows
            ],
            "searchable": self.searchable,
        }


@dataclass(frozen=True)
class Figure:
    """A chart as plain data, with everything a reader needs beside it; the page draws it.

    `title` is the finding, `subtitle` the measure, unit and period, `alt` a sentence that gives the numbers, `how` how to
    read it, `source` where it comes from; `table` holds the numbers drawn. `chart` names a chart of the report, `data`
    is what that chart reads; `answer` is the answer it belongs to.
    """

    id: str
    chart: str
    title: str
    subtitle: str
    data: Mapping[str, Any]
    alt: str
    how: str
    source: str
    table: Table
    legend: Sequence[tuple[str, str]] = ()  # (palette role and shape, text)
    answer: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "answer": self.answer, "chart": self.chart, "data": dict(self.data), "table": self.table.to_json(),
            **{name: stored_text(getattr(self, name)) for name in TEXTS},
            "legend": [[key, stored_text(text)] for key, text in self.legend],
        }  # fmt: skip


SHAPES = ("circle", "square", "diamond", "triangle-up")
"""Marks of a chart's series in turn, which its legend names too."""


class Picture(str):
    """An SVG that a notebook shows and `save` writes."""

    def _repr_html_(self) -> str:
        return str(self)

    def save(self, path: str | Path) -> None:
        """Write the SVG to a file."""
        write_atomic(path, self.encode())


@dataclass(frozen=True)
class Chart:
    """A kind of chart: ``draw(data, width)`` makes a picture or an Altair object of `width` pixels; the report brings them."""

    name: str
    draw: Callable[..., Any]
    width: int = 760


TEXTS = ("title", "subtitle", "alt", "how", "source")


def stored_text(text: str) -> Any:
    """A sentence with its values, or words without any, as plain JSON."""
    return text.to_json() if isinstance(text, Said) and text.values else str(text)


def text_from(stored: Any) -> str:
    """What `stored_text` stored; words without values are a message of the catalogue."""
    return from_json(stored) if isinstance(stored, Mapping) else Said(stored) if "{" not in stored else stored


def column_from(stored: Mapping[str, Any]) -> Column:
    return Column(**stored)


def table_from(stored: Mapping[str, Any]) -> Table:
    columns = tuple(column_from(item) for item in stored["columns"])
    return Table(
        stored["id"], text_from(stored["caption"]), columns, tuple(stored["rows"]), stored["searchable"]
    )


def figure_from(stored: Mapping[str, Any]) -> Figure:
    """A figure as `Figure.to_json` stored it."""
    texts = {name: text_from(stored[name]) for name in TEXTS}
    legend = tuple((key, text_from(text)) for key, text in stored["legend"])
    return Figure(
        id=stored["id"],
        chart=stored["chart"],
        data=stored["data"],
        table=table_from(stored["table"]),
        legend=legend,
        answer=stored["answer"],
        **texts,
    )


@dataclass(frozen=True)
class Found:
    """What an answer's computation returns: rows, draws, parts and sentences; the declaration adds the rest.

    Attributes
    ----------
    rows : sequence of mappings
        Plain JSON values under the declared columns.
    headline, question, note : Said
        The finding in one sentence, the question as asked of this case (where it names the case's own values), remarks.
    lineage : Lineage
        The trail.
    draws : mapping of str to array [draw]
        The draws behind the rows, by key.
    parts : mapping
        Values that page, app and other answers read: never read a sentence instead.
    """

    rows: Sequence[Row]
    headline: Said
    lineage: Any
    question: Said = NOTHING
    draws: Mapping[str, Any] = field(default_factory=dict)
    note: Said = NOTHING
    parts: Mapping[str, Any] = field(default_factory=dict)
