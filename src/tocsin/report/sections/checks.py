"""Checks of the sampled model for the method part: what it learned, whether it redraws its counts, whether it is even."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.sections.leaning import leaning
from tocsin.report.source import Source, plain
from tocsin.say import listed, number, percent

if TYPE_CHECKING:
    from tocsin.programme.fit.store import Fit

# What simulation-based calibration ranks, in words.
RANKED = {
    "start": "plant's start", "growth": "growth", "import_rate": "imports", "use": "use of stock", "noise": "count noise",
    "decoy_level": "decoy share", "leak_level": "share through", "built": "drones built", "stock": "drones in store",
}  # fmt: skip
# Parameters whose meaning in the table leans on the row before it or on the model's own scale.
SAID = {
    "programme.fit.night_spread": "month-to-month spread of the share on strike nights",
    "programme.fit.use_move": "monthly movement of the share launched from store",
    "programme.leak_share.spread": "monthly movement of the share that gets through",
    "programme.fit.plan_factor": "output over plan, where a plan counts as a floor",
    "programme.fit.capacity_move": "monthly movement of output beside its growth",
    "programme.growth.saturating": "growth while output is far below its ceiling",
    "programme.fit.ceiling": "ceiling of a plant's monthly output",
}
_TIE = 1e-9  # on the band's edge is inside, whatever the last bit says
_LEVELS = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}


def figures(source: Source) -> list[Figure]:
    """The checks' figures; none where no sampled fit serves this date."""
    if not any(
        row.get("member") == "stock_flow"
        for row in getattr(source.assessment.work.forecast, "diagnostics", ())
    ):
        return []
    from tocsin.programme.fit.store import stored_fit

    fit = stored_fit(source.view)
    if fit is None:
        return []
    found = (learned(source, fit), predictive(source, fit), leaning(source, fit), recovered(source))
    return [figure for figure in found if figure]


def learned(source: Source, fit: Fit) -> Figure:
    """Each parameter's prior and posterior in standard deviations of the prior, the most learned first."""
    from tocsin.programme.fit.checks import LEARNED, prior_posterior

    table = sorted(_records(prior_posterior(fit)), key=lambda row: (row["overlap"], row["name"]))
    rows: list[dict[str, Any]] = [{**_on_prior(fit, row["name"]), **_texts(source, row)} for row in table]
    kept = [row for row in table if not row["learned"]]
    columns = (
        Column("meaning", "Parameter"), Column("unit", "Unit"), *_columns("prior"), *_columns("posterior"),
        Column("overlap", "Overlap", "share"), Column("verdict", "Verdict"),
    )  # fmt: skip
    return Figure(
        id="learned",
        answer="output.rate",
        title=f"The data moved {len(table) - len(kept)} of {len(table)} parameters; {len(kept)} {'stays' if len(kept) == 1 else 'stay'} as assumed",
        subtitle="Each parameter of the output model before (grey) and after (blue) the fit, in units of the first",
        chart="learned",
        data={"rows": rows},
        alt="; ".join(row["said"] for row in rows) + ".",
        how="Grey: what was assumed before any data, the inner step half of it, all of it 90\u00a0%. Blue: 50 and 90\u00a0% of"
        " what is left after fitting claims and counts, the tick its median. Where blue sits on grey as wide as it was, the"
        f" data said nothing; overlap is the area both share, and above {percent(LEARNED)} we call a parameter assumed.",
        source="Stored fit of this date; priors are the rows of the parameter table.",
        table=Table(
            "t-learned", "What the fit learned, and what stays assumed", columns,
            [{**row, "meaning": _meaning(source, row), "verdict": _verdict(row)} for row in table],
        ),
    )  # fmt: skip


def _on_prior(fit: Fit, name: str) -> dict[str, float]:
    """Posterior quantiles in standard deviations of the prior, on the model's own scale."""
    prior = fit.priors[name]
    found = (np.quantile(fit.scalars[name], list(_LEVELS.values())) - prior.mean) / prior.sd
    return {level: round(float(value), 3) for level, value in zip(_LEVELS, found, strict=True)}


def _texts(source: Source, row: dict[str, Any]) -> dict[str, str]:
    meaning = _meaning(source, row)
    moved = f"{_short(row['prior_q500'])} → {_short(row['posterior_q500'])}"
    overlap = f"{percent(row['overlap'])}{'' if row['learned'] else ', assumed'}"
    return {
        "label": meaning, "values": moved, "overlap": overlap,
        "said": f"{meaning}: {moved} {row['unit']}, overlap {percent(row['overlap'])}, {_verdict(row)}",
    }  # fmt: skip


def _short(value: float) -> str:
    return number(value) if abs(value) >= 1 else f"{value:#.2g}".replace("-", "−")


def _meaning(source: Source, row: dict[str, Any]) -> str:
    name = str(row["parameter"])
    if name in SAID:
        return SAID[name]
    parameters = source.view.parameters
    return plain(parameters.row(name).meaning if name in parameters else name)


def _verdict(row: dict[str, Any]) -> str:
    return "learned" if row["learned"] else "assumed"


