"""An answer's chart for a notebook: the page's chart functions on the answer's own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.arrays import QUANTILES
from tocsin.errors import InputError, Problem
from tocsin.report.charts import fan, intervals
from tocsin.report.render import WIDE

if TYPE_CHECKING:
    from tocsin.answers.core import Answer

_KEYS = (
    "drone",
    "scope",
    "night",
    "means",
    "layer",
    "resource",
    "place",
    "admin",
    "name",
    "country",
    "under_minutes",
    "cut",
)
_ROWS = 30


def chart(answer: Answer) -> Any:
    """A fan where rows are months, else interval rows (the first thirty).

    Raises
    ------
    InputError
        If no row carries numeric quantiles.
    """
    rows = [
        row for row in answer.rows if all(isinstance(row.get(level), (int, float)) for level in QUANTILES)
    ]
    if not rows:
        raise InputError(
            Problem(f"answer {answer.id!r} is a table without a chart", "Use .to_frame().", value=answer.id)
        )
    if "period" in rows[0]:
        first = {key: rows[0].get(key) for key in _KEYS}
        months = [row for row in rows if all(row.get(key) == value for key, value in first.items())]
        return fan.fan({"rows": months, "unit": answer.unit}, WIDE)
    labelled = [{**row, "label": _label(row)} for row in rows[:_ROWS]]
    return intervals.rows({"rows": labelled, "unit": answer.unit}, WIDE)


def _label(row: Any) -> str:
    return ", ".join(str(row[key]) for key in _KEYS if row.get(key) not in (None, ""))
