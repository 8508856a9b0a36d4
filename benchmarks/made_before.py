"""The forecasts stored on 1 January 2026 on the months counted since: scores.csv and the tables of docs/score.md.

python benchmarks/made_before.py                          print the tables
python benchmarks/made_before.py --write docs/score.md    write scores.csv and replace the block between its markers

The result stays as it is: what it reads (record.csv, forecasts.parquet) is kept beside it and does not change.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from tocsin.files import write_atomic
from tocsin.record import read_record
from tocsin.score.hub.scoring import score_hub
from tocsin.score.replay.models import ENSEMBLE, REFERENCE
from tocsin.score.rules.calibration import NOMINAL

FOLDER = Path(__file__).parents[1] / "cases" / "yelabuga" / "later" / "2026-01_2026-03"
BEGIN, END = "<!-- made before: begin -->", "<!-- made before: end -->"
ORIGIN, SINCE = "2025-12", "2026-01"
TARGETS = ("launches", "leak_share", "leakers")
SCORES = ("crps_raw", "crps_log", "wis_raw", "wis_log")
ENDS = {"50": ("q250", "q750"), "80": ("q100", "q900"), "95": ("q025", "q975")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--write", default=None, metavar="PAGE", help="write scores.csv and the block of PAGE"
    )
    args = parser.parse_args()
    table = scored(FOLDER)
    text = "\n".join([*of_ensemble(table), "", *of_models(table)])
    if args.write is None:
        print(text)
        return
    write_atomic(FOLDER / "scores.csv", table.to_csv(index=False, lineterminator="\n").encode())
    page = Path(args.write)
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def scored(folder: Path) -> pd.DataFrame:
    """One row per target, month and model: the count, median, intervals, scores, skill over the random walk."""
    keys = ["model", "origin", "target", "horizon"]
    pairs = score_hub(folder, read_record(folder / "record.csv", repeated_rows=0), since=SINCE)
    forecasts = pd.read_parquet(folder / "forecasts.parquet").astype(dict.fromkeys(keys[:3], str))
    rows = pairs[pairs["origin"] == ORIGIN].merge(forecasts, on=keys, validate="one_to_one")
    walk = rows[rows["model"] == REFERENCE].set_index(["target", "month"])
    place = pd.MultiIndex.from_frame(rows[["target", "month"]])
    out = rows[["target", "month", "model", "observed", "median"]].rename(columns={"observed": "counted"})
    for level in NOMINAL:
        name = f"{100 * level:.0f}"
        out[f"low{name}"], out[f"high{name}"] = (rows[end] for end in ENDS[name])
        out[f"in{name}"] = rows[f"in{name}"].astype(int)
    for name in SCORES:
        out[name] = rows[name]
    for scale in ("raw", "log"):
        against = walk.loc[place, f"crps_{scale}"].to_numpy()
        out[f"skill_{scale}"] = (1 - rows[f"crps_{scale}"] / against).round(4) + 0.0
    share = out["target"] == "leak_share"
    for name in (
        *SCORES,
        "counted",
        "median",
        *(f"{end}{level}" for level in ENDS for end in ("low", "high")),
    ):
        digits = 5 if name.endswith("_log") else 2
        out[name] = out[name].astype(float).where(share, out[name].astype(float).round(digits)).round(5)
    order = {name: at for at, name in enumerate(dict.fromkeys([ENSEMBLE, *sorted(out["model"])[::-1]]))}
    ranked = out.assign(t=out["target"].map(TARGETS.index), m=out["model"].map(order))
    return ranked.sort_values(["t", "month", "m"]).drop(columns=["t", "m"]).reset_index(drop=True)


def of_ensemble(table: pd.DataFrame) -> Iterator[str]:
    yield (
        "| `tocsin-ensemble` | counted | median | 50 % | 80 % | 95 % | narrowest that holds it | CRPS | WIS "
        "| CRPS, log | skill, log · raw |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in table[table["model"] == ENSEMBLE].to_dict("records"):
        target = str(row["target"])
        spans = [f"{shown(row[f'low{n}'], target)} to {shown(row[f'high{n}'], target)}" for n in ENDS]
        holds = next((f"{n} %" for n in ENDS if row[f"in{n}"]), "none")
        yield (
            f"| {target.replace('_', ' ')}, {row['month']} | **{shown(row['counted'], target)}** | "
            f"{shown(row['median'], target)} | {' | '.join(spans)} | {holds} | {score(row['crps_raw'], target)} | "
            f"{score(row['wis_raw'], target)} | {row['crps_log']:.3f} | {skill(row['skill_log'])} · {skill(row['skill_raw'])} |"
        )


def of_models(table: pd.DataFrame) -> Iterator[str]:
    """All models on the three months together, by skill on log launches."""
    means = table.groupby(["target", "model"])[[*SCORES, "in50", "in80", "in95"]].mean()
    launches = table[table["target"] == "launches"].pivot(index="model", columns="month", values="median")
    gained = {
        (target, model, scale): 1 - row[f"crps_{scale}"] / means.loc[(target, REFERENCE), f"crps_{scale}"]
        for (target, model), row in means.iterrows()
        for scale in ("log", "raw")
    }
    yield (
        "| model | launches: medians | CRPS, log | CRPS | WIS | skill, log · raw | of 3 months inside 50 / 80 / 95 % "
        "| leakers: skill, log · raw | leak share: skill, logit · raw |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for model in sorted(launches.index, key=lambda name: -gained["launches", name, "log"]):
        row = means.loc[("launches", model)]
        skills = [
            f"{skill(gained[target, model, 'log'])} · {skill(gained[target, model, 'raw'])}"
            if (target, model, "log") in gained
            else "–"
            for target in ("launches", "leakers", "leak_share")
        ]
        medians = " / ".join(f"{value:,.0f}" for value in launches.loc[model])
        inside = " / ".join(f"{3 * row[f'in{n}']:.0f}" for n in ENDS)
        yield (
            f"| `{model}` | {medians} | {row['crps_log']:.3f} | {row['crps_raw']:,.0f} | {row['wis_raw']:,.0f} | "
            f"{skills[0]} | {inside} | {skills[1]} | {skills[2]} |"
        )


def shown(value: float, target: str) -> str:
    return f"{100 * value:.1f} %" if target == "leak_share" else f"{value:,.0f}"


def score(value: float, target: str) -> str:
    return f"{value:.3f}" if target == "leak_share" else f"{value:,.0f}"


def skill(value: float) -> str:
    return f"{value + 0.0:.2f}".replace("-", "−").replace("−0.00", "0.00")


if __name__ == "__main__":
    main()
