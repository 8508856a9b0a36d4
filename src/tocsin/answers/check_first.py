"""What to check first: which uncertainty moves the answers, and which claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tocsin.answers.common import Row
from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.influence import LEAST_MOVE, Mover, movers
from tocsin.answers.question import Question
from tocsin.answers.work import Work
from tocsin.arrays import Draws, plain
from tocsin.campaign import Campaign
from tocsin.case import Case
from tocsin.decisions import watch
from tocsin.lineage import Lineage
from tocsin.programme import Forecast
from tocsin.say import Said, joined, msg, nmsg

LEAST_SHARE = 0.02
MOST_CLAIMS = 5
SHOWN = 10  # rows of the figure
# What an answer is about, after "the uncertainty about" and on a label of the figure.
UNCERTAIN = {
    "leakers": msg("how many get through"),
    "cost.exchange": msg("the defender's cost"),
}
ABOUT = {"leakers": msg("what gets through"), "cost.exchange": msg("cost")}
RANK, MEANING = Column("rank", msg("Rank"), "number", "place"), Column("meaning", msg("Meaning"))
ANSWER, KIND = Column("answer", msg("Answer"), key=True), Column("kind", msg("Kind"), key=True)


def compute(work: Work) -> Found:
    """Rank uncertainties by the share of an answer's variance that knowing each would explain, then claims."""
    view = work.view
    ranked = _ranked_inputs(work)
    moved = movers(view, view.claims.accepted(), seed=work.seed, progress=work.step)[:MOST_CLAIMS]
    rows = [_input_row(view, *item) for item in ranked]
    rows += [_claim_row(view, item) for item in moved if item.size >= LEAST_MOVE]
    rows = [{**row, "rank": rank} for rank, row in enumerate(rows, start=1)]
    parts = {
        "first": _first(rows),
        "claims": [
            {"rank": rank, **_moves(view, item)}
            for rank, item in enumerate(moved, start=len(ranked) + 1)
            if item.size >= LEAST_MOVE
        ],
    }
    return Found(
        rows=rows,
        headline=_headline(parts),
        lineage=Lineage(
            claims=tuple(claim for item in moved for claim in item.claims),
            parameters=tuple(name for _, name, _ in ranked if name in view.parameters),
            answers=("leakers", "cost.exchange", "launches"),
            method=(msg("share of variance explained by a spline in each input, from the same draws; claims by leaving them out"),),
            assumptions=(msg("an input explains what moves with it in these draws, correlated inputs included"),),
        ),
        note=msg(
            "For parameters: share of the answer's variance. For claims: what counting them does to the median total."
        ),
        parts=parts,
    )  # fmt: skip


def _ranked_inputs(work: Work) -> list[tuple[float, str, str]]:
    """(share, input, answer) of the inputs that matter, the largest share first."""
    made, campaign, outcome = work.forecast, work.campaign, work.outcome("today")
    flown = {
        "leakers": outcome.leakers.sum(axis=1),
        "cost.exchange": np.log(np.maximum(outcome.cost_defender_usd.sum(axis=1), 1.0)),
    }
    ranked = _ranked(flown, _inputs(made, campaign))
    return sorted(ranked, key=lambda item: (-item[0], item[1]))


def _ranked(answers: dict[str, Draws], inputs: dict[str, Draws]) -> list[tuple[float, str, str]]:
    return [(item.share, item.name, item.answer) for item in watch(answers, inputs, least=LEAST_SHARE)]


