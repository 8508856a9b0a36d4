"""Is the sampled model sound? What it learned, whether it redraws its counts, and whether it recovers known answers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tocsin.answers.common import Row, drawn_panels, plain_rows, strayed
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import QUANTILES
from tocsin.case import Case
from tocsin.lineage import Lineage
from tocsin.programme.fit.checks import LEARNED, predictive_bands, prior_posterior
from tocsin.programme.fit.store import Fit, stored_fit
from tocsin.say import NOTHING, Said, msg, nmsg, number, verbatim
from tocsin.score.rules.calibration import ecdf, ecdf_band

UNIT = "drones per month"
# What simulation-based calibration ranks, in words.
RANKED = {
    "start": msg("plant's start"), "growth": msg("growth"), "import_rate": msg("imports"), "use": msg("use of stock"),
    "noise": msg("count noise"), "decoy_level": msg("decoy share"), "leak_level": msg("share through"),
    "built": msg("drones built"), "stock": msg("drones in store"),
}  # fmt: skip
# Parameters whose meaning in the table leans on the row before it or on the model's own scale.
MEANINGS = {
    "programme.fit.night_spread": msg("month-to-month spread of the share on strike nights"),
    "programme.fit.use_move": msg("monthly movement of the share launched from store"),
    "programme.leak_share.spread": msg("monthly movement of the share that gets through"),
    "programme.fit.plan_factor": msg("output over plan, where a plan counts as a floor"),
    "programme.fit.capacity_move": msg("monthly movement of output beside its growth"),
    "programme.growth.saturating": msg("growth while output is far below its ceiling"),
    "programme.fit.ceiling": msg("ceiling of a plant's monthly output"),
}
STAGES = {
    "prior": (msg("Prior, 5 %"), msg("Prior, median"), msg("Prior, 95 %")),
    "posterior": (msg("Posterior, 5 %"), msg("Posterior, median"), msg("Posterior, 95 %")),
}
COLUMNS = (
    Column("name", msg("Name in the model"), key=True),
    Column("parameter", msg("Parameter")),
    Column("meaning", msg("Meaning")),
    Column("unit", msg("Unit")),
    *(
        Column(f"{stage}_{level}", title, "number", "as stated")
        for stage, titles in STAGES.items()
        for level, title in zip(("q050", "q500", "q950"), titles, strict=True)
    ),
    Column("overlap", msg("Overlap"), "share", "of the area"),
    Column("learned", msg("Learned"), "flag"),
)


def fit_of(work: Work) -> Fit | None:
    """The stored fit that serves this forecast, or None."""
    served = any(row.get("member") == "stock_flow" for row in work.forecast.diagnostics)
    found: Fit | None = work.once("fit", lambda: stored_fit(work.view) if served else None)
    return found


def compute(work: Work) -> Found:
    """Each parameter of the sampled model before and after the fit, the most learned first."""
    fit = fit_of(work)
    rows = [] if fit is None else learned_rows(fit, work.view)
    moved = sum(row["learned"] for row in rows)
    return Found(
        rows=rows,
        headline=msg("The data moved {moved:exact} of {n:exact} parameters of the sampled model.", moved=moved, n=len(rows))
        if rows
        else msg("No sampled fit serves this date."),
        lineage=Lineage(
            answers=("output.rate",), parameters=tuple(dict.fromkeys(row["parameter"] for row in rows)),
            method=(msg("prior against posterior, counts redrawn, simulation-based calibration (Talts et al. 2018)"),) if rows else (),
        ),
        parts={"served": fit is not None},
    )  # fmt: skip


def learned_rows(fit: Fit, view: Case) -> list[dict[str, Any]]:
    """Prior and posterior by parameter, as stored; ordered by how much the fit moved them."""
    rows = plain_rows(prior_posterior(fit))
    rows.sort(key=lambda row: (row["overlap"], row["name"]))
    return [
        {column.name: row[column.name] for column in COLUMNS if column.name in row}
        | {"meaning": _meaning(view, row)}
        for row in rows
    ]


def _meaning(view: Case, row: Row) -> Said:
    name = str(row["parameter"])
    return MEANINGS.get(name) or verbatim(
        view.parameters.row(name).meaning if name in view.parameters else name
    )


def learned(answer: Answer, work: Work) -> Figure | None:
    """Each parameter's prior and posterior in standard deviations of the prior."""
    fit = fit_of(work)
    if fit is None:
        return None
    rows = [{**_on_prior(fit, row["name"]), **_texts(row)} for row in answer.rows]
    kept = sum(not row["learned"] for row in answer.rows)
    return Figure(
        id="learned",
        chart="learned",
        title=nmsg(
            "The data moved {moved:exact} of {all:exact} parameters; {n:exact} stays as assumed",
            "The data moved {moved:exact} of {all:exact} parameters; {n:exact} stay as assumed",
            kept, moved=len(rows) - kept, all=len(rows),
        ),
        subtitle=msg("Each parameter of the output model before (grey) and after (blue) the fit, in units of the first"),
        data={"rows": rows},
        alt=msg("{parts:clauses}.", parts=[row["said"] for row in rows]),
        how=msg(
            "Grey: what was assumed before any data, the inner step half of it, all of it 90\u00a0%. Blue: 50 and 90\u00a0% of what"
            " is left after fitting claims and counts, the tick its median. Where blue sits on grey as wide as it was, the data"
            " said nothing; overlap is the area both share, and above {limit:percent} we call a parameter assumed.",
            limit=LEARNED,
        ),
        source=msg("Stored fit of this date; priors are the rows of the parameter table."),
        table=Table("t-learned", msg("What the fit learned, and what stays assumed"), COLUMNS[2:], answer.rows),
    )  # fmt: skip


