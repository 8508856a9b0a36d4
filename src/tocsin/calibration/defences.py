"""From a case to the defence it is flown against: layers from defence.toml, numbers from parameters.csv."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tocsin.arrays import Array
from tocsin.calibration.cells import Cells, LayerKind
from tocsin.calibration.fit import DefencePosterior, calibrate
from tocsin.calibration.prior import Prior
from tocsin.case import Case
from tocsin.case.parameters import Parameters
from tocsin.errors import InputError, Problem
from tocsin.randomness import stream
from tocsin.schema import typed

DESIGN = 1000  # defences flown per calibration; about one in six ends up in the posterior
LEVEL_STEP = "programme.leak_share.spread"  # one law of the level: the programme's monthly innovation
FIRST_NIGHT = 10.0  # drones of a night before anything was counted
WINDOW_DAYS = 153  # nights used: about five months, long enough to see the size effect and still current


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """`[front]` of defence.toml."""

    label: str
    source: str
    known_from: date


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """`[layers.NAME]` of defence.toml."""

    label: str
    order: int
    source: str
    known_from: date
    max_speed_kmh: float | None = None
    jams: bool = False


def read_defence(raw: Mapping[str, Any], *, file: str = "defence.toml") -> dict[str, LayerSettings]:
    """Check a parsed defence.toml and return its layers by name, in the order a drone meets them.

    An empty table stands for the package's default defence.

    Raises
    ------
    InputError
        For unknown sections or keys, missing sources or dates, or when no layer is known.
    """
    if not raw:
        return default_layers()
    problems = [
        Problem("unknown section", "Known: [front], [layers.NAME].", file, None, key)
        for key in raw
        if key not in {"front", "layers"}
    ]
    stated = raw.get("layers", {})
    if not isinstance(stated, Mapping):
        problems.append(
            Problem("not a table", "Write each layer as [layers.NAME].", file, None, "layers", str(stated))
        )
        raise InputError(problems)
    layers: dict[str, LayerSettings] = {}
    for key, cls, table in [("front", FrontSettings, raw.get("front"))] + [
        (f"layers.{name}", LayerSettings, table) for name, table in stated.items()
    ]:
        if table is None:
            continue
        try:
            found = typed(cls, table, file=file, where=key)
        except InputError as error:
            problems.extend(error.problems)
            continue
        if isinstance(found, LayerSettings):
            layers[key.removeprefix("layers.")] = found
    if not problems and not layers:
        problems.append(Problem("no layer", "Add at least one [layers.NAME] known by the as-of date.", file))
    if problems:
        raise InputError(problems)
    return dict(sorted(layers.items(), key=lambda item: (item[1].order, item[0])))


@lru_cache(maxsize=1)
def _default_raw() -> dict[str, Any]:
    return tomllib.loads(resources.files("tocsin.data").joinpath("defence.toml").read_text(encoding="utf-8"))


def default_layers() -> dict[str, LayerSettings]:
    """The package's defence, for a case that states none."""
    return read_defence(_default_raw(), file="tocsin/data/defence.toml")


def prior_of(view: Case, *, seed: int = 1, design: int = DESIGN) -> Prior:
    """Prior draws of the two-component defence, from what was public by the view's date."""
    table = view.parameters
    layers = read_defence(view.defence)

    def draw(name: str) -> Array:
        return np.asarray(table.sample(name, design, seed))

    return Prior(
        cells=cells_of(table, layers, design=design, seed=seed),
        front_count=draw("defence.front.share") * median_night(view),
        front_leak=draw("defence.front.leak"),
        phi=draw("defence.nights.phi"),
        month_step=draw(LEVEL_STEP),
        kill_share={
            name: draw(f"defence.kill_share.{name}")
            for name in layers
            if f"defence.kill_share.{name}" in table
        },
    )


def cells_of(table: Parameters, layers: Mapping[str, LayerSettings], *, design: int, seed: int) -> Cells:
    """Prior draws of cells and layers as arrays."""

    def draw(name: str) -> Array:
        return np.asarray(table.sample(f"defence.{name}", design, seed))

    def columns(quantity: str, idle: float, *, jams: bool) -> Array:
        """One column per layer; `idle` where the quantity has no meaning for the layer."""
        return np.column_stack(
            [
                draw(f"{name}.{quantity}") if layer.jams is jams or quantity in {"depth_km", "coverage"}
                else np.full(design, idle)
                for name, layer in layers.items()
            ]
        )  # fmt: skip

    return Cells(
        layers=tuple(LayerKind(name, layer.label, layer.max_speed_kmh) for name, layer in layers.items()),
        count=np.maximum(draw("cells.count"), 2.0),
        spread=draw("cells.spread"),
        hours=draw("cells.hours"),
        speed_kmh=np.asarray(table.sample("threat.today.speed_kmh", design, seed)),
        channels=columns("channels", 0.0, jams=False),
        shot_s=columns("shot_s", 1.0, jams=False),
        depth_km=columns("depth_km", 0.0, jams=False),
        kill=columns("kill", 0.0, jams=False),
        coverage=columns("coverage", 0.0, jams=False),
        rounds=columns("rounds", 0.0, jams=False),
        jam_per_min=columns("jam_per_min", 0.0, jams=True),
        rounding=np.column_stack([stream(seed, "rounding", name).random(design) for name in layers]),
    )


def calibrate_case(view: Case, *, draws: int = 2000, seed: int = 1, design: int = DESIGN) -> DefencePosterior:
    """The defence at the view's date, calibrated to its usable nights of the last five months.

    Below 60 usable nights the draws are the prior and `basis` says "assumed".
    """
    nights = usable_nights(view)
    return calibrate(
        nights["launched"].to_numpy(float),
        nights["leaked"].to_numpy(float),
        month_number(nights["date"]),
        prior_of(view, seed=seed, design=design),
        draws=draws,
        seed=seed,
    )


def month_number(dates: pd.Series) -> NDArray[np.int_]:
    """Months counted through: year * 12 + month, [date]."""
    return np.asarray(dates.dt.year * 12 + dates.dt.month, dtype=int)


def median_night(view: Case, *, window_days: int = WINDOW_DAYS) -> float:
    """Drones of the median night of the window, usable or not; of a small night before any was counted."""
    nights = view.record.nights()
    first = np.datetime64(view.as_of_date - timedelta(days=window_days))
    launched = nights.loc[(nights["date"] >= first) & (nights["launched"] > 0), "launched"]
    return float(launched.median()) if len(launched) else FIRST_NIGHT


def usable_nights(view: Case, *, window_days: int = WINDOW_DAYS) -> Any:
    """Usable nights of the window that ends at the view's date: a frame with date, launched, leaked."""
    nights = view.record.nights()
    usable = nights[nights["usable"] & (nights["launched"] > 0)]
    first = np.datetime64(view.as_of_date - timedelta(days=window_days))
    return usable[usable["date"] >= first]


def parameter_names(view: Case) -> tuple[str, ...]:
    """Every parameter the defence and the campaign read, for lineage."""
    layers = read_defence(view.defence)
    prefixes = tuple(f"defence.{name}." for name in layers) + tuple(
        f"defence.kill_share.{name}" for name in layers
    )
    shared = ("defence.cells.", "defence.front.", "defence.nights.", LEVEL_STEP, "campaign.", "threat.")
    return tuple(name for name in view.parameters.names() if name.startswith(prefixes + shared))
