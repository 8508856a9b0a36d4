"""What stopping a drone costs: the headline compares what fires, whatever it is called."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tocsin import Assessment, load_case
from tocsin.answers import cost_exchange
from tocsin.campaign import Campaign, Exchange


def test_headline_parts_and_rows_agree(early: Assessment) -> None:
    answer = early["cost.exchange"]
    rows = {row["means"]: row for row in answer.rows}
    cheapest = rows[answer.parts["shooters"][0]]
    first, dearest = answer.headline.values["s0"].values, answer.headline.values["s1"].values
    assert (first["means"], first["median"]) == (cheapest["means"], cheapest["q50"])
    assert (dearest["means"], dearest["median"]) == (answer.rows[-1]["means"], answer.rows[-1]["q50"])
    assert "Electronic warfare" in rows
    assert "Electronic warfare" not in answer.parts["shooters"]


def test_a_layer_is_known_by_what_it_does(early: Assessment, case) -> None:
    """Jamming under another label, and a gun whose label speaks of warfare."""
    work, stated = early.work, load_case(case.path.parent / "yelabuga").defence
    labels = {"electronic_warfare": "Jammers", "guns": "Gun warfare"}
    layers = {
        name: {**layer, "label": labels.get(name, layer["label"])} for name, layer in stated["layers"].items()
    }
    view = replace(work.view, defence={**stated, "layers": layers})
    flown = Campaign(work.forecast, view, defence=work.campaign.defence, seed=work.seed).fly()
    renamed = cost_exchange.compute(SimpleNamespace(outcome=lambda _: flown, forecast=work.forecast))
    assert "Jammers" in {row["means"] for row in renamed.rows}
    assert "Jammers" not in renamed.parts["shooters"]
    assert "Gun warfare" in renamed.parts["shooters"]
    assert not renamed.headline.startswith("Jammers")


def priced(label: str, each: float, *, fires: bool = True) -> Exchange:
    return Exchange(label, fires, np.full(9, each), np.full(9, each / 50_000), np.full(9, 0.5))


def headline(*means: Exchange) -> str:
    return str(
        cost_exchange._headline(*(lambda rows: (rows, rows))([cost_exchange._row(item) for item in means]))
    )


def test_the_headline_says_what_there_is() -> None:
    assert headline().startswith("No means stops enough")
    assert headline(priced("Guns", 5000.0)) == (
        "Guns spend about US$\u00a05,000 (90\u00a0%: 5,000) in rounds per drone stopped, 10\u00a0% of the average drone's price."
    )
    assert headline(priced("Guns", 5000.0), priced("Missiles", 500_000.0)).endswith(
        "Missiles spend about US$\u00a0500,000 (90\u00a0%: 500,000), 10 times the average drone's price."
    )


def test_a_means_that_stops_too_little_has_no_price() -> None:
    rare = replace(priced("Guns", 5000.0), cost_per_kill_usd=np.array([1.0, np.nan, np.nan]))
    assert not cost_exchange._priced(rare)
    assert cost_exchange._priced(replace(rare, cost_per_kill_usd=np.array([1.0, np.nan])))


def test_the_price_of_the_average_drone_is_drawn(early: Assessment) -> None:
    (figure,) = early["cost.exchange"].figures
    (mark,) = figure.data["marks"]
    row = early["cost.exchange"].rows[-1]
    assert mark["value"] == pytest.approx(row["q50"] / row["ratio_q50"], rel=0.3)
    assert [item["label"] for item in figure.data["rows"]] == [row["means"] for row in figure.table.rows]