def _on_prior(fit: Fit, name: str) -> dict[str, float]:
    """Posterior quantiles in standard deviations of the prior, on the model's own scale."""
    prior, levels = fit.priors[name], ("q05", "q25", "q50", "q75", "q95")
    found = (np.quantile(fit.scalars[name], [QUANTILES[level] for level in levels]) - prior.mean) / prior.sd
    return {level: round(float(value), 3) for level, value in zip(levels, found, strict=True)}


def _texts(row: Row) -> dict[str, Said]:
    moved = msg("{before} → {after}", before=_short(row["prior_q500"]), after=_short(row["posterior_q500"]))
    values = {"meaning": row["meaning"], "moved": moved, "unit": row["unit"], "overlap": row["overlap"]}
    if row["learned"]:
        said, overlap = (
            msg("{meaning}: {moved} {unit}, overlap {overlap:percent}, learned", **values),
            msg("{overlap:percent}", **values),
        )
    else:
        said = msg("{meaning}: {moved} {unit}, overlap {overlap:percent}, assumed", **values)
        overlap = msg("{overlap:percent}, assumed", **values)
    return {"label": row["meaning"], "values": moved, "overlap": overlap, "said": said}


def _short(value: float) -> str:
    return number(value) if abs(value) >= 1 else f"{value:#.2g}".replace("-", "−")


def predictive(answer: Answer, work: Work) -> Figure | None:
    """Counted launches against what the fit, and its prior alone, would have been counted."""
    fit = fit_of(work)
    if fit is None:
        return None
    frame = predictive_bands(fit, seed=work.seed)
    rows = plain_rows(frame[frame["counted"].notna()])
    if not rows:
        return None
    levels = (
        "prior_q050",
        "prior_q950",
        *(f"posterior_q{level}" for level in ("050", "250", "500", "750", "950")),
    )
    drawn = [
        {
            "period": row["period"],
            "counted": row["counted"],
            **{key: round(float(row[key]), 1) for key in levels},
        }
        for row in rows
    ]
    n, inner = len(rows), _inside(rows, "posterior_q250", "posterior_q750")
    outer, before = (
        _inside(rows, "posterior_q050", "posterior_q950"),
        _inside(rows, "prior_q050", "prior_q950"),
    )
    columns = (
        Column("period", msg("Month"), "period", key=True), Column("counted", msg("Counted"), "number", UNIT),
        *(
            Column(f"{stage}_{level}", title, "number", UNIT)
            for stage in ("posterior", "prior")
            for level, title in zip(("q050", "q500", "q950"), STAGES[stage], strict=True)
        ),
    )  # fmt: skip
    values = {"n": n, "inner": inner, "outer": outer, "before": before}
    return Figure(
        id="predictive",
        chart="predictive",
        title=msg("{outer:exact} of {n:exact} counted months lie inside the fit's 90\u00a0% band", **values),
        subtitle=msg("Launches counted a month, over what the fitted model and its assumptions alone would have been counted"),
        data={"rows": drawn, "unit": msg("drones launched a month")},
        alt=msg(
            "Of {n:exact} counted months {inner:exact} lie inside the fit's 50\u00a0% band, {outer:exact} inside its 90\u00a0% band and"
            " {before:exact} inside the 90\u00a0% band of the assumptions alone.",
            **values,
        ),
        how=msg(
            "Dots: counts. Blue: 50 and 90\u00a0% of counts redrawn from the fit; about {half:exact} and {most:exact} of {n:exact} dots"
            " should lie inside, {inner:exact} and {outer:exact} do{wide}. Grey: 90\u00a0% redrawn from the assumptions before any"
            " data. The fit has seen these counts: this can show a misfit, not skill.",
            half=round(n / 2), most=round(0.9 * n),
            wide=msg(": the bands are, if anything, too wide") if n >= 20 and outer > 0.96 * n else NOTHING, **values,
        ),
        source=msg("Stored fit of this date; prior and posterior predictive check."),
        table=Table("t-predictive", msg("Counted months and what the model would have counted"), columns, rows),
        legend=(
            ("dot-series2", msg("counted")), ("cell-blue50", msg("fit, 50\u00a0%")), ("cell-blue80", msg("fit, 90\u00a0%")),
            ("cell-grid", msg("assumed, 90\u00a0%")),
        ),
    )  # fmt: skip


