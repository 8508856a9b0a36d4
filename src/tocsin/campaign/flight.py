"""Fly the forecast against the defence: launches times leak probability, night by night, draw by draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from tocsin.arrays import Array
from tocsin.calibration import DefencePosterior
from tocsin.calibration.cells import Cells, FasterDrones, Flight, fly_cells, respond
from tocsin.calibration.defences import calibrate_case, parameter_names, read_defence, usable_nights
from tocsin.calibration.level import shift_to_share
from tocsin.calibration.nights import (
    FLOOR,
    Response,
    cell_shares,
    deep_weights,
    front_expected,
    shifted,
)
from tocsin.campaign.costs import Prices, exchange, stock_days
from tocsin.campaign.outcome import Outcome
from tocsin.campaign.plan import NightPlan, plan_nights
from tocsin.campaign.scenario import PRESETS, Scenario
from tocsin.case import Case
from tocsin.errors import InputError, Problem
from tocsin.lineage import Lineage, merge
from tocsin.periods import DAYS_PER_MONTH, forecast_span
from tocsin.programme import Forecast


class Campaign:
    """A forecast and a defence, ready to fly scenarios with common random numbers.

    Parameters
    ----------
    forecast : Forecast
        Launches, leak share, decoy share and rhythm, [draw, period].
    view : Case
        The as-of view that forecast and defence rest on.
    defence : DefencePosterior, optional
        As many draws as the forecast; calibrated from the view when None.
    seed : int
        Of the draws of parameters and the cells' flights, and of the calibration where no defence is given.

    Attributes
    ----------
    plan : NightPlan
    front, deep : [draw, period, night]
        Drones of each component on each stratum's night, today.
    shift : [draw, period]
        Logit shift at which today's flown share is the forecast's share.

    Raises
    ------
    InputError
        If the draws of forecast and defence do not match.
    """

    def __init__(
        self,
        forecast: Forecast,
        view: Case,
        *,
        defence: DefencePosterior | None = None,
        seed: int = 1,
    ) -> None:
        draws = len(forecast.launches)
        self.forecast, self.view, self.seed = forecast, view, seed
        found = calibrate_case(view, draws=draws, seed=seed) if defence is None else defence
        if found.draws != draws:
            raise InputError(
                Problem(f"the defence has {found.draws} draws, the forecast {draws}", "Use one number.")
            )
        # Today is flown anew at the random addresses of the scenarios' flights: only so do they share their numbers.
        self.defence = found.reflown(self.seed)
        self.prices = Prices.of(view, [kind.name for kind in self.defence.cells.layers], draws, seed)
        self.plan: NightPlan = plan_nights(forecast.rhythm)
        sizes = self.plan.sizes(forecast.launches)
        self.front = front_expected(sizes, self.defence.front_count[:, None, None])
        self.deep = sizes - self.front
        self._weights = deep_weights(
            self.defence.flight.loads, cell_shares(self.defence.cells.count, self.defence.cells.spread)
        )
        self._front_total = self.plan.total(self.front)
        self._flights: dict[tuple[object, ...], tuple[Flight, Response]] = {}
        self._deep_leakers: dict[tuple[object, ...], Array] = {}
        self._placed: dict[float, tuple[NDArray[np.intp], Array]] = {}
        self.shift = self._anchor()

    @property
    def layers(self) -> tuple[str, ...]:
        return tuple(kind.name for kind in self.defence.cells.layers)

    def standing(self) -> dict[str, float]:
        """Median channels of every means today, before anything is bought; "front" is the front stream's."""
        cells, which = self.defence.cells, self.defence.which
        deep = {
            name: float(np.median(cells.channels[which, i]))
            for i, name in enumerate(self.layers)
            if name in self.prices.channel
        }
        return deep | {"front": float(np.median(self.prices.front_channels))}

    @property
    def labels(self) -> dict[str, str]:
        named = {name: layer.label for name, layer in read_defence(self.view.defence).items()}
        return {**{name: named.get(name, name) for name in self.layers}, "front": "Defences near the front"}

    @property
    def firing(self) -> frozenset[str]:
        """Layers that fire rounds: all but those that only jam."""
        rounds = self.defence.cells.rounds
        return frozenset(name for i, name in enumerate(self.layers) if rounds[:, i].any())

    def fly(self, scenario: Scenario = PRESETS["today"]) -> Outcome:
        """Fly a scenario in full: leakers, engagements, costs, stocks, debris."""
        flight, _ = self._flown(scenario)
        front_leakers, deep_leakers = self.components(scenario)
        deep = self.plan.total(self.deep) * scenario.volume
        shots, kills, causes = self._by_layer(scenario, flight, deep, deep_leakers)
        front = self._front_total
        kills["front"] = front - front_leakers
        launches = front + deep
        front_cost = kills["front"] * self.prices.front_kill[:, None]
        means_cost = {name: self.prices.of_means(name, shots[name], kills[name]) for name in self.layers}
        price = self.prices.drone(self._decoys(scenario), scenario.fast_share)
        return Outcome(
            scenario=scenario,
            periods=tuple(self.forecast.periods),
            launches=launches,
            leakers=front_leakers + deep_leakers,
            front_leakers=front_leakers,
            deep_leak=deep_leakers / np.maximum(deep, 1e-9),
            shots=shots,
            kills=kills,
            causes=causes,
            magazine_days=self._magazines(shots, scenario),
            cost_defender_usd=front_cost + sum(means_cost.values()),
            cost_attacker_usd=launches * price,
            debris=sum(kills.values()) * self.prices.debris[:, None],
            exchange=exchange(
                means_cost | {"front": front_cost},
                kills,
                (launches * price).sum(1) / np.maximum(launches.sum(1), 1e-9),
                self.labels,
                self.firing | {"front"},
            ),
            shift=self.shift,
            basis=self.defence.basis,
            labels=self.labels,
            lineage=self._lineage(scenario),
        )

    def leakers(self, scenario: Scenario) -> Array:
        """Leakers a month [draw, period] alone: what decisions need of the many variants they try."""
        front, deep = self.components(scenario)
        return front + deep

    def components(self, scenario: Scenario) -> tuple[Array, Array]:
        """Leakers a month [draw, period] of the front stream and of the deep raids.

        Scenarios that differ only in the front stream's channels share one flight of the deep raids.
        """
        key = (*self._key(scenario), scenario.volume)
        if key not in self._deep_leakers:
            self._deep_leakers[key] = self._deep_component(scenario)
        return self._front_total * shifted(self._front_leak(scenario), self.shift), self._deep_leakers[key]

    def _deep_component(self, scenario: Scenario) -> Array:
        _, response = self._flown(scenario)
        below, part = self._places(scenario.volume)
        odds = response.read(response.logits, self.defence.which, below, part)
        return self.plan.total(self.deep * expit(odds + self.shift[..., None])) * scenario.volume

    def _places(self, volume: float) -> tuple[NDArray[np.intp], Array]:
        """Where this volume's deep raids fall in the table; the same for every defence."""
        if volume not in self._placed:
            self._placed = {volume: self.defence.response.place(self.deep * volume)}
        return self._placed[volume]

    def fast_speed(self) -> Array:
        """Speed of the faster drone in each defence's row [defence], from `threat.faster.speed_kmh`."""
        rows = len(self.defence.cells)
        return np.asarray(self.view.parameters.sample("threat.faster.speed_kmh", rows, self.seed))

    def _anchor(self) -> Array:
        """The shift at which today's nights leak the forecast's share."""
        front_logit = logit(np.clip(self.defence.front_leak, FLOOR, 1 - FLOOR))[:, None]
        response = self.defence.response
        odds = response.read(response.logits, self.defence.which, *self._places(1.0))
        return shift_to_share(
            self.front, self.deep, self.plan.weight, front_logit, odds, self.forecast.leak_share
        )

    def _key(self, scenario: Scenario) -> tuple[object, ...]:
        """What the flight of the deep cells depends on."""
        fast = (
            (scenario.fast_share, scenario.fast_speed_kmh, scenario.decoy_share)
            if scenario.fast_share
            else ()
        )
        channels = sorted((name, n) for name, n in scenario.channels.items() if name != "front" and n)
        rounds = sorted((name, factor) for name, factor in scenario.rounds.items() if factor != 1)
        return fast, tuple(channels), tuple(rounds)

    def _flown(self, scenario: Scenario) -> tuple[Flight, Response]:
        """The flight of a scenario's cells; scenarios that differ only in volume share it."""
        key = self._key(scenario)
        if key == ((), (), ()):
            return self.defence.flight, self.defence.response
        if key not in self._flights:
            flight = fly_cells(self._cells(scenario), faster=self._faster(scenario), seed=self.seed)
            response = respond(self.defence.cells, flight)
            self._flights[key] = (flight, self._ordered(scenario, response))
        return self._flights[key]

    def _ordered(self, scenario: Scenario, response: Response) -> Response:
        """The response, kept to what no defence can break, where a few hundred drones a load leave noise.

        More channels or rounds never let more drones through, measured against the same scenario without them;
        faster drones never fewer, measured against today.
        """
        leak = response.leak
        if scenario.channels or scenario.rounds:
            if min(scenario.rounds.values(), default=1.0) >= 1.0:
                leak = np.minimum(leak, self._flown(replace(scenario, channels={}, rounds={}))[1].leak)
        else:
            gain = self._row_speed(scenario) >= self.defence.cells.speed_kmh
            leak = np.where(gain[:, None], np.maximum(leak, self.defence.response.leak), leak)
        return Response(response.sizes, leak)

    def _cells(self, scenario: Scenario) -> Cells:
        cells = self.defence.cells
        for name in sorted({*scenario.channels, *scenario.rounds} - {"front"}):
            cells = cells.with_added(name, scenario.channels.get(name, 0.0), scenario.rounds.get(name, 1.0))
        return cells

    def _faster(self, scenario: Scenario) -> FasterDrones | None:
        if not scenario.fast_share:
            return None
        share = scenario.fast_share * (1.0 - self._row_decoys(scenario))
        return FasterDrones(share, self._row_speed(scenario))

    def _row_speed(self, scenario: Scenario) -> Array:
        if scenario.fast_speed_kmh is None:
            return self.fast_speed()
        return np.full(len(self.defence.cells), scenario.fast_speed_kmh)

    def _row_decoys(self, scenario: Scenario) -> Array:
        """Mean decoy share of the draws that use each row of the defence."""
        per_draw = self._decoys(scenario).mean(1)
        rows = len(self.defence.cells)
        sums = np.bincount(self.defence.which, per_draw, minlength=rows)
        return np.asarray(sums / np.maximum(np.bincount(self.defence.which, minlength=rows), 1))

    def _decoys(self, scenario: Scenario) -> Array:
        if scenario.decoy_share is None:
            return self.forecast.decoy_share
        return np.full_like(self.forecast.decoy_share, scenario.decoy_share)

    def _front_leak(self, scenario: Scenario) -> Array:
        """Leak probability of the front stream [draw, period] before the shift.

        Survival of a constant hazard over the stay: leak^(v0 / v)^power for faster drones, leak^(c / c0) for more
        channels along the stream.
        """
        leak = self.defence.front_leak[:, None]
        if added := scenario.channels.get("front", 0.0):
            leak = leak ** ((self.prices.front_channels + added) / self.prices.front_channels)[:, None]
        if not scenario.fast_share:
            return np.broadcast_to(leak, self.shift.shape)
        which = self.defence.which
        ratio = (self.defence.cells.speed_kmh / self._row_speed(scenario))[which]
        fast = scenario.fast_share * (1.0 - self._decoys(scenario))
        return np.asarray((1.0 - fast) * leak + fast * leak ** (ratio**self.prices.front_power)[:, None])

    def _by_layer(
        self, scenario: Scenario, flight: Flight, deep_total: Array, deep_leakers: Array
    ) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array]]:
        """Engagements and stops a month by layer, and why deep drones got past layers."""
        shots = self._monthly(flight.shots, scenario)
        stops = self._monthly(flight.kills, scenario)
        # The month's shift changes how many are stopped, not who stops them.
        scale = (deep_total - deep_leakers) / np.maximum(stops.sum(-1), 1e-9)
        reasons = {
            name: self._monthly(value.sum(-1, keepdims=True), scenario)[..., 0].sum(1)
            for name, value in flight.causes.items()
        }
        total = np.maximum(sum(reasons.values()), 1e-9)
        return (
            {name: shots[..., i] for i, name in enumerate(self.layers)},
            {name: stops[..., i] * scale for i, name in enumerate(self.layers)},
            {name: value / total for name, value in reasons.items()},
        )

    def _monthly(self, rates: Array, scenario: Scenario) -> Array:
        """Month totals [draw, period, layer] of rates per drone over the cell [defence, load, layer]."""
        table = np.einsum("dsl,dlk->dsk", self._weights, rates)
        below, part = self._places(scenario.volume)
        deep = self.deep * scenario.volume
        read, which = self.defence.response.read, self.defence.which
        months = [
            self.plan.total(deep * read(table[..., i], which, below, part)) for i in range(rates.shape[-1])
        ]
        return np.stack(months, axis=-1)

    def _magazines(self, shots: dict[str, Array], scenario: Scenario) -> dict[str, Array]:
        """Days from the as-of date that each stock lasts; layers without rounds have none."""
        to_come = np.ones_like(self.shift)
        first_nights = DAYS_PER_MONTH
        if self.forecast.partial:
            first = np.maximum(self.forecast.launches[:, 0], 1e-9)
            to_come[:, 0] = np.clip(1.0 - self.forecast.counted / first, 0.0, 1.0)
            first_nights = DAYS_PER_MONTH * (1.0 - forecast_span(self.view.as_of_date).elapsed)
        return {
            name: stock_days(
                shots[name] * to_come,
                self.prices.stock_nights[name],
                self.prices.resupply[name] * scenario.resupply,
                base=self._base_use(name),
                first_nights=first_nights,
            )
            for name in self.layers
            if name in self.firing
        }

    def _base_use(self, name: str) -> Array:
        """Engagements a month [draw] in a month like the first one's median: what stocks are sized to."""
        at = self.defence.cells.position(name)
        used = self._monthly(self.defence.flight.shots[..., at : at + 1], PRESETS["today"])[:, 0, 0]
        first = self.forecast.launches[:, 0]
        return np.asarray(used * np.median(first) / np.maximum(first, 1e-9))

    def _lineage(self, scenario: Scenario) -> Lineage:
        names = parameter_names(self.view)
        sources = {self.view.parameters.row(name).source for name in names}
        cited = {part.strip() for source in sources for part in source.replace(",", ";").split(";")}
        claims = {claim.id for claim in self.view.claims}
        used = len(usable_nights(self.view)) if self.defence.basis == "record" else 0
        own = Lineage(
            claims=tuple(sorted(cited & claims)),
            record=(f"{used} usable nights",) if used else (),
            parameters=names,
            facts=tuple(sorted(cited & set(self.view.facts))),
            method=(
                "24 stratified nights a month against a front stream and deep cells, anchored on the leak share",
            ),
            assumptions=_assumptions(scenario, self.defence.basis),
        )
        trail = getattr(self.forecast, "lineage", {}) or {}
        return merge(own, *(trail[key] for key in ("launches", "leak_share", "strike") if key in trail))


def _assumptions(scenario: Scenario, basis: str) -> tuple[str, ...]:
    said = ["one defence throughout the horizon; no adaptation by either side"]
    if basis == "assumed":
        said.append("fewer than 60 usable nights: the defence is the prior from public facts")
    if scenario.fast_share:
        said.append("the faster drone's share and speed are a scenario, not an estimate")
    return tuple(said)
