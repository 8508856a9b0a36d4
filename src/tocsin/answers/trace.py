"""`why`: the trail of one answer, printed as a tree that ends at claims with outlet and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.answers.core import Assessment
from tocsin.answers.registry import question
from tocsin.case import Case
from tocsin.case.crossing import cited_ids
from tocsin.case.facts import Fact
from tocsin.claims import Claim
from tocsin.say import msg

Node = tuple[str, list["Node"]]


def why(assessment: Assessment | Mapping[str, Any], view: Case, answer: str) -> Node:
    """The trail of `answer` as a tree of (text, children).

    Raises
    ------
    InputError
        If there is no such answer.
    """
    document = assessment.to_json() if isinstance(assessment, Assessment) else assessment
    answers = document["answers"]
    question(answer)
    head = f"{answer} · as of {document['as_of']} · seed {document['seed']}, {document['draws']} draws, version {document['version']}"
    return (head, _branches(answers, view, answer, seen=set()))


def _branches(answers: Mapping[str, Any], view: Case, answer: str, seen: set[str]) -> list[Node]:
    seen.add(answer)
    body = answers[answer]
    lineage = body["lineage"]
    said = [body["headline"], *([body["note"]] if body.get("note") else [])]
    nodes: list[Node] = [(body["question"], [(text, []) for text in said])]
    nodes += [
        (part, [(text, []) for text in lineage[part]]) for part in ("method", "record") if lineage[part]
    ]
    if lineage["claims"]:
        claims = [view.claims[item] for item in lineage["claims"] if item in view.claims]
        nodes.append(
            (
                f"claims ({len(claims)})",
                [
                    _claim_node(claim)
                    for claim in sorted(claims, key=lambda claim: (claim.published, claim.id))
                ],
            )
        )
    if lineage["parameters"]:
        names = [name for name in lineage["parameters"] if name in view.parameters]
        nodes.append((f"parameters ({len(names)})", [_parameter_node(view, name) for name in names]))
    if lineage["facts"]:
        facts = [view.facts[item] for item in lineage["facts"] if item in view.facts]
        nodes.append((f"facts ({len(facts)})", [_fact_node(fact) for fact in facts]))
    if lineage["assumptions"]:
        nodes.append(("assumed", [(text, []) for text in lineage["assumptions"]]))
    for upstream in lineage["answers"]:
        if upstream in answers:
            known = upstream in seen
            children: list[Node] = (
                [("shown above", [])] if known else _branches(answers, view, upstream, seen)
            )
            nodes.append((f"from answer {upstream}", children))
    return nodes


def _claim_node(claim: Claim) -> Node:
    who = claim.attributed_to or msg("the outlet itself")
    return (f"{claim.id} · {claim.dated} · {claim.outlet} · {who}: {claim.statement}", [])


def _fact_node(fact: Fact) -> Node:
    return (f"{fact.id} · {fact.known_from} · {fact.outlet}: {fact.statement}", [])


def _parameter_node(view: Case, name: str) -> Node:
    row = view.parameters.row(name)
    values = f"{row.low:g} / {row.best:g} / {row.high:g} {row.unit}"
    text = f"{name} = {values} ({row.family}, known from {row.known_from}): {row.meaning} [{row.source}]"
    return (text, list(_cited(view, row.source)))


def _cited(view: Case, source: str) -> Iterator[Node]:
    """The claims and facts that a parameter's source names."""
    for item in cited_ids(source, [*(claim.id for claim in view.claims), *view.facts]):
        if item in view.claims:
            yield _claim_node(view.claims[item])
        elif item in view.facts:
            yield _fact_node(view.facts[item])