def _inside(rows: list[dict[str, Any]], low: str, high: str) -> int:
    return sum(row[low] <= row["counted"] <= row[high] for row in rows)


def recovered(answer: Answer, work: Work) -> Figure | None:
    """Simulation-based calibration: whether the sampler finds the parameters that made its data."""
    path = work.view.path / "fits" / "sbc.json"
    if not answer.parts["served"] or not path.is_file():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    panels = [_ranked(name, ranks, stored["draws"]) for name, ranks in stored["ranks"].items() if ranks]
    if not panels:
        return None
    outside = [panel["title"] for panel in panels if panel["outside"]]
    rounds = int(stored["rounds"])
    columns = (
        Column("title", msg("Quantity"), key=True), Column("n", msg("Rounds"), "number", "rounds"),
        Column("furthest", msg("Furthest from even"), "number", "share of rounds"),
        Column("p", msg("Chance of as uneven"), "share", "of even samples"), Column("verdict", msg("Inside the band")),
    )  # fmt: skip
    rows = [
        {
            **panel,
            "p": stored["p_uniform"].get(panel["name"]),
            "verdict": msg("no") if panel["outside"] else msg("yes"),
        }
        for panel in panels
    ]
    return Figure(
        id="recovered",
        chart="evenness",
        title=msg(
            "The fit recovers known answers: {inside:exact} of {n:exact} stay in their bands",
            inside=len(panels) - len(outside), n=len(panels),
        ),
        subtitle=msg(
            "{rounds:exact} made-up programmes were fitted; where the truth ranked among the fit's draws, against even", rounds=rounds
        ),
        data={"panels": drawn_panels(panels), "columns": 5},
        alt=msg("{parts:clauses}.", parts=[_strayed(panel) for panel in panels]),
        how=msg(
            "Data are made from known values, then fitted. If the fit is honest the truth ranks evenly, and the line stays in the grey"
            " band 95 times in 100. With {rounds:exact} rounds only gross faults would show.{outside}",
            rounds=rounds, outside=msg(" Outside: {which:listed}.", which=outside) if outside else NOTHING,
        ),
        source=msg("Simulation-based calibration of a short version of the model (Talts et al. 2018), stored with the case."),
        table=Table("t-recovered", msg("Recovery of known values"), columns, rows),
    )  # fmt: skip


def _strayed(panel: Row) -> Said:
    values = {"title": panel["title"], "furthest": f"{panel['furthest']:g}"}
    if panel["outside"]:
        return msg("{title}: {furthest} from even at most, outside its band", **values)
    return msg("{title}: {furthest} from even at most, inside its band", **values)


def _ranked(name: str, ranks: list[int], draws: int) -> dict[str, Any]:
    """One quantity's ranks as shares: ECDF less even, and its simultaneous band."""
    band = ecdf_band(len(ranks))
    shares = (np.asarray(ranks, dtype=float) + 0.5) / (draws + 1)
    found = strayed(RANKED.get(name, name), band.at, ecdf(shares, band.at), band.low, band.high)
    return {"name": name, "n": len(ranks), **found}


QUESTION = Question(
    id="fit",
    asks=msg("Is the sampled model sound, as far as figures can show it?"),
    section="method",
    rank=10,
    kind="table",
    unit="overlap",
    columns=COLUMNS,
    needs=("record", "programme", "fit"),
    compute=compute,
    figures=(learned, predictive, recovered),
    documented="programme.md",
)
