"""`tocsin sweep CASE PLAN.toml`: fly a campaign over a grid of the defender's variables.

The threat enters only as presets and one volume slider, as in docs/scope.md; nothing here searches over it.
Finished points are appended to a file beside the output as they come, so a killed sweep resumes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.errors import InputError, MissingExtra, Problem
from tocsin.files import identity, write_atomic
from tocsin.schema import csv_text, read_toml, typed
from tocsin.terminal import tell

if TYPE_CHECKING:
    from tocsin.campaign import Campaign, Scenario

DRAWS = (100, 200_000)  # as `tocsin assess` takes them
COLUMNS = (
    "leakers_q05",
    "leakers_q25",
    "leakers_q50",
    "leakers_q75",
    "leakers_q95",
    "p_enough",
    "defender_usd_q50",
)


@dataclass(frozen=True, slots=True)
class Options:
    """`[sweep]` of a plan."""

    as_of: str = ""
    draws: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """`[grid]` of a plan: every combination is flown. Channels are added in proportion to what stands."""

    scenario: tuple[str, ...] = ("today",)
    volume: tuple[float, ...] = (1.0,)
    added_channels: tuple[float, ...] = (0.0,)
    rounds_factor: tuple[float, ...] = (1.0,)
    resupply: tuple[float, ...] = (1.0,)

    def points(self) -> list[dict[str, Any]]:
        names = [field.name for field in fields(self)]
        return [dict(zip(names, values, strict=True)) for values in itertools.product(*asdict(self).values())]


def read_plan(path: Path) -> tuple[Options, Grid]:
    """Read a plan strictly.

    Raises
    ------
    InputError
        For unknown keys, wrong values, an unknown preset, or a point out of a scenario's range: before any is flown.
    """
    raw = read_toml(path)
    unknown = [key for key in raw if key not in {"sweep", "grid"}]
    if unknown:
        raise InputError(
            [Problem("unknown section", "Known: [sweep], [grid].", str(path), None, key) for key in unknown]
        )
    options = typed(Options, raw.get("sweep", {}), file=str(path), where="sweep")
    grid = typed(Grid, raw.get("grid", {}), file=str(path), where="grid")
    empty = [name for name, values in asdict(grid).items() if not values]
    if empty:
        raise InputError(
            [Problem("no value", "Give at least one.", str(path), None, f"grid.{name}") for name in empty]
        )
    problems = []
    if not DRAWS[0] <= options.draws <= DRAWS[1]:
        bounds = f"From {DRAWS[0]} to {DRAWS[1]}."
        problems.append(Problem("out of range", bounds, str(path), None, "sweep.draws", str(options.draws)))
    if options.seed < 0:
        problems.append(
            Problem("out of range", "0 or more.", str(path), None, "sweep.seed", str(options.seed))
        )
    if problems:
        raise InputError(problems)
    for point in grid.points():
        _scenario(point, channels={"all": point["added_channels"]}, shooters=["all"])
    return options, grid


def _scenario(point: dict[str, Any], *, channels: Mapping[str, float], shooters: Iterable[str]) -> Scenario:
    """A point as a scenario: the channels it adds and the layers whose rounds it multiplies depend on the case."""
    from tocsin.campaign import preset

    threat = preset(point["scenario"])
    return replace(
        threat,
        volume=threat.volume * point["volume"],
        channels=channels,
        rounds=dict.fromkeys(shooters, point["rounds_factor"]),
        resupply=point["resupply"],
    )


def sweep(
    case: Path, options: Options, points: Iterable[dict[str, Any]], *, cluster: str = ""
) -> Iterator[dict[str, Any]]:
    """Fly every point and yield its row as it finishes; on a Dask cluster when its address is given."""
    jobs = [(str(case), options.as_of, options.draws, options.seed, point) for point in points]
    if not cluster:
        yield from itertools.starmap(fly_point, jobs)
        return
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise MissingExtra("A sweep on a cluster", "cluster") from None
    with Client(cluster) as client:
        futures = [client.submit(fly_point, *job, pure=False) for job in jobs]
        for future in as_completed(futures):
            yield future.result()


def fly_point(case: str, as_of: str, draws: int, seed: int, point: dict[str, Any]) -> dict[str, Any]:
    """One point's row: leakers a month over draws and months, P(enough), the defender's cost a month."""
    import numpy as np

    from tocsin.decisions.adding import standing

    campaign = _campaign(case, as_of, draws, seed)
    now = standing(campaign)
    shooters = [name for name in campaign.layers if name in campaign.prices.stock_nights]
    added = now.package(point["added_channels"] / now.total) if point["added_channels"] else {}
    flown = campaign.fly(_scenario(point, channels=added, shooters=shooters))
    levels = np.quantile(flown.leakers, [0.05, 0.25, 0.5, 0.75, 0.95])
    limit = campaign.view.settings.decisions.leakers_per_month
    values = [*levels, (flown.leakers <= limit).mean(), np.median(flown.cost_defender_usd)]
    return {**point, **{name: round(float(value), 4) for name, value in zip(COLUMNS, values, strict=True)}}


@lru_cache(maxsize=2)
def _campaign(case: str, as_of: str, draws: int, seed: int) -> Campaign:
    from tocsin.campaign import Campaign
    from tocsin.case import load_case
    from tocsin.programme import forecast

    whole = load_case(case)
    view = whole.as_of(as_of) if as_of else whole.view()
    return Campaign(forecast(view, draws=draws, seed=seed), view, seed=seed)


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("sweep", help="fly the campaign over a grid of the defender's variables")
    parser.add_argument("case", metavar="CASE", type=Path)
    parser.add_argument("plan", metavar="PLAN.toml", type=Path)
    parser.add_argument("--as-of", default="", metavar="DATE", help="overrides the plan's date")
    parser.add_argument("--out", type=Path, default=Path("sweep.csv"))
    parser.add_argument("--cluster", default="", metavar="tcp://…", help="address of a Dask scheduler")
    parser.add_argument("--resume", action="store_true", help="keep the finished points of a stopped sweep")
    parser.add_argument("--quiet", action="store_true")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    options, grid = read_plan(arguments.plan)
    if arguments.as_of:
        options = replace(options, as_of=arguments.as_of)
    partial = arguments.out.with_name(f".{arguments.out.name}.{_key(arguments.case, options)}.jsonl")
    done = _finished(partial) if arguments.resume else {}
    points = grid.points()
    missing = [point for point in points if _name(point) not in done]
    # Whole rows only: a row after one that was cut short would be lost with it.
    write_atomic(partial, "".join(json.dumps(row) + "\n" for row in done.values()).encode())
    with partial.open("a", encoding="utf-8") as file:
        for count, row in enumerate(
            sweep(arguments.case, options, missing, cluster=arguments.cluster), start=1
        ):
            done[_name(row)] = row
            file.write(json.dumps(row) + "\n")
            file.flush()
            if not arguments.quiet:
                sys.stderr.write(f"\r{count + len(points) - len(missing)} of {len(points)} points")
    if not arguments.quiet:
        tell(file=sys.stderr)
    _write_csv(arguments.out, [done[_name(point)] for point in points])
    partial.unlink()
    tell(arguments.out)
    return 0


def _key(case: Path, options: Options) -> str:
    """Finished points are only reused for the same case, date, draws, seed and code."""
    from tocsin.case import load_case

    settings = {"case": load_case(case).content_hash(), "options": options}
    return identity(rooms=["tocsin"], settings=settings)[:12]


def _name(point: dict[str, Any]) -> str:
    return "|".join(str(point[field.name]) for field in fields(Grid))


def _finished(partial: Path) -> dict[str, dict[str, Any]]:
    """Whole lines of a stopped sweep; a last line cut short by the stop is dropped."""
    rows: dict[str, dict[str, Any]] = {}
    if partial.is_file():
        for line in partial.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except json.JSONDecodeError:
                continue
            rows[_name(row)] = row
    return rows


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    write_atomic(path, csv_text([list(rows[0]), *(list(row.values()) for row in rows)]).encode())