def _inputs(forecast: Forecast, campaign: Campaign) -> dict[str, Draws]:
    """Uncertain inputs of the campaign, [draw] each, in the campaign's own draw order."""
    cells, which = campaign.defence.cells, campaign.defence.which
    inputs: dict[str, Draws] = {
        msg("launches in the first month"): forecast.launches[:, 0],
        msg("growth of launches to the horizon"): np.log(forecast.launches[:, -1] + 1)
        - np.log(forecast.launches[:, 0] + 1),
        msg("the share that gets through over the coming year"): forecast.leak_share.mean(axis=1),
        msg("decoy share"): forecast.decoy_share.mean(axis=1),
        msg("drones a night in the front stream"): campaign.defence.front_count,
        msg("number of cells"): cells.count[which],
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


def _input_row(view: Case, share: float, name: str, answer: str) -> dict[str, Any]:
    return {
        "rank": 0,
        "name": str(name),
        "meaning": view.parameters.row(name).meaning if name in view.parameters else name,
        "answer": answer,
        "share_explained": plain(share, 3),
        "kind": "parameter",
        "claim": None,
    }


def _claim_row(view: Case, item: Mover) -> dict[str, Any]:
    moves = _moves(view, item)
    told = nmsg(
        "{statement}", "{n:exact} claims of one origin", len(item.claims), statement=view.claims[item.claims[0]].statement
    )  # fmt: skip
    return {
        "rank": 0,
        "name": str(msg("{origin}: {told}", origin=moves["origin"], told=told)),
        "meaning": str(_effect(moves)),
        "answer": moves["answer"],
        "share_explained": None,
        "kind": "claim",
        "claim": " ".join(item.claims),
    }


def _moves(view: Case, item: Mover) -> dict[str, Any]:
    """What counting an origin's claims does to the median of the answer it moves most."""
    answer = "launches" if abs(item.launches) >= abs(item.output) else "output.rate"
    return {
        "origin": (view.claims[item.claims[0]].chain or (item.origin,))[-1],
        "claims": list(item.claims),
        "answer": answer,
        "change": float(np.expm1(item.launches if answer == "launches" else item.output)),
    }


def _effect(moves: Mapping[str, Any]) -> Said:
    change = moves["change"]
    if moves["answer"] == "launches":
        if change > 0:
            return msg("raises the median of launches by {change:percent}", change=change)
        return msg("lowers the median of launches by {change:percent}", change=-change)
    if change > 0:
        return msg("raises the median of output by {change:percent}", change=change)
    return msg("lowers the median of output by {change:percent}", change=-change)


def _first(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The input that the headline names: of what gets through, else the first."""
    inputs = [
        {name: row[name] for name in ("name", "meaning", "answer", "share_explained")}
        for row in rows
        if row["kind"] == "parameter"
    ]
    if not inputs:
        return {}
    return next((row for row in inputs if row["answer"] == "leakers"), inputs[0])


def _headline(parts: Mapping[str, Any]) -> Said:
    if not parts["first"]:
        return msg("No single uncertainty stands out in these draws.")
    first = parts["first"]
    told = [
        msg(
            "Check first: {meaning}. Knowing it would settle {share:percent} of the uncertainty about {about}.",
            meaning=first["meaning"], share=first["share_explained"], about=UNCERTAIN[first["answer"]],
        )
    ]  # fmt: skip
    if parts["claims"]:
        moved = parts["claims"][0]
        told.append(
            nmsg(
                "The claim that moves the forecast most is {claim}, from {origin}: counting it {effect}.",
                "The claims that move the forecast most are {n:exact} from {origin}: counting them {effect}.",
                len(moved["claims"]), claim=moved["claims"][0], origin=moved["origin"], effect=_effect(moved),
            )
        )  # fmt: skip
    return joined(told)


def shares(answer: Answer, work: Work) -> Figure | None:
    """Share of an answer's uncertainty that each input explains."""
    shown = [row for row in answer.rows if row["share_explained"] is not None][:SHOWN]
    if not shown:
        return None
    data = [
        {"label": _label(row), "value": max(0.0, row["share_explained"]), "kind": row["kind"]}
        for row in shown
    ]
    claims = {item["rank"]: item["claims"] for item in answer.parts.get("claims", ())}
    columns = (
        RANK, Column("name", msg("Input"), key=True), MEANING, ANSWER, Column("share_explained", msg("Share explained"), "share", "of variance"),
        KIND, Column("claims", msg("Claims"), "ids"),
    )  # fmt: skip
    told = [msg("{label}: {share:percent}", label=row["label"], share=row["value"]) for row in data]
    return Figure(
        id="watch",
        chart="lollipops",
        title=msg(
            "One input would settle {share:percent} of what is open about {about}",
            share=shown[0]["share_explained"], about=_about(shown[0]),
        ),
        subtitle=msg("Share of an answer's spread that knowing one input exactly would remove"),
        data={"rows": data, "unit": msg("share of the answer's variance explained")},
        alt=msg("{told:clauses}.", told=told),
        how=msg("Longer is worth checking sooner. Each label names the answer, then the input."),
        source=msg("From the same draws as the answers; claims by leaving each origin out."),
        table=Table(
            "t-watch", msg("The watch list"), columns, [{**row, "claims": claims.get(row["rank"], [])} for row in answer.rows]
        ),
    )  # fmt: skip


def _about(row: Row) -> str:
    return ABOUT[row["answer"]] if row["answer"] in ABOUT else str(row["answer"])


def _label(row: Row) -> Said:
    return msg("{about}: {meaning}", about=_about(row), meaning=row["meaning"])


QUESTION = Question(
    id="watch",
    asks=msg("What should be checked first?"),
    section="watch",
    rank=10,
    kind="table",
    unit="share of variance",
    columns=(
        RANK,
        Column("name", msg("What"), key=True),
        MEANING,
        ANSWER,
        Column("share_explained", msg("Share of variance explained"), "share", "of variance"),
        KIND,
        Column("claim", msg("Claims, separated by spaces")),
    ),
    needs=("record", "programme", "defence"),
    compute=compute,
    figures=(shares,),
    documented="decisions.md",
)
