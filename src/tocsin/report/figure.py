"""What a section of the page is made of: figures, tables and the sentences around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup

from tocsin.report.render import Chart

Kind = Literal["text", "number", "date", "percent", "money", "claims", "month"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A table's column: the row's key, its heading and how its cells are printed."""

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Numbers as a real table; `caption` says what it holds."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    searchable: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart with everything a reader needs beside it.

    `title` is the finding, `subtitle` the measure, unit and period, `alt` a sentence that gives the numbers,
    `how` how to read it, `source` where it comes from; `table` holds the numbers drawn.
    """

    id: str
    answer: str
    title: str
    subtitle: str
    chart: Chart
    data: Mapping[str, Any]
    alt: str
    how: str
    source: str
    table: Table
    legend: Sequence[tuple[str, str]] = ()  # (palette role and shape, text)


@dataclass(frozen=True)
class Section:
    """One section: a grey label, a bold sentence, at most one paragraph, figures and tables, a caveat."""

    id: str
    label: str
    sentence: Markup
    paragraph: Markup = field(default_factory=Markup)
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    caveat: Markup = field(default_factory=Markup)
    missing: Sequence[str] = ()


QUANTILE_COLUMNS = (
    Column("q50", "Median", "number"),
    Column("q25", "25 %", "number"),
    Column("q75", "75 %", "number"),
    Column("q05", "5 %", "number"),
    Column("q95", "95 %", "number"),
    Column("q025", "2.5 %", "number"),
    Column("q975", "97.5 %", "number"),
)
