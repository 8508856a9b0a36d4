"""What people were warned of: hours under air-raid alert, alerts and nights, by region and month, as counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import plain
from tocsin.lineage import Lineage
from tocsin.periods import index_of
from tocsin.say import msg, nmsg

MONTHS = 12
SOURCE = msg(
    "Air-raid alerts by region, collected by volunteers (github.com/Vadimkin/ukrainian-air-raid-sirens-dataset, MIT)."
)
REGION = Column("region", msg("Region"), key=True)
MONTH = Column("period", msg("Month"), "period", key=True)
RATES = (
    Column("hours_a_night", msg("Hours under alert a night"), "number", "hours a night"),
    Column("share_of_nights", msg("Nights with an alert"), "share", "of nights"),
    Column("alerts_a_week", msg("Alerts a week"), "number", "alerts a week"),
    Column("assumed", msg("Ends assumed"), "share", "of alerts"),
)
DIGITS = {"hours_a_night": 1, "share_of_nights": 2, "alerts_a_week": 0, "assumed": 2}


def compute(work: Work) -> Found:
    """Rates by region over the last twelve months of the table, and by region and month, regions in alphabetical order."""
    alerts = work.view.alerts
    if not len(alerts):
        return Found(
            rows=[], headline=msg("No table of air-raid alerts is known to this case."), lineage=Lineage()
        )
    year, months = alerts.by_region(MONTHS), alerts.by_month()
    last = str(year["last"].max())
    age = index_of(work.view.as_of_date) - index_of(last)
    parts = {
        "first": str(year["first"].min()), "last": last, "age_months": age, "regions": len(year),
        "least_hours": _rounded(year["hours_a_night"].min(), "hours_a_night"),
        "most_hours": _rounded(year["hours_a_night"].max(), "hours_a_night"),
        "middle_hours": _rounded(year["hours_a_night"].median(), "hours_a_night"),
        "middle_nights": _rounded(year["share_of_nights"].median(), "share_of_nights"),
    }  # fmt: skip
    return Found(
        rows=[
            *({"row": "year", "period": last, **_row(row)} for row in year.to_dict("records")),
            *({"row": "month", "period": row["last"], **_row(row)} for row in months.to_dict("records")),
        ],
        headline=msg(
            "In the {months} months to {last:month} a region was under air-raid alert for {middle:exact} hours a night in the"
            " middle of {regions} ({least:exact} to {most:exact}), on {nights:percent} of nights.",
            months=MONTHS, last=last, middle=parts["middle_hours"], regions=parts["regions"], least=parts["least_hours"],
            most=parts["most_hours"], nights=parts["middle_nights"],
        ),
        lineage=Lineage(
            method=(msg("sums of a public table by region and month; docs/record.md"),),
            assumptions=(msg("an end that was not announced is set to half an hour after the start"),),
        ),
        note=nmsg(
            "Any threat from the air, not drones alone: what people were warned of, not what came. A night is 20:00 to 08:00"
            " local time. The table ends {n} month before this date.",
            "Any threat from the air, not drones alone: what people were warned of, not what came. A night is 20:00 to 08:00"
            " local time. The table ends {n} months before this date.",
            age,
        ),
        parts=parts,
    )  # fmt: skip


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {"region": row["region"], **{name: _rounded(row[name], name) for name in DIGITS}}


def _rounded(value: float, name: str) -> float | None:
    return plain(float(value), DIGITS[name]) if pd.notna(value) else None


def over_time(answer: Answer, work: Work) -> Figure | None:
    """Hours under alert a night by region and month, a small line for each region."""
    rows = [row for row in answer.rows if row["row"] == "month"]
    if not rows:
        return None
    by_region: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_region.setdefault(row["region"], []).append(
            {"period": row["period"], "value": row["hours_a_night"]}
        )
    year = {row["region"]: row["hours_a_night"] for row in answer.rows if row["row"] == "year"}
    lines = [
        {
            "label": name,
            "value": year[name],
            "points": points,
            "text": msg("{region}: {hours:exact} hours a night", region=name, hours=year[name]),
        }
        for name, points in sorted(by_region.items())
    ]  # fmt: skip
    return Figure(
        id="alerts",
        chart="small_lines",
        title=msg(
            "A region was under alert for {least:exact} to {most:exact} hours a night",
            least=min(year.values()), most=max(year.values()),
        ),
        subtitle=msg(
            "Hours under air-raid alert a night, by month to {last:month}; regions in alphabetical order, the mean of the last"
            " {months} months at the right",
            last=rows[-1]["period"], months=MONTHS,
        ),
        data={"rows": lines},
        alt=msg("{told:clauses}.", told=[line["text"] for line in lines]),
        how=msg("All lines have one scale. A night runs from 20:00 to 08:00 local time and counts to the day on which it ends."),
        source=SOURCE,
        table=Table("t-alerts", msg("Alerts by region and month"), (REGION, MONTH, *RATES), rows, searchable=True),
    )  # fmt: skip


def last_year(answer: Answer, work: Work) -> Table | None:
    """The last twelve months of the table together, by region in alphabetical order."""
    rows = [row for row in answer.rows if row["row"] == "year"]
    if not rows:
        return None
    caption = msg(
        "Alerts by region, the {months} months to {last:month}", months=MONTHS, last=rows[0]["period"]
    )
    return Table("t-alerts-year", caption, (REGION, *RATES), rows)


QUESTION = Question(
    id="alerts",
    asks=msg("How long were people under alert?"),
    section="warning",
    rank=15,
    kind="table",
    unit="hours, alerts, nights",
    columns=(Column("row", msg("Row"), key=True), REGION, MONTH, *RATES),
    needs=("alerts",),
    compute=compute,
    figures=(over_time,),
    tables=(last_year,),
    documented="record.md",
)
