"""Questions, answers and the assessment that holds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import InputError, Problem
from tocsin.lineage import Lineage

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from tocsin.campaign import Outcome
    from tocsin.case import Case
    from tocsin.programme import Forecast

Draws = NDArray[np.float64]
Step = Callable[..., None]  # progress(text, done, total)
QUANTILES: dict[str, float] = {
    "q025": 0.025, "q05": 0.05, "q10": 0.10, "q25": 0.25, "q50": 0.50,
    "q75": 0.75, "q90": 0.90, "q95": 0.95, "q975": 0.975,
}  # fmt: skip

# Every question, in the order of the page.
ANSWERS = (
    "launches", "output.when", "output.rate", "raid.size", "leakers", "defence.enough", "cost.exchange", "magazine.days",
    "warning", "reach", "disruption", "watch", "clashes", "timeline", "bargain", "network", "skill",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One question answered.

    `rows` are plain values: a key, then quantiles for an answer of kind "draws". `draws` holds the arrays
    behind them by key, each with a leading draw axis, so that scenarios can be compared draw by draw.
    """

    id: str
    kind: Literal["draws", "table"]
    question: str
    headline: str
    unit: str
    rows: tuple[Mapping[str, Any], ...]
    lineage: Lineage
    draws: Mapping[str, Draws] = field(default_factory=dict)
    note: str = ""

    @property
    def columns(self) -> list[str]:
        """Every column that some row has, in order of first appearance."""
        return list(dict.fromkeys(key for row in self.rows for key in row))

    def quantiles(self) -> pd.DataFrame:
        """The rows that carry quantiles, as a frame."""
        frame = self.to_frame()
        return frame.dropna(subset=["q50"]) if "q50" in frame else frame.iloc[:0]

    def to_frame(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=self.columns)

    def plot(self) -> alt.Chart:
        """The answer's chart, as an Altair object for a notebook.

        Raises
        ------
        InputError
            If the answer is a table without a chart.
        """
        # The one call uphill, made by name and only when a notebook asks for a picture.
        chart: alt.Chart = import_module("tocsin.report").chart_of(self)
        return chart

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "question": self.question,
            "headline": self.headline,
            "unit": self.unit,
            "columns": self.columns,
            "rows": [dict(row) for row in self.rows],
            "lineage": self.lineage.to_json(),
            "note": self.note,
        }


@dataclass(frozen=True)
class Assessment:
    """All answers to one case as of one date; `view`, `forecast` and `outcomes` are what they were read from."""

    case: str
    as_of: date
    version: str
    seed: int
    draws: int
    converged: bool
    answers: Mapping[str, Answer]
    view: Case
    forecast: Forecast
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def __getitem__(self, answer: str) -> Answer:
        if answer not in self.answers:
            raise InputError(
                Problem("no such answer", "One of: " + ", ".join(self.answers) + ".", value=answer)
            )
        return self.answers[answer]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def to_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "version": self.version,
            "seed": self.seed,
            "draws": self.draws,
            "converged": self.converged,
            "answers": {key: answer.to_json() for key, answer in self.answers.items()},
        }

    def dumps(self) -> str:
        """The bytes of assessment.json: same case, seed, lock file and machine give the same."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def quantile_row(draws: Draws, *, digits: int = 1) -> dict[str, float | None]:
    """The nine quantiles of one draw array of shape [draw], rounded for reading; nulls where not finite."""
    # With infinite draws ("never within the horizon") interpolation would lose the quantile.
    method = "linear" if np.isfinite(draws).all() else "inverted_cdf"
    values = np.quantile(draws, list(QUANTILES.values()), method=method)  # type: ignore[call-overload]
    return {name: plain(value, digits) for name, value in zip(QUANTILES, values, strict=True)}


def plain(value: float, digits: int = 1) -> float | None:
    """A JSON number, or None where the value is not finite."""
    return round(float(value), digits) if np.isfinite(value) else None


def date_quantile_row(days: Draws, epoch: date, horizon: float) -> dict[str, str | None]:
    """Quantiles of days since `epoch` as ISO dates; a quantile beyond the horizon is null.

    `days` counts from the start of `epoch`, fractions included, and may hold inf for "not by the horizon"; `horizon` is
    the number of its last day, which counts to its end.
    """
    row: dict[str, str | None] = {}
    ordered = np.sort(days)
    for name, probability in QUANTILES.items():
        # The lower order statistic: interpolating with inf would lose the quantile.
        day = ordered[int(np.floor(probability * (len(ordered) - 1)))]
        row[name] = None if not np.isfinite(day) or day > horizon + 1 else _iso(epoch, min(day, horizon))
    return row


def _iso(epoch: date, day: float) -> str:
    return date.fromordinal(epoch.toordinal() + int(np.floor(day))).isoformat()


def draws_frame(answers: Sequence[Answer]) -> pd.DataFrame:
    """All draws of all answers in one long frame: answer, key, draw, value."""
    import pandas as pd

    parts = [
        pd.DataFrame({"answer": answer.id, "key": key, "draw": np.arange(len(values)), "value": values})
        for answer in answers
        for key, values in answer.draws.items()
    ]
    empty = pd.DataFrame({"answer": [], "key": [], "draw": [], "value": []})
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype({"answer": "category", "key": "category"})
