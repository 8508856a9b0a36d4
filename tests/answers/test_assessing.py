"""One assessment of the miniature case: complete, honest about its inputs, the same bytes twice, blind to the future."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tocsin import Assessment, Case, assess, load_case
from tocsin.answers.core import Answer
from tocsin.answers.registry import questions
from tocsin.answers.trace import why
from tocsin.arrays import QUANTILES
from tocsin.case import Fact
from tocsin.case.parameters import Parameters
from tocsin.commands.text import tree
from tocsin.errors import InputError
from tocsin.record import Record

CASES = Path(__file__).parents[2] / "cases"


def numbers(node: Any) -> Iterator[float]:
    if isinstance(node, dict):
        for value in node.values():
            yield from numbers(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from numbers(value)
    elif isinstance(node, float):
        yield node


def test_every_question_is_answered(early: Assessment) -> None:
    assert list(early) == list(questions())
    document = json.loads(early.dumps())
    assert set(document) == {
        "case",
        "as_of",
        "version",
        "seed",
        "draws",
        "converged",
        "answers",
        "about",
        "evidence",
    }
    for name, answer in document["answers"].items():
        assert answer["headline"].endswith("."), name
        assert answer["question"].endswith("?"), name
        assert answer["unit"], name
        assert set(answer["columns"]) == {key for row in answer["rows"] for key in row}
    assert all(math.isfinite(value) for value in numbers(document))


def test_rows_are_unique_under_their_keys(early: Assessment) -> None:
    for name, answer in early.answers.items():
        told = [tuple(str(row.get(key)) for key in answer.keys) for row in answer.rows]
        assert len(told) == len(set(told)), name


def test_figures_parts_and_tables_are_plain(early: Assessment) -> None:
    for name, answer in early.answers.items():
        stored = json.loads(json.dumps(answer.to_json()))
        assert Answer.from_json(name, stored, answer.draws).to_json() == answer.to_json(), name


def test_quantiles_ascend(early: Assessment) -> None:
    for name in early:
        for row in early[name].rows:
            stated = [row[level] for level in QUANTILES if row.get(level) is not None]
            assert stated == sorted(stated), (name, row)


def test_lineage_names_only_what_is_in_view(early: Assessment) -> None:
    view = early.work.view
    for name in early:
        lineage = early[name].lineage
        assert all(claim in view.claims for claim in lineage.claims), name
        assert all(parameter in view.parameters for parameter in lineage.parameters), name
        assert all(fact in view.facts for fact in lineage.facts), name
        assert all(answer in early.answers for answer in lineage.answers), name
        assert (
            lineage.claims or lineage.record or lineage.parameters or lineage.answers or not early[name].rows
        ), name


def test_the_first_month_is_partial_in_mid_month(early: Assessment, case: Case) -> None:
    rows = early["launches"].rows
    assert rows[0]["period"] == "2025-03"
    assert rows[0]["partial"]
    counted = case.as_of(early.as_of).record.monthly()["launched"]["2025-03"]
    assert rows[0]["counted"] == counted
    assert rows[0]["q05"] >= counted
    assert [row["period"] for row in rows[1:]] == [f"2025-{m:02d}" for m in range(4, 13)] + [
        "2026-01",
        "2026-02",
        "2026-03",
    ]


def test_differences_are_paired(early: Assessment) -> None:
    draws = early["leakers"].draws
    for period in ("2025-05", "2025-12"):
        assert draws[f"difference {period}"] == pytest.approx(
            draws[f"faster {period}"] - draws[f"today {period}"]
        )


def test_why_ends_at_claims_with_outlet_and_date(early: Assessment) -> None:
    text = "\n".join(tree(why(early, early.work.view, "output.when")))
    assert "M04 · 2025-01-10 · Invented Times" in text
    with pytest.raises(InputError, match="no such answer"):
        why(early, early.work.view, "outptu.when")


def test_why_says_the_note_and_opens_a_parameter_to_its_sources(early: Assessment) -> None:
    fact = Fact("MF1", "defence", "radar", "height", "m", date(2024, 1, 1), "Outlet", "u", "A height.")
    name = "geography.sensor_height_m"
    row = replace(early.work.view.parameters.row(name), source="MF1; M04; assumption: hills")
    parameters = Parameters([row, *(item for item in early.work.view.parameters if item.name != name)])
    view = replace(early.work.view, facts={**early.work.view.facts, "MF1": fact}, parameters=parameters)
    text = "\n".join(tree(why(early, view, "warning")))
    assert early["warning"].note
    assert early["warning"].note in text
    under = text.split(f"{name} = ")[1].splitlines()[1:3]
    assert "MF1 · 2024-01-01 · Outlet: A height." in under[0]
    assert "M04 · 2025-01-10" in under[1]


def test_same_inputs_give_the_same_bytes(early: Assessment, case: Case) -> None:
    again = assess(case.as_of(early.as_of), draws=early.draws, seed=0)
    assert again.dumps() == early.dumps()


def test_another_seed_gives_other_draws(early: Assessment, case: Case) -> None:
    other = assess(case.as_of(early.as_of), draws=early.draws, seed=1)
    assert other.dumps() != early.dumps()


def with_a_future(case: Case, after: date) -> Case:
    """The case with claims, counts, parameters, facts and breaks that became known after a date."""
    later = after + timedelta(days=1)
    template = next(
        claim
        for claim in case.claims
        if claim.quantity == "production_rate_per_month" and claim.scope == "alabuga_strike"
    )
    claims = [
        replace(
            template,
            id="L1",
            published=later,
            published_latest=later,
            value_low=9e4,
            value_best=9e4,
            value_high=9e4,
        ),
        replace(template, id="L2", published=after, published_latest=later + timedelta(days=30)),
        replace(
            template,
            id="L3",
            published=later,
            published_latest=later,
            relation="supersedes",
            related_id=template.id,
        ),
    ]
    night = dict.fromkeys(("launched", "destroyed"), 5000.0) | {
        "lost": 0.0,
        "still_airborne": 0.0,
        "hits": 1.0,
    }
    when = datetime.combine(after, datetime.min.time())
    row = {
        "start": when,
        "end": when + timedelta(hours=8),
        "strike_launched": 4000.0,
        "source": "x",
        "definition": "complete",
    }
    rows = pd.concat([case.record.rows, pd.DataFrame([row | night])], ignore_index=True).astype(
        {"launched": "int64"}
    )
    revised = [
        replace(item, low=item.low * 0.9, known_from=later, note="revised")
        if item.family == "lognormal"
        else item
        for item in case.parameters
    ]
    later_item = {"side": "x", "item": "x", "stage": "promised", "status": "x", "text": "x", "claims": "L1"}
    fact = Fact("F9", "x", "x", "x", "x", later, "x", "https://example.org", "x", best=1.0)
    return replace(
        case,
        claims=case.claims.add(*claims),
        record=Record(rows),
        parameters=Parameters([*case.parameters._rows, *revised]),
        facts={**case.facts, "F9": fact},
        tables={**case.tables, "bargain": (*case.tables.get("bargain", ()), later_item)},
    )


def test_later_knowledge_never_changes_an_earlier_answer(early: Assessment, case: Case) -> None:
    changed = with_a_future(case, early.as_of)
    assert assess(changed.as_of(early.as_of), draws=early.draws, seed=0).dumps() == early.dumps()


@pytest.mark.integration
@pytest.mark.parametrize("day", ["2023-02-15", "2024-12-31"])
def test_later_knowledge_never_changes_the_real_case(day: str) -> None:
    whole = load_case(CASES / "yelabuga")
    changed = with_a_future(whole, date.fromisoformat(day))
    assert assess(changed.as_of(day), draws=200).dumps() == assess(whole.as_of(day), draws=200).dumps()


@pytest.mark.integration
def test_the_real_case_at_its_four_dates() -> None:
    whole = load_case(CASES / "yelabuga")
    headlines = set()
    for day in ("2023-02-15", "2023-12-31", "2024-12-31", None):
        found = assess(whole.as_of(day) if day else whole, draws=500)
        late = {"skill", "past", "fit", "leanings"}  # have nothing to say before outcomes or a fit are there
        assert all(answer.rows or name in late for name, answer in found.answers.items())
        headlines.add(found["launches"].headline)
        assert all(claim.known_on <= found.as_of for claim in found.work.view.claims)
    assert len(headlines) == 4


def test_too_little_is_said_plainly(case: Case) -> None:
    with pytest.raises(InputError, match="reports by 2025-01-02"):
        assess(case.as_of("2025-01-02"))
