"""How many, and when: launches, output and the milestones."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
from markupsafe import Markup

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.figure import Section
from tocsin.report.sections.claimed import production_claims
from tocsin.report.sections.shared import BANDS_HOW, COUNTED, ROWS_HOW, quantile_table, quantiles, said
from tocsin.report.source import Source, linked
from tocsin.say import chance, day, month, number, percent, plural

MONTH = Column("period", "Month", "period")


def section(source: Source) -> Section:
    """The second section of the page."""
    figures = [*source.figures("launches"), *milestones(source), output(source), raids(source)]
    other = source.answer("output.when")
    return Section(
        id="how-many",
        label="How many, and when",
        sentence=_sentence(source),
        paragraph=linked(other.headline, "output.when") if other else Markup(""),
        figures=[figure for figure in figures if figure],
        caveat=Markup("{}{}").format(
            "Plans that officials announce count as a lower bound and a direction, never as a target: a choice of model"
            " structure, made with hindsight at dates before 2025. Launches alone cannot separate output, stock and what is"
            " held back.",
            _disputed(source),
        ),
        missing=source.missing("launches", "output.when", "output.rate", "raid.size"),
    )


def _disputed(source: Source) -> str:
    """Claims of a total that lie outside our range, as the answer's note lists them."""
    other = source.answer("output.when")
    _, mark, told = (other.note if other else "").partition("Claims outside our range:")
    return f" {mark}{told}" if mark else ""


def _sentence(source: Source) -> Markup:
    """Half of the futures at the headline's month and at the end of the horizon."""
    rows = source.spread("launches")
    if not rows:
        return source.sentence("launches")
    chosen = next((row for row in rows if row["period"] == source.chosen()), rows[-1])
    text = f"Half of our futures lie between {number(chosen['q25'])} and {number(chosen['q75'])} launches in {month(chosen['period'])}"
    if rows[-1]["period"] != chosen["period"]:
        text += f", and between {number(rows[-1]['q25'])} and {number(rows[-1]['q75'])} in {month(rows[-1]['period'])}"
    return linked(f"{text}.", "launches")


def _marks_how(claims: list[Any], what: str) -> str:
    """How to read the plum marks, where there are any."""
    if not claims:
        return ""
    return (
        f" Plum: {plural(len(claims), 'published claim')} {what} – an arrow up is “at least”, an arrow down"
        " “up to”, a bracket a range, a diamond a single number."
    )


def _breaks(source: Source) -> list[dict[str, str]]:
    breaks = source.view.settings.breaks
    return [
        {"date": item.start.isoformat(), "label": re.sub(r"'([^']*)'", r"‘\1’", item.label)}
        for item in breaks
    ]


def milestones(source: Source) -> list[Figure]:
    """Fifty equally likely dates for the next total, and the last one passed where nothing is ahead."""
    rows = source.rows("output.when")
    ahead = [row for row in rows if not row.get("passed")]
    chosen = ahead[:1] or rows[-1:]
    figures = []
    for row in chosen:
        found = _fifty(source, row)
        if found is not None:
            figures.append(_dot_figure(source, row, *found))
    return figures


def _dot_figure(source: Source, row: Any, dates: list[str], beyond: int) -> Figure:
    total = f"{row['milestone']:,}"
    before = sum(when <= source.as_of for when in dates)
    chance_by = row["p_by_horizon"]
    title = (
        f"{total} built by {day(row['horizon'])}: {chance(chance_by)} ({percent(chance_by)})"
        if before < 25
        else f"{total} had probably been built by {day(source.as_of)} ({percent(before / 50)})"
    )
    legend = (
        ("dot-blue", "before the as-of date"),
        ("dot-blue50", "after it"),
        ("dot-orange50", f"not by {day(row['horizon'])}"),
    )
    return Figure(
        id=f"when-{row['milestone']}",
        answer="output.when",
        title=title,
        subtitle=f"When the plant's {total}th strike drone is finished: fifty equally likely dates",
        chart="dots",
        data={"dates": dates, "beyond": beyond, "as_of": source.as_of, "horizon": row["horizon"]},
        alt=f"Fifty equally likely dates for drone number {total}: {before} lie before {day(source.as_of)},"
        f" {50 - before - beyond} between then and {day(row['horizon'])}, {beyond} later.",
        how="Each dot is a chance of 1 in 50; count dots to read a probability.",
        source="Estimated from claims, counts of launches and imports; nobody outside counts the plant's output.",
        table=_when_table(source),
        legend=[
            item for item, shown in zip(legend, (before, 50 - before - beyond, beyond), strict=True) if shown
        ],
    )


