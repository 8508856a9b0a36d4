"""An assessment with INVENTED answers in exactly the promised columns, over the real claims and record.

For the report's tests and for designing the page; no number in it means anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from tocsin.answers.core import Answer, Assessment
from tocsin.answers.evidence import about, evidence
from tocsin.answers.registry import questions
from tocsin.case import load_case
from tocsin.lineage import Lineage
from tocsin.say import verbatim

CASE = Path(__file__).parents[1] / "cases" / "yelabuga"
Z = {
    "q025": -1.96,
    "q05": -1.645,
    "q10": -1.28,
    "q25": -0.674,
    "q50": 0.0,
    "q75": 0.674,
    "q90": 1.28,
    "q95": 1.645,
    "q975": 1.96,
}
HOSTILE = "<script>alert(\"x\")</script> \u202eevil\u202c =cmd()|'/c calc'!A1 javascript:alert(1)"
LINEAGE = Lineage(
    claims=("C001", "C002"),
    record=("counts to the as-of date",),
    parameters=("defence.kill_probability.mobile_groups",),
    method=("Invented for tests.",),
    assumptions=("An assumption, invented.",),
)


def spread(middle: float, sd: float, digits: int = 1) -> dict[str, float]:
    return {name: round(middle * math.exp(sd * z), digits) for name, z in Z.items()}


def around(middle: float, sd: float) -> dict[str, float]:
    return {name: round(middle + sd * z, 1) for name, z in Z.items()}


def months(start: date, count: int) -> list[str]:
    index = start.year * 12 + start.month - 1
    return [f"{(index + k) // 12}-{(index + k) % 12 + 1:02d}" for k in range(count)]


def fake_work(as_of: str) -> SimpleNamespace:
    """What answers share, with an invented forecast over the real claims and record."""
    view = load_case(CASE).as_of(as_of)
    day = date.fromisoformat(as_of)
    periods = months(day + timedelta(days=1), 12)
    forecast = SimpleNamespace(
        periods=tuple(periods), full_periods=tuple(months(date(2022, 9, 1), 12 * (day.year - 2022) + day.month - 8 + 12)),
        partial=False, counted=0, leak_share_basis="record", leak_share=np.full((500, len(periods)), 0.15),
        diagnostics=[{"name": "damped_trend", "note": "invented"}], converged=True, lineage={}, notes=(),
    )  # fmt: skip
    kept: dict[str, Any] = {}

    def once(name: str, make: Callable[[], Any]) -> Any:
        return kept.setdefault(name, make() if name not in kept else None)

    return SimpleNamespace(
        view=view, forecast=forecast, outcomes={}, period=periods[min(5, len(periods) - 1)], headline=5, seed=1, draws=500,
        once=once, step=lambda *_: None,
    )  # fmt: skip


def fake_assessment(
    as_of: str = "2024-12-31", *, hostile: bool = False, keep: set[str] | None = None
) -> Assessment:
    work, day = fake_work(as_of), date.fromisoformat(as_of)
    rows = _rows(list(work.forecast.periods), day)
    bare = {
        key: _answer(key, items, hostile=hostile)
        for key, items in rows.items()
        if keep is None or key in keep
    }
    if "output.when" in bare:
        bare["output.when"] = replace(bare["output.when"], draws=_days(day))
    work.answer = bare.__getitem__
    known = questions()
    answers = {key: known[key].dressed(answer, work) for key, answer in bare.items()}
    return Assessment(
        case=work.view.name, as_of=day, version="0.0.0-fake", seed=1, draws=500, converged=True, answers=answers,
        about=about(work), evidence=evidence(work, answers), work=work,
    )  # fmt: skip


def _days(day: date) -> dict[str, Any]:
    """Invented days on which three totals are reached."""
    rng, now = np.random.default_rng(1), (day - date(2022, 9, 1)).days
    draws = {"6000": rng.normal(now - 150, 90, 500), "10000": rng.normal(now + 120, 90, 500)}
    late = rng.normal(now + 300, 120, 500)
    return {**draws, "20000": np.where(late > now + 365, np.inf, late)}


def _answer(key: str, rows: list[dict[str, Any]], *, hostile: bool) -> Answer:
    headline = HEADLINES[key]
    if hostile:
        headline = f"{headline} {HOSTILE}"
        rows = [
            {
                **row,
                **{name: HOSTILE for name in ("name", "event", "message", "place", "item") if name in row},
            }
            for row in rows
        ]
    declared = [column.name for column in questions()[key].columns]
    rows = [{name: row.get(name) for name in declared} for row in rows]
    return Answer(
        id=key, kind=questions()[key].kind, question=verbatim(f"Question about {key}?"),
        headline=verbatim(headline), unit=questions()[key].unit, rows=tuple(rows), lineage=LINEAGE, note=verbatim("Invented."),
    )  # fmt: skip


HEADLINES = {
    "output.when": "The plant's total reaches 10,000 strike drones around May 2025 (50\u00a0%: March 2025 to July 2025; 90\u00a0%: January 2025 to September 2025).",
    "output.rate": "In January 2025 the plant makes about 900 strike drones a month (50\u00a0%: 700–1,100; 90\u00a0%: 500–1,600).",
    "launches": "Expect about 2,890 launches in June 2025 (50\u00a0%: 2,350–3,560; 90\u00a0%: 1,720–4,870).",
    "raid.size": "A strike night brings about 250 drones (50\u00a0%: 200–300; 90\u00a0%: 140–430), a base night 60.",
    "leakers": "About 268 a month get through in June 2025 (90\u00a0%: 170–402); the faster drone makes that 480 (300–742), more in 97 of 100 futures.",
    "defence.enough": "No: holding leakers to 60 a month with 90\u00a0% confidence needs about 80 more channels (45–130).",
    "cost.exchange": "Mobile groups stop a drone for about US$\u00a02,300 (90\u00a0%: 1,100–5,200), a twentieth of its cost.",
    "magazine.days": "Interceptors last about 9 days at today's rate (90\u00a0%: 5–16).",
    "warning": "From alert to first explosion took about 50 minutes (90\u00a0%: 22–114).",
    "alerts": "A region was under alert for about 1.1 hours a night.",
    "reach": "Today's drone reaches 19 countries; the longer range makes that 24.",
    "disruption": "Halving supply would avoid about 600 launches a month after half a year (90\u00a0%: 300–1,000).",
    "watch": "Watch first the launch growth rate: it explains about a fifth of the uncertainty.",
    "clashes": "312 claims come from 57 origins; the checks find 48 clashes.",
    "skill": "Against a random walk, forecasts like this were 10\u00a0% better at 1 month, 36\u00a0% better at 12 months.",
    "timeline": "41 dated events are on file; for 12 of them a later claim says what came of it.",
    "bargain": "The bargain has 5 items: 2 delivered, 2 in part, 1 open.",
    "network": "The claims name 4 people in official roles and 3 organisations.",
}  # fmt: skip


def _rows(periods: list[str], day: date) -> dict[str, list[dict[str, Any]]]:
    return {
        "output.when": _when(day),
        "output.rate": [
            {"period": p, "scope": scope, **spread(size * 1.04**k, 0.15 + 0.03 * k), "partial": False, "forecast": True}
            for scope, size in (("alabuga_strike", 900), ("all_strike", 1100), ("incl_decoys", 1700))
            for k, p in enumerate(periods)
        ],
        "launches": [{"period": p, **spread(2000 * 1.04**k, 0.15 + 0.035 * k), "partial": False, "counted": 0} for k, p in enumerate(periods)],
        "raid.size": [
            {"night": "base", **spread(60, 0.5), "nights_per_month": 24.0},
            {"night": "strike", **spread(250, 0.35), "nights_per_month": 6.0},
        ],
        "leakers": _leakers(periods),
        "defence.enough": _enough(),
        "cost.exchange": [
            {"means": means, **spread(size, 0.5), "ratio_q50": size / 50_000, "direction": "cheaper than the drone" if size < 50_000 else "dearer than the drone"}
            for means, size in (("Mobile fire groups", 2300), ("Interceptor drones", 6100), ("Electronic warfare", 1900), ("Short-range missiles", 190_000))
        ],
        "magazine.days": [{"layer": layer, **spread(size, 0.35), "resupply": "as today"} for layer, size in (("Interceptor drones", 9), ("Short-range missiles", 17))],
        "warning": _warning(),
        "alerts": _alerts(),
        "reach": [
            {"country": code, "name": name, "drone": drone, "range_km_q50": km, **spread(people * grow, 0.1), "share_q50": min(1.0, share * grow), "p_within": 0.9}
            for drone, km, grow in (("today", 1500, 1.0), ("longer", 2500, 1.4))
            for code, name, people, share in (("UA", "Ukraine", 38e6, 0.7), ("PL", "Poland", 20e6, 0.5), ("RO", "Romania", 19e6, 0.6), ("DE", "Germany", 10e6, 0.12), ("TR", "Türkiye", 25e6, 0.3), ("FI", "Finland", 5.5e6, 0.7))
        ],
        "disruption": [
            {"period": p, "cut": cut, **{k: round(v, 1) for k, v in spread(60 * cut * (n + 1), 0.3).items()}, "launches_avoided": True, "leakers_avoided_q50": 6 * cut * n, "leakers_avoided_q05": 2 * cut * n, "leakers_avoided_q95": 11 * cut * n}
            for cut in (0.25, 0.5)
            for n, p in enumerate(periods)
        ],
        "watch": [
            {"rank": k + 1, "name": name, "meaning": f"invented meaning of {name}", "answer": "launches", "share_explained": share, "kind": kind, "claim": "C001" if kind == "claim" else ""}
            for k, (name, share, kind) in enumerate((("programme.growth", 0.22, "parameter"), ("defence.share_deep", 0.17, "parameter"), ("C001 several hundred drones", 0.11, "claim"), ("programme.decoy_share", 0.06, "parameter"), ("defence.kill_probability", 0.03, "parameter")))
        ],
        "clashes": [{"severity": "high" if k % 3 == 0 else "low", "rule": rule, "claims": ["C001", "C002"], "message": f"Invented clash number {k}."} for k, rule in enumerate(["same_party", "distance", "total_without_period", "drift"] * 3)],
        "skill": [
            {"target": "launches", "metric": metric, "horizon": h, "against": against, "skill": s - 0.05 * (metric == "raw crps"), "low": s - 0.1, "high": s + 0.1, "n": 35, "origins": 35, "note": ""}
            for metric in ("log1p crps", "raw crps")
            for against, lift in (("random walk", 0.0), ("ARIMA(0,1,1)", -0.04))
            for h, s in ((1, 0.1 + lift), (3, 0.17 + lift), (6, 0.24 + lift), (12, 0.36 + lift))
        ],
        "timeline": [
            {"date": (date(2022, 7, 1) + timedelta(days=37 * k)).isoformat(), "until": None, "published": "2023-01-01", "event": f"Invented event {k}", "quantity": quantity, "modality": modality, "claims": ["C001"], "outcome": "came true (C002)" if k % 4 == 0 else "", "source": "Invented Times: officials"}
            for k, (quantity, modality) in enumerate((q, m) for q in ("milestone_date", "factory_start_date", "contract_value_usd", "aircraft_milestone_date") for m in ("planned", "reported", "denied", "assessed", "expected"))
        ],
        "bargain": [
            {"side": side, "item": item, "promised": promised, "delivered": delivered, "status": status, "claims": ["C001"]}
            for side, item, promised, delivered, status in (("Iran", "complete drones", "2,400", "about 1,700", "in part"), ("Iran", "know-how and a plant", "a line for 6,000", "running", "delivered"), ("Russia", "fighter jets", "24 Su-35", "none seen", "open"), ("Russia", "pilot training", "Yak-130", "2 aircraft", "in part"))
        ],
        "network": [{"name": name, "kind": kind, "role": role, "claims": ["C001"]} for name, kind, role in (("Invented Person", "person", "invented role"), ("Invented Industry", "organisation", "maker"))],
    }  # fmt: skip


def _when(day: date) -> list[dict[str, Any]]:
    def dates(offset: int, width: int) -> dict[str, str | None]:
        found = {name: day + timedelta(days=int(offset + width * z)) for name, z in Z.items()}
        return {
            name: None if when > day + timedelta(days=365) else when.isoformat()
            for name, when in found.items()
        }

    horizon = (day + timedelta(days=365)).isoformat()
    return [
        {"milestone": total, "scope": "alabuga_strike", **dates(offset, width), "p_by_horizon": p, "p_passed": 0.9 if passed else 0.1, "passed": passed, "horizon": horizon}
        for total, offset, width, p, passed in ((6000, -150, 90, 1.0, True), (10000, 120, 90, 0.99, False), (20000, 300, 120, 0.7, False))
    ]  # fmt: skip


def _leakers(periods: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for k, p in enumerate(periods):
        rows.append(
            {"period": p, "drone": "today", **spread(220 * 1.04**k, 0.25 + 0.03 * k), "basis": "record"}
        )
        rows.append(
            {"period": p, "drone": "faster", **spread(400 * 1.04**k, 0.28 + 0.03 * k), "basis": "record"}
        )
        rows.append(
            {
                "period": p,
                "drone": "difference",
                **around(180 * 1.04**k, 90),
                "p_more": 0.97,
                "basis": "record",
            }
        )
    return rows


def _enough() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"drone": drone, "resource": resource, "limit_per_month": 200, "confidence": 0.9, **{k: round(v) for k, v in spread(size, 0.3).items()}, "cost_usd_q50": size * 1e5, "cost_usd_q05": size * 5e4, "cost_usd_q95": size * 2e5, "p_enough_now": 0.12, "binding": "channels"}
        for drone, factor in (("today", 1.0), ("faster", 1.9))
        for resource, size in (("channels", 80 * factor), ("interceptors", 900 * factor))
    ]  # fmt: skip
    for speed in (150, 185, 220, 260, 300, 350):
        for added in range(0, 200, 20):
            p = 1 / (1 + math.exp(-(added - speed * 0.5 + 40) / 18))
            rows.append({"resource": "surface", "added": added, "speed_kmh": speed, "p_enough": round(p, 3)})
    rows += [
        {"resource": "mix", "drone": "today", "means": means, "added": added, "cost_usd_q50": cost, "p_enough": 0.913}
        for means, added, cost in (("Mobile fire groups", 120.0, 9_000_000), ("Interceptor drones", 40.0, 2_500_000))
    ]  # fmt: skip
    return rows


def _warning() -> list[dict[str, Any]]:
    places = (("Kharkiv", "Kharkiv", 49.99, 36.23, 1_400_000, 0), ("Kyiv", "Kyiv (city)", 50.45, 30.52, 2_900_000, 60), ("Odesa", "Odesa", 46.48, 30.73, 1_000_000, 0), ("Lviv", "Lviv", 49.84, 24.03, 720_000, 180), ("Dnipro", "Dnipropetrovsk", 48.46, 35.04, 960_000, 30), ("Sumy", "Sumy", 50.91, 34.8, 260_000, 0))  # fmt: skip
    rows: list[dict[str, Any]] = [{"row": "observed", **spread(50, 0.5, 0)}]
    for place, day, minutes in (
        ("Odesa", "2024-08-04", 32),
        ("Odesa", "2024-12-26", 60),
        ("Sumy", "2024-08-24", 7),
    ):
        rows.append(
            {"row": "case", "place": place, "fact": f"DF-{place}-{day}", "published": day, "minutes": minutes, "drones": True}
        )  # fmt: skip
    for name, admin, lat, lon, people, minutes in places:
        rows.append(
            {
                "row": "place", "place": name, "admin": admin, "lat": lat, "lon": lon, "population": people,
                "least_minutes": 0, "flight_minutes": minutes, "flight_faster_minutes": minutes // 20 * 10,
            }
        )  # fmt: skip
    return rows


def _alerts() -> list[dict[str, Any]]:
    return [
        {"row": kind, "region": region, "period": period, "hours_a_night": hours, "share_of_nights": 0.5, "alerts_a_week": 12, "assumed": 0.02}
        for region, hours in (("Kharkiv", 2.1), ("Lviv", 0.2), ("Odesa", 1.1))
        for kind, period in (("year", "2024-09"), ("month", "2024-08"), ("month", "2024-09"))
    ]  # fmt: skip