def predictive(source: Source, fit: Fit) -> Figure | None:
    """Counted launches against what the fit, and its prior alone, would have been counted."""
    from tocsin.programme.fit.checks import predictive_bands

    frame = predictive_bands(fit, seed=source.assessment.seed)
    rows = _records(frame[frame["counted"].notna()])
    if not rows:
        return None
    levels = (
        "prior_q050",
        "prior_q950",
        *(f"posterior_q{level}" for level in ("050", "250", "500", "750", "950")),
    )
    drawn = [{"period": row["period"], "counted": row["counted"], **{key: round(float(row[key]), 1) for key in levels}} for row in rows]  # fmt: skip
    n, inner = len(rows), _inside(rows, "posterior_q250", "posterior_q750")
    outer, before = (
        _inside(rows, "posterior_q050", "posterior_q950"),
        _inside(rows, "prior_q050", "prior_q950"),
    )
    columns = (
        Column("period", "Month", "period"), Column("counted", "Counted", "number"), *_columns("posterior"), *_columns("prior"),
    )  # fmt: skip
    return Figure(
        id="predictive",
        answer="output.rate",
        title=f"{outer} of {n} counted months lie inside the fit's 90\u00a0% band",
        subtitle="Launches counted a month, over what the fitted model and its assumptions alone would have been counted",
        chart="predictive",
        data={"rows": drawn, "unit": "drones launched a month"},
        alt=f"Of {n} counted months {inner} lie inside the fit's 50\u00a0% band, {outer} inside its 90\u00a0% band and"
        f" {before} inside the 90\u00a0% band of the assumptions alone.",
        how=f"Dots: counts. Blue: 50 and 90\u00a0% of counts redrawn from the fit; about {round(n / 2)} and {round(0.9 * n)} of {n}"
        f" dots should lie inside, {inner} and {outer} do{_too_wide(outer, n)}. Grey: 90\u00a0% redrawn from the assumptions"
        " before any data. The fit has seen these counts: this can show a misfit, not skill.",
        source="Stored fit of this date; prior and posterior predictive check.",
        table=Table("t-predictive", "Counted months and what the model would have counted", columns, rows),
        legend=(("dot-series2", "counted"), ("cell-blue50", "fit, 50\u00a0%"), ("cell-blue80", "fit, 90\u00a0%"), ("cell-grid", "assumed, 90\u00a0%")),
    )  # fmt: skip


def _too_wide(outer: int, n: int) -> str:
    """What more counts inside than promised means."""
    return ": the bands are, if anything, too wide" if n >= 20 and outer > 0.96 * n else ""


def _inside(rows: list[dict[str, Any]], low: str, high: str) -> int:
    return sum(row[low] <= row["counted"] <= row[high] for row in rows)


def recovered(source: Source) -> Figure | None:
    """Simulation-based calibration: whether the sampler finds the parameters that made its data."""
    path = source.view.path / "fits" / "sbc.json"
    if not path.is_file():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    panels = [_ranked(name, ranks, stored["draws"]) for name, ranks in stored["ranks"].items() if ranks]
    if not panels:
        return None
    outside = [panel["title"] for panel in panels if panel["outside"]]
    n = int(stored["rounds"])
    columns = (
        Column("title", "Quantity"), Column("n", "Rounds", "number"), Column("furthest", "Furthest from even", "number"),
        Column("p", "Chance of as uneven", "share"), Column("verdict", "Inside the band"),
    )  # fmt: skip
    rows = [
        {**panel, "p": stored["p_uniform"].get(panel["name"]), "verdict": "no" if panel["outside"] else "yes"}
        for panel in panels
    ]
    return Figure(
        id="recovered",
        answer="output.rate",
        title=f"The fit recovers known answers: {len(panels) - len(outside)} of {len(panels)} stay in their bands",
        subtitle=f"{n} made-up programmes were fitted; where the truth ranked among the fit's draws, against even",
        chart="evenness",
        data={"panels": drawn_panels(panels), "columns": 5},
        alt="; ".join(
            f"{row['title']}: {row['furthest']:g} from even at most, {'outside' if row['outside'] else 'inside'} its band"
            for row in rows
        ) + ".",
        how=f"Data are made from known values, then fitted. If the fit is honest the truth ranks evenly, and the line stays in the"
        f" grey band 95 times in 100. With {n} rounds only gross faults would show."
        + (f" Outside: {listed(outside)}." if outside else ""),
        source="Simulation-based calibration of a short version of the model (Talts et al. 2018), stored with the case.",
        table=Table("t-recovered", "Recovery of known values", columns, rows),
    )  # fmt: skip


def _ranked(name: str, ranks: list[int], draws: int) -> dict[str, Any]:
    """One quantity's ranks as shares: ECDF less even, and its simultaneous band."""
    from tocsin.score.rules.calibration import ecdf, ecdf_band

    band = ecdf_band(len(ranks))
    shares = (np.asarray(ranks, dtype=float) + 0.5) / (draws + 1)
    return {
        "name": name,
        "n": len(ranks),
        **strayed(RANKED.get(name, name), band.at, ecdf(shares, band.at), band.low, band.high),
    }


def strayed(title: str, at: Any, shares: Any, low: Any, high: Any) -> dict[str, Any]:
    """A panel of `charts.evenness.evenness`: shares and their band, both less even, and whether they leave it."""
    at, shares, low, high = (np.asarray(values, dtype=float) for values in (at, shares, low, high))
    parts = {"at": at, "difference": shares - at, "low": low - at, "high": high - at}
    return {
        "title": title,
        **{key: [round(float(value), 3) for value in values] for key, values in parts.items()},
        "furthest": round(float(np.abs(shares - at).max()), 2),
        "outside": bool(((shares < low - _TIE) | (shares > high + _TIE)).any()),
    }


def drawn_panels(panels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the chart needs of each panel."""
    return [{key: panel[key] for key in ("title", "at", "difference", "low", "high")} for panel in panels]


def _records(frame: Any) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _columns(stage: str) -> list[Column]:
    levels = {"q050": "5 %", "q500": "median", "q950": "95 %"}
    return [
        Column(f"{stage}_{level}", f"{stage.capitalize()}, {name}", "number")
        for level, name in levels.items()
    ]