def _when_table(source: Source) -> Table:
    columns = (
        Column("milestone", "Total built", "number"), Column("q50", "Median", "date"), Column("q25", "25 %", "date"),
        Column("q75", "75 %", "date"), Column("q05", "5 %", "date"), Column("q95", "95 %", "date"),
        Column("p_by_horizon", "Chance by horizon", "share"), Column("horizon", "Horizon", "date"),
    )  # fmt: skip
    return Table(
        "t-when",
        "When each total is reached; “later” is beyond the horizon",
        columns,
        source.rows("output.when"),
    )


def _fifty(source: Source, row: Any) -> tuple[list[str], int] | None:
    """Fifty equally likely dates from the draws: the 1st, 3rd … 99th percentile; inf counts as later."""
    answer = source.answer("output.when")
    days = None if answer is None else answer.draws.get(str(row["milestone"]))
    if days is None or not len(days):
        return None
    epoch = date.fromisoformat(f"{source.assessment.work.forecast.full_periods[0]}-01")
    ordered = np.sort(np.asarray(days, dtype=float))
    picked = ordered[(np.arange(0.01, 1.0, 0.02) * len(ordered)).astype(int)]
    horizon = (date.fromisoformat(row["horizon"]) - epoch).days
    inside = [
        epoch + timedelta(days=int(value)) for value in picked if np.isfinite(value) and value <= horizon + 1
    ]
    return [when.isoformat() for when in inside], 50 - len(inside)


def output(source: Source) -> Figure | None:
    """Output of the case's own scope by month, with the claims about it."""
    scope = source.view.settings.output.scope
    rows = source.spread("output.rate", scope=scope)
    if not rows:
        return None
    first, last = rows[0]["period"], rows[-1]["period"]
    claims = production_claims(source, scope, first=first, last=last)
    now = next((row for row in rows if row.get("forecast", True)), rows[-1])
    data = {
        "rows": [{"period": row["period"], **quantiles(row)} for row in rows],
        "claims": claims,
        "as_of": source.as_of,
        "unit": "strike drones made a month",
        "height": 280,
    }
    return Figure(
        id="output",
        answer="output.rate",
        title=f"Output: {_now(now)}, {number(rows[-1]['q50'])} by {month(last)}",
        subtitle=f"Strike drones the plant makes in a month, estimated, {month(first)} to {month(last)}; decoys, other plants excluded",
        chart="fan",
        data=data,
        alt=f"Fan chart of the plant's output a month. {month(now['period'])}: {said(now)}. {month(last)}: {said(rows[-1])}.",
        how=BANDS_HOW + _marks_how(claims, "about this plant's rate, converted to a month of 30.44 days"),
        source="Bounded by launches, imports and claims together; not counted by anyone outside.",
        table=quantile_table(
            "t-output", "Output a month; other scopes are in tables/output.rate.csv", (MONTH,), rows
        ),
    )


def _now(row: Any) -> str:
    return "probably none yet, perhaps" if row["q75"] < 1 else f"perhaps {number(row['q50'])} a month now"


def raids(source: Source) -> Figure | None:
    """The size of a night."""
    rows = source.spread("raid.size")
    if not rows:
        return None
    names = {"base": "Ordinary night", "strike": "Strike night"}
    labelled = [
        {
            "label": f"{names.get(str(row['night']), row['night'])}, {_nights(row)}",
            "colour": "blue",
            **quantiles(row),
        }
        for row in rows
    ]
    biggest = max(rows, key=lambda row: row["q50"])
    return Figure(
        id="raid-size",
        answer="raid.size",
        title=f"A strike night brings about {number(biggest['q50'])} drones",
        subtitle=f"Drones launched in one night{_when(rows)}; strike nights are the mass attacks between ordinary nights",
        chart="intervals",
        data={"rows": labelled, "unit": "drones in a night"},
        alt="; ".join(f"{row['label']}: {said(row)}" for row in labelled) + ".",
        how=ROWS_HOW,
        source=COUNTED,
        table=quantile_table(
            "t-raid", "Size of a night",
            (Column("night", "Night"), Column("nights_per_month", "Nights a month", "number")), rows,
        ),
    )  # fmt: skip


def _when(rows: list[Any]) -> str:
    """The month the sizes are for."""
    period = rows[0].get("period")
    return f" in {month(period)}" if period else ""


def _nights(row: Any) -> str:
    nights = row.get("nights_per_month")
    return f"{number(nights)} a month" if isinstance(nights, (int, float)) else ""
