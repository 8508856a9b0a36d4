"""Tables of docs/score.md from the stored backtest: the bars, eras, calibration, scorecards.

python benchmarks/score.py cases/yelabuga                     print them
python benchmarks/score.py cases/yelabuga --write docs/score.md   replace the block between its markers
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pandas as pd

from tocsin.case import Case, load_case
from tocsin.programme.fit.origins import read
from tocsin.score import Skill, claim_outcomes, compare, coverage_table, pit_curve, scorecard
from tocsin.score.replay.models import ENSEMBLE, REFERENCE
from tocsin.score.replay.store import Stored, read_backtest
from tocsin.score.replay.summary import HORIZONS, NAIVE, EraOf
from tocsin.score.replay.tables import night_skill

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WITHOUT = "tocsin-ens_noclaims"
PEERS = tuple(
    f"baseline-{name}" for name in ("arima011", "arima011_drift", "auto_ets", "damped_ets", "auto_theta")
)
SKILL_BARS = (
    ("launches, log, against random walk", REFERENCE, "crps_log", (0.05, 0.12, 0.18, 0.25), (0.12, 0.22, 0.28, 0.40)),
    ("launches, log, against naive with h-step errors", NAIVE, "crps_log", (0.04, 0.04, 0.15, 0.20),
     (0.11, 0.13, 0.26, 0.40)),
    ("launches, raw, against random walk", REFERENCE, "crps_raw", (0.00, 0.15, 0.16, 0.18), (0.10, 0.25, 0.25, 0.30)),
)  # fmt: skip
COVERAGE_BARS = {
    "in50": (0.45, 0.65, 0.47, 0.56),
    "in80": (0.75, 0.90, 0.77, 0.85),
    "in95": (0.91, 0.99, 0.93, 0.97),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case")
    parser.add_argument("--write", default=None, metavar="PAGE")
    args = parser.parse_args()
    case = load_case(args.case)
    stored = read_backtest(case.path)
    if stored is None:
        raise SystemExit(f"no stored backtest: run `tocsin score {args.case} --store` first")
    text = "\n".join([*about(stored), *fits(case), *bars(stored), *peers(stored), *claims(stored), *eras(stored), *origins(stored), *calibration(stored),
                      *monthly(stored), *cards(case)])  # fmt: skip
    if args.write is None:
        print(text)
        return
    page = Path(args.write)
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def about(stored: Stored) -> Iterator[str]:
    first, last, count = stored.about["origins"]
    launches = stored.pairs[stored.pairs["target"] == "launches"]
    n = int((launches["model"] == ENSEMBLE).sum())
    models = stored.about["models"]
    yield f"{count} origins {first} to {last}, record to {stored.about['record_end']}, {n} pairs of `launches`, "
    yield f"{stored.about['draws']} draws, seed {stored.about['seed']}; {len(models)} models scored."
    yield ""


def fits(case: Case) -> Iterator[str]:
    """How the chains of the sampled member did at its origins."""
    kept = [fit for file in sorted((case.path / "fits" / "origins").glob("*.npz")) if (fit := read(file))]
    if kept:
        rhat, ess, divergent = (
            [fit.diagnostics[name] for fit in kept] for name in ("max_rhat", "min_ess", "divergent")
        )
        longer = [fit.origin for fit in kept if " 4000 draws" in fit.diagnostics["method"]]
        yield (f"Sampled member: {sum(fit.converged for fit in kept)} of {len(kept)} fits converged (R-hat at most {max(rhat):.3f}, "
               f"ESS at least {min(ess):,}, at most {max(divergent)} divergences a fit); with chains of twice the length: "
               f"{', '.join(longer) or 'none'}.")  # fmt: skip
        yield ""


def bars(stored: Stored) -> Iterator[str]:
    yield "### The bars\n"
    yield "| | 1 / 3 / 6 / 12 months | at least | aim | met |"
    yield "|---|---|---|---|---|"
    for label, against, metric, least, aim in SKILL_BARS:
        found = [compare(stored.pairs, ENSEMBLE, against, metric=metric, horizon=h) for h in HORIZONS]
        values = [item.skill if item else float("nan") for item in found]
        met = all(round(v, 2) >= bar for v, bar in zip(values, least, strict=True))
        aims = sum(round(v, 2) >= bar for v, bar in zip(values, aim, strict=True))
        yield f"| {label} | **{joined(values)}** | {joined(least)} | {joined(aim)} | {yes(met)}; aim at {aims} of 4 |"
        ends = " / ".join(f"{item.low:.2f} to {item.high:.2f}" for item in found if item)
        yield f"| · 90 % block-bootstrap interval | {ends} | | | n {' / '.join(str(i.n) for i in found if i)} |"
    table = coverage_table(stored.pairs)
    row = table[(table["model"] == ENSEMBLE) & (table["horizons"] == "all")].iloc[0]
    inside = [row[name] for name in COVERAGE_BARS]
    least = all(lo <= v <= hi for v, (lo, hi, _, _) in zip(inside, COVERAGE_BARS.values(), strict=True))
    aims = sum(lo <= v <= hi for v, (_, _, lo, hi) in zip(inside, COVERAGE_BARS.values(), strict=True))
    yield (f"| coverage of 50 / 80 / 95 % intervals, launches | **{percent(inside)}** | 45–65 / 75–90 / 91–99 | "
           f"47–56 / 77–85 / 93–97 | {yes(least)}; aim at {aims} of 3 |")  # fmt: skip
    pooled, ratio, better = peer_ratios(stored)
    yield (f"| CRPS over the best peer's, all horizons pooled (log / raw) | **{joined(pooled)}** | 1.05 | below 1 at 6 "
           f"months, both | {yes(max(pooled) <= 1.05)}; aim {yes(better)} |")  # fmt: skip
    yield f"| · the same in the worst cell of metric and horizon | **{ratio:.2f}** | 1.05 | | {yes(ratio <= 1.05)} |"
    by_target, by_origin, six = claim_gains(stored)
    yield (f"| with claims minus without, every year of target · of origin | **{by_target:+.2f}** · **{by_origin:+.2f}** at "
           f"worst, **{six:+.2f}** at 6 months | −.02 | +.05 at 6 months | {yes(by_target >= -0.02)} · "
           f"{yes(by_origin >= -0.02)}; aim {yes(six >= 0.05)} |".replace("-", "−"))  # fmt: skip
    night = night_skill(stored.nights)
    value = night["model_raw"].skill
    yield (f"| leak share one night ahead, from 2025-01 (size unknown) | **{value:.2f}** | .25 | .35 | "
           f"{yes(value >= 0.25)}; aim {yes(value >= 0.35)} |")  # fmt: skip
    yield ""
    for name, label in (("model_raw", "share, size unknown"), ("model_log", "its logit, size unknown"),
                        ("model_size_raw", "share, size told"), ("model_size_log", "its logit, size told")):  # fmt: skip
        item = night[name]
        yield f"- one night ahead, {label}: {item.skill:.2f} (90 % {item.low:.2f} to {item.high:.2f}, n {item.n})"
    yield ""


def peer_ratios(stored: Stored) -> tuple[list[float], float, bool]:
    """Ensemble CRPS over that of the best peer, on the pairs both forecast.

    All horizons pooled, for log1p and raw; the worst cell of metric and horizon; whether both are below 1 at 6 months.
    """
    ratios = {
        (metric, h): max(1 - item.skill for item in _against_peers(stored, metric, h))
        for metric in ("crps_log", "crps_raw")
        for h in (None, *HORIZONS)
    }
    pooled = [ratios[metric, None] for metric in ("crps_log", "crps_raw")]
    return pooled, max(ratios.values()), all(ratios[metric, 6] < 1 for metric in ("crps_log", "crps_raw"))


def _against_peers(stored: Stored, metric: str, horizon: int | None) -> list[Skill]:
    found = (compare(stored.pairs, ENSEMBLE, name, metric=metric, horizon=horizon) for name in PEERS)
    return [item for item in found if item]


def peers(stored: Stored) -> Iterator[str]:
    yield "### Against each automatic method\n"
    yield "Skill of `tocsin-ensemble` over the method, on the pairs that both forecast (positive: ours is better).\n"
    yield "| method | log1p 1 / 3 / 6 / 12 | raw 1 / 3 / 6 / 12 | pairs |"
    yield "|---|---|---|---|"
    for name in PEERS:
        cells = []
        for metric in ("crps_log", "crps_raw"):
            found = [compare(stored.pairs, ENSEMBLE, name, metric=metric, horizon=h) for h in HORIZONS]
            cells.append(joined([item.skill if item else float("nan") for item in found]))
        pairs = stored.pairs[(stored.pairs["model"] == name) & (stored.pairs["target"] == "launches")]
        yield f"| {name.partition('-')[2]} | {cells[0]} | {cells[1]} | {len(pairs)} |"
    yield "\n### All models against the random walk\n"
    yield "| model | log1p 1 / 3 / 6 / 12 | raw 1 / 3 / 6 / 12 | inside 50 / 80 / 95 % | pairs |"
    yield "|---|---|---|---|---|"
    table = coverage_table(stored.pairs)
    table = table[table["horizons"] == "all"].set_index("model")
    for name in (model for model in stored.about["models"] if model in table.index):
        cells = []
        for metric in ("crps_log", "crps_raw"):
            found = [compare(stored.pairs, name, REFERENCE, metric=metric, horizon=h) for h in HORIZONS]
            cells.append(joined([item.skill if item else float("nan") for item in found]))
        inside = [table.loc[name, column] for column in COVERAGE_BARS]
        yield f"| `{name}` | {cells[0]} | {cells[1]} | {percent(inside)} | {int(table.loc[name, 'n'])} |"
    yield ""


def claim_gains(stored: Stored) -> tuple[float, float, float]:
    """Smallest gain of any year of the target and of the origin (log1p and raw, horizons pooled); log1p at 6 months."""
    eras: tuple[EraOf, EraOf] = ("month", "origin")
    worst = [
        min(gain(stored, metric, None, era, era_of)
            for metric in ("crps_log", "crps_raw") for era in ("2023", "2024", "2025"))
        for era_of in eras
    ]  # fmt: skip
    return worst[0], worst[1], gain(stored, "crps_log", 6, None)


def gain(stored: Stored, metric: str, horizon: int | None, era: str | None, era_of: EraOf = "month") -> float:
    found = [
        compare(stored.pairs, name, REFERENCE, metric=metric, horizon=horizon, era=era, era_of=era_of)
        for name in (ENSEMBLE, WITHOUT)
    ]
    return found[0].skill - found[1].skill if found[0] and found[1] else float("nan")


def claims(stored: Stored) -> Iterator[str]:
    yield "### What the claims add\n"
    yield "Skill against the random walk with claims minus without, the same members otherwise.\n"
    yield "| | log1p 1 / 3 / 6 / 12 · all | raw 1 / 3 / 6 / 12 · all |"
    yield "|---|---|---|"
    for era_of, era in (*product(("month", "origin"), ("2023", "2024", "2025")), ("month", None)):
        cells = []
        for metric in ("crps_log", "crps_raw"):
            values = [gain(stored, metric, h, era, era_of) for h in (*HORIZONS, None)]
            cells.append(f"{joined(values[:4], sign=True)} · {joined(values[4:], sign=True)}")
        name = f"{'target' if era_of == 'month' else 'origin'} in {era}" if era else "all pairs"
        yield f"| {name} | {cells[0]} | {cells[1]} |"
    yield ""


def eras(stored: Stored) -> Iterator[str]:
    yield "### By era\n"
    yield "Skill of `tocsin-ensemble` by the year of the target month, all horizons and at 1 / 3 / 6 / 12 months.\n"
    yield "| year | against | log1p | raw | pairs |"
    yield "|---|---|---|---|---|"
    for era in ("2023", "2024", "2025"):
        for against in (REFERENCE, NAIVE):
            cells, n = [], 0
            for metric in ("crps_log", "crps_raw"):
                found = [compare(stored.pairs, ENSEMBLE, against, metric=metric, horizon=h, era=era)
                         for h in (None, *HORIZONS)]  # fmt: skip
                values = [item.skill if item else float("nan") for item in found]
                n = found[0].n if found[0] else 0
                cells.append(f"{joined(values[:1])} · {joined(values[1:])}")
            yield f"| {era} | {against.partition('-')[2].replace('_', ' ')} | {cells[0]} | {cells[1]} | {n} |"
    yield ""


def origins(stored: Stored) -> Iterator[str]:
    yield "### By origin\n"
    for against in (REFERENCE, NAIVE):
        for metric, label in (("crps_log", "log1p"), ("crps_raw", "raw")):
            rows = by_origin(stored, against, metric)
            worst = ", ".join(
                f"{origin} ({value:.2f})".replace("-0.", "−0.")
                for origin, value in rows.sort_values()[:3].items()
            )
            wins = int((rows > 0).sum())
            yield f"- {label} against {against.partition('-')[2].replace('_', ' ')}: better at {wins} of {len(rows)} origins; worst {worst}"
    yield ""


def by_origin(stored: Stored, against: str, metric: str) -> pd.Series[float]:
    """Skill by origin over all horizons that both forecast; one origin is one history, so it has no interval."""
    pairs = stored.pairs[
        (stored.pairs["target"] == "launches") & stored.pairs["model"].isin([ENSEMBLE, against])
    ]
    keyed = pairs.astype({"model": str, "origin": str}).set_index(["origin", "horizon", "model"])[metric]
    scores = keyed.astype(float).unstack("model").dropna().groupby("origin").mean()
    return 1 - scores[ENSEMBLE] / scores[against]


def calibration(stored: Stored) -> Iterator[str]:
    yield "### Calibration of `tocsin-ensemble`\n"
    yield "| target | horizons | n | inside 50 / 80 / 95 % | bias |"
    yield "|---|---|---|---|---|"
    for target in ("launches", "leak_share", "leakers"):
        table = coverage_table(stored.pairs, target=target)
        for row in table[table["model"] == ENSEMBLE].to_dict("records"):
            inside = [row[name] for name in COVERAGE_BARS]
            yield f"| {target} | {row['horizons']} | {row['n']} | {percent(inside)} | {row['bias']:+.2f} |"
    yield ""
    yield "Where the score comes from: mean over all pairs of launches, log1p scale, models with 354 pairs.\n"
    yield "| model | CRPS | WIS | dispersion | overprediction | underprediction | log score |"
    yield "|---|---|---|---|---|---|---|"
    columns = [
        "crps_log",
        "wis_log",
        "dispersion_log",
        "overprediction_log",
        "underprediction_log",
        "log_score",
    ]
    launches = stored.pairs[stored.pairs["target"] == "launches"]
    full = launches.groupby("model", observed=True).filter(
        lambda rows: len(rows) == launches["model"].value_counts().max()
    )
    for model, row in full.groupby("model", observed=True)[columns].mean().sort_values("crps_log").iterrows():
        yield f"| `{model}` | " + " | ".join(f"{row[name]:.3f}" for name in columns) + " |"
    yield ""
    for horizon in HORIZONS:
        curve = pit_curve(stored.pairs, horizon=horizon)
        outside = sum(
            not lo <= d <= hi
            for d, lo, hi in zip(curve["difference"], curve["low"], curve["high"], strict=True)
        )
        yield f"- PIT of launches {horizon} months ahead: {outside} of {curve['n']} points of its ECDF outside the 95 % band"
    yield ""


def monthly(stored: Stored) -> Iterator[str]:
    yield "### Monthly leak share and leakers\n"
    yield "| target | against | log or logit 1 / 3 / 6 | raw 1 / 3 / 6 | n |"
    yield "|---|---|---|---|---|"
    for target in ("leak_share", "leakers"):
        for against in (REFERENCE, NAIVE):
            cells, counts = [], ""
            for metric in ("crps_log", "crps_raw"):
                found = [compare(stored.pairs, ENSEMBLE, against, target=target, metric=metric, horizon=h)
                         for h in (1, 3, 6)]  # fmt: skip
                counts = " / ".join(str(item.n if item else 0) for item in found)
                cells.append(
                    " / ".join(f"{i.skill:.2f} ({i.low:.2f} to {i.high:.2f})" if i else "–" for i in found)
                )
            yield f"| {target} | {against.partition('-')[2].replace('_', ' ')} | {cells[0]} | {cells[1]} | {counts} |"
    yield "\n### Left out\n"
    counts = stored.excluded.groupby(["model", "reason", "target"]).size().reset_index(name="origins")
    yield "| model | origins without a forecast (launches / leak share / leakers) | why |"
    yield "|---|---|---|"
    for (model, reason), rows in counts.groupby(["model", "reason"]):
        by = dict(zip(rows["target"], rows["origins"], strict=True))
        yield f"| `{model}` | {by.get('launches', 0)} / {by.get('leak_share', 0)} / {by.get('leakers', 0)} | {reason} |"
    yield ""


def cards(case: Case) -> Iterator[str]:
    outcomes = claim_outcomes(case.view())
    yield "### Scorecards\n"
    yield f"{len(outcomes)} claims with a known outcome.\n"
    yield "| kind of claim | source | n (origins) | held | outrun | fell short | early | late | outcome over claim, 25 / 50 / 75 % |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in scorecard(outcomes, by=("modality", "source_class")):
        middle = " / ".join(
            "–" if row[f"ratio_{q}"] is None else f"{row[f'ratio_{q}']:.2f}" for q in ("q25", "q50", "q75")
        )
        yield (f"| {row['modality']} | {row['source_class'].replace('_', ' ')} | {row['n']} ({row['origins']}) | {row['held']} | "
               f"{row['outrun']} | {row['fell_short']} | {row['early']} | {row['late']} | {middle} |")  # fmt: skip
    yield ""


def joined(values: object, *, sign: bool = False) -> str:
    form = "{:+.2f}" if sign else "{:.2f}"
    return " / ".join("–" if v != v else form.format(v).replace("-", "−") for v in values)  # type: ignore[attr-defined]


def percent(values: list[float]) -> str:
    return " / ".join(f"{100 * value:.0f}" for value in values)


def yes(value: bool) -> str:
    return "yes" if value else "**no**"


if __name__ == "__main__":
    main()
