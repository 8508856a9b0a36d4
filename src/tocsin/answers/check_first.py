"""What to check first: which uncertainty moves the answers, and which claim."""

from __future__ import annotations

from typing import Any

import numpy as np

from tocsin.answers.declare import Column, Found
from tocsin.answers.influence import LEAST_MOVE, Mover, movers
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain
from tocsin.campaign import Campaign
from tocsin.case import Case
from tocsin.decisions import (
    watch,
)
from tocsin.lineage import Lineage
from tocsin.programme import Forecast
from tocsin.say import (
    NBSP,
    msg,
    percent,
    plural,
    verbatim,
)

LEAST_SHARE = 0.02


MOST_CLAIMS = 5


def watch_answer(work: Work) -> Found:
    """Rank uncertainties by the share of an answer's variance that knowing each would explain."""
    view, forecast, campaign, outcome = work.view, work.forecast, work.campaign, work.outcome("today")
    warned, seed, progress = work.answer("warning"), work.seed, work.step
    draws = len(forecast.launches)
    campaign_answers = {
        "leakers": outcome.leakers.sum(axis=1),
        "cost.exchange": np.log(np.maximum(outcome.cost_defender_usd.sum(axis=1), 1.0)),
    }
    seeing = {name: view.parameters.sample(name, draws, seed) for name in warned.lineage.parameters}
    ranked = _ranked(campaign_answers, _inputs(forecast, campaign))
    ranked += _ranked({"warning": warned.draws["today people under 10"]}, seeing)
    ranked.sort(key=lambda item: (-item[0], item[1]))
    rows: list[dict[str, Any]] = [
        {"rank": 0, "name": name, "meaning": _meaning(view, name), "answer": answer, "share_explained": plain(share, 3),
         "kind": "parameter", "claim": None}
        for share, name, answer in ranked
    ]  # fmt: skip
    moved = movers(view, view.claims.accepted(), seed=seed, progress=progress)
    rows += [_claim_row(view, item) for item in moved[:MOST_CLAIMS] if item.size >= LEAST_MOVE]
    rows = [{**row, "rank": rank} for rank, row in enumerate(rows, start=1)]
    return Found(
        rows=rows,
        question=verbatim("What should be checked first?"),
        headline=verbatim(_headline(view, rows)),
        lineage=Lineage(
            claims=tuple(claim for item in moved[:MOST_CLAIMS] for claim in item.claims),
            parameters=tuple(name for _, name, _ in ranked if name in view.parameters),
            answers=("leakers", "cost.exchange", "warning", "launches"),
            method=(
                "share of variance explained by a spline in each input, from the same draws; claims by leaving them out",
            ),
            assumptions=("an input explains what moves with it in these draws, correlated inputs included",),
        ),
        note=verbatim(
            "For parameters: share of the answer's variance. For claims: what counting them does to the median total."
        ),
    )


def _ranked(answers: dict[str, Draws], inputs: dict[str, Draws]) -> list[tuple[float, str, str]]:
    """(share, input, answer) of the inputs that matter."""
    return [(item.share, item.name, item.answer) for item in watch(answers, inputs, least=LEAST_SHARE)]


def _inputs(forecast: Forecast, campaign: Campaign) -> dict[str, Draws]:
    """Uncertain inputs of the campaign, [draw] each, in the campaign's own draw order."""
    cells, which = campaign.defence.cells, campaign.defence.which
    inputs = {
        "launches in the first month": forecast.launches[:, 0],
        "growth of launches to the horizon": np.log(forecast.launches[:, -1] + 1)
        - np.log(forecast.launches[:, 0] + 1),
        "the share that gets through over the coming year": forecast.leak_share.mean(axis=1),
        "decoy share": forecast.decoy_share.mean(axis=1),
        "drones a night in the front stream": campaign.defence.front_count,
        "number of cells": cells.count[which],
    }
    for index, layer in enumerate(campaign.layers):
        for quantity, values in (
            ("kill", cells.kill),
            ("channels", cells.channels),
            ("coverage", cells.coverage),
        ):
            column = values[which, index]
            if np.ptp(column) > 0:
                inputs[f"defence.{layer}.{quantity}"] = column
    for name, price in campaign.prices.engagement.items():
        inputs[f"defence.{name}.cost_per_engagement_usd"] = price
    return {name: values for name, values in inputs.items() if np.ptp(values) > 0}


def _meaning(view: Case, name: str) -> str:
    return view.parameters.row(name).meaning if name in view.parameters else name


def _claim_row(view: Case, item: Mover) -> dict[str, Any]:
    told = (
        f"{plural(len(item.claims), 'claim')} of one origin"
        if len(item.claims) > 1
        else view.claims[item.claims[0]].statement
    )
    origin = (view.claims[item.claims[0]].chain or (item.origin,))[-1]
    answer = "launches" if abs(item.launches) >= abs(item.output) else "output.rate"
    change = np.exp(item.launches if answer == "launches" else item.output) - 1
    return {
        "rank": 0,
        "name": f"{origin}: {told}",
        "meaning": f"{'raises' if change > 0 else 'lowers'} the median of {'launches' if answer == 'launches' else 'output'} by {abs(change) * 100:.0f}{NBSP}%",
        "answer": answer,
        "share_explained": None,
        "kind": "claim",
        "claim": " ".join(item.claims),
    }


def _headline(view: Case, rows: list[dict[str, Any]]) -> str:
    inputs = [row for row in rows if row["kind"] == "parameter"]
    if not inputs:
        return "No single uncertainty stands out in these draws."
    first = next((row for row in inputs if row["answer"] == "leakers"), inputs[0])
    text = f"Check first: {first['meaning']}. Knowing it would settle {percent(first['share_explained'])} of the uncertainty about {_plain(first['answer'])}."
    other = next((row for row in inputs if row["answer"] == "warning"), None)
    if other is not None and other is not first:
        text += f" For minutes of warning: {other['meaning']} ({percent(other['share_explained'])})."
    moved = next((row for row in rows if row["kind"] == "claim"), None)
    return text if moved is None else f"{text} {_moved(moved)}"


def _moved(row: dict[str, Any]) -> str:
    """Which claims move the forecast most; their ids are in the row and in the lineage."""
    origin, ids = row["name"].split(":")[0], row["claim"].split()
    if len(ids) == 1:
        return f"The claim that moves the forecast most is {ids[0]}, from {origin}: counting it {row['meaning']}."
    return f"The claims that move the forecast most are {len(ids)} from {origin}: counting them {row['meaning']}."


def _plain(answer: str) -> str:
    words = {
        "leakers": "how many get through",
        "cost.exchange": "the defender's cost",
        "warning": "how many people have under ten minutes",
    }
    return words.get(answer, answer)


def compute(work: Work) -> Found:
    """Uncertainties and claims ranked."""
    return watch_answer(work)


QUESTION = Question(
    id="watch",
    asks=msg("What should be checked first?"),
    section="watch",
    rank=10,
    kind="table",
    unit="share of variance",
    columns=(
        Column("rank", msg("Rank"), "number", "place"),
        Column("name", msg("What"), "text", "", key=True),
        Column("meaning", msg("Meaning"), "text", ""),
        Column("answer", msg("Answer"), "text", "", key=True),
        Column("share_explained", msg("Share of variance explained"), "share", "of variance"),
        Column("kind", msg("Kind"), "text", "", key=True),
        Column("claim", msg("Claim"), "ids", ""),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    documented="decisions.md",
)
