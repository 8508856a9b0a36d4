"""Laws on made-up ledgers: nothing crashes, order does not matter, one claim never clashes with itself."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from claims_helpers import BASE
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.claims import Claim, Ledger, check, read_ledger
from tocsin.claims.files import REQUIRED
from tocsin.claims.store import make_claim
from tocsin.errors import InputError, Problem
from tocsin.quantities import MODALITIES, QUANTITIES, SCOPES, SOURCE_CLASSES

DAYS = st.integers(0, 1200).map(lambda days: date(2022, 9, 1) + timedelta(days=days))
PAIRED = ("relays", "repeats", "contradicts", "outcome_of", "denies", "supersedes")


@st.composite
def cells(draw: st.DrawFn, identifier: str) -> dict[str, str]:
    quantity = draw(st.sampled_from(sorted(QUANTITIES)))
    kind = QUANTITIES[quantity]
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(0, 400)))
    row = {**BASE, "id": identifier, "quantity": quantity, "unit": draw(st.sampled_from(kind.units))}
    row |= {
        "published": end.isoformat(),
        "refers_to_start": start.isoformat(),
        "refers_to_end": end.isoformat(),
    }
    row |= {
        "modality": draw(st.sampled_from(sorted(MODALITIES))),
        "scope": draw(st.sampled_from(sorted(SCOPES)[1:])),
    }
    row |= {
        "source_class": draw(st.sampled_from(sorted(SOURCE_CLASSES))),
        "origin_group": draw(st.sampled_from("abc")),
    }
    row |= {
        "attributed_to": draw(st.sampled_from(["Paper", "Paper < unnamed officials", "Paper < US officials"]))
    }
    row["statement"] = draw(st.sampled_from([
        "A deal between Russia and Moscow.", "747 of 810 drones, 82%.", "Yelabuga, 600 miles east of Moscow.", "Said."
    ]))  # fmt: skip
    shape = draw(st.sampled_from(["exact", "approx", "at_least", "up_to", "range", ""]))
    if kind.is_date:
        low, high = start.isoformat(), end.isoformat()
    else:
        most = 1 if "fraction" in kind.units and kind.kind == "ratio" else 10**10  # shares end at 1
        numbers = sorted(draw(st.lists(st.integers(0, most), min_size=2, max_size=2)))
        low, high = map(str, numbers)
    values = {"exact": (low,) * 3, "approx": (low,) * 3, "at_least": (low, "", ""), "up_to": ("", "", high),
              "range": (low, "", high), "": ("", "", "")}[shape]  # fmt: skip
    return (
        row | {"qualifier": shape} | dict(zip(("value_low", "value_best", "value_high"), values, strict=True))
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    count = draw(st.integers(1, 9))
    claims: list[Claim] = []
    for number in range(count):
        row = draw(cells(f"C{number}"))
        if claims and draw(st.booleans()):
            row |= {"relation": draw(st.sampled_from(PAIRED)), "related_id": draw(st.sampled_from(claims)).id}
        claims.append(make_claim(row))
    return Ledger(tuple(claims))


@given(ledgers(), st.randoms())
@settings(max_examples=150, deadline=None)
def test_checks_never_fail_and_ignore_the_order_of_rows(made: Ledger, rng: random.Random) -> None:
    found = check(made)
    shuffled = list(made)
    rng.shuffle(shuffled)
    again = check(Ledger(tuple(shuffled)))
    assert {(item.rule, frozenset(item.claims)) for item in found} == {
        (item.rule, frozenset(item.claims)) for item in again
    }
    assert all(item.message and set(item.claims) <= {claim.id for claim in made} for item in found)


@given(ledgers())
@settings(max_examples=50, deadline=None)
def test_findings_name_rows_that_count(made: Ledger) -> None:
    counted = {claim.id for claim in made.accepted()}
    assert all(set(item.claims) <= counted for item in check(made))


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_one_row_never_clashes_with_its_relay(data: st.DataObject) -> None:
    row = data.draw(cells("C1"))
    relay = make_claim({**row, "id": "C2", "relation": "relays", "related_id": "C1"})
    rules = {item.rule for item in check(Ledger((make_claim(row), relay))) if len(item.claims) > 1}
    assert rules <= {"attribution_drift", "rate_without_period", "denial", "use_above_supply"}


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_ledger_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    path: Path = tmp_path_factory.mktemp("noise") / "claims.csv"
    for data in (noise, (",".join(REQUIRED) + "\n").encode() + noise):
        path.write_bytes(data)
        assert all(problem.remedy for problem in _problems(path))


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        read_ledger(path)
    except InputError as error:
        return error.problems
    return ()
