"""Trails and differences as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tocsin import say
from tocsin.answers.difference import Difference
from tocsin.answers.influence import LEAST_MOVE
from tocsin.answers.trace import Node
from tocsin.case import Case


def tree(node: Node, prefix: str = "", *, root: bool = True, last: bool = True) -> Iterator[str]:
    """The tree as text lines with box-drawing branches.

    Examples
    --------
    >>> print("\\n".join(tree(("a", [("b", []), ("c", [("d", [])])]))))
    a
    ├─ b
    └─ c
       └─ d
    """
    text, children = node
    yield text if root else f"{prefix}{'└─ ' if last else '├─ '}{text}"
    deeper = "" if root else prefix + ("   " if last else "│  ")
    for index, child in enumerate(children):
        yield from tree(child, deeper, root=False, last=index == len(children) - 1)


def describe(found: Difference, case: Case) -> str:
    """The difference as text for a terminal."""
    out = [
        f"From {say.day(found.before)} to {say.day(found.after)}: {say.plural(len(found.new_claims), 'new claim')}, "
        f"{say.plural(found.new_reports, 'new report')} in the record.",
        "",
    ]
    for change in found.changes:
        out.append(f"{change.answer}")
        out += [f"  was  {change.before}"] if change.before else []
        out += [f"  now  {change.after}"]
        out += [f"       {move}" for move in change.moves]
    out += ["", "Claims that moved the answers (the forecast made again without them, same random numbers):"]
    moved = [mover for mover in found.movers if mover.size >= LEAST_MOVE]
    for mover in moved[:12]:
        out.append(f"  {mover.origin}: launches {_percent(mover.launches)}, output {_percent(mover.output)}")
        for claim_id in mover.claims:
            claim = case.claims[claim_id]
            out.append(f"    {claim.id} · {claim.dated} · {claim.outlet}: {claim.statement}")
    if not moved:
        counts = "; the new counts did it" if found.new_reports else ""
        out.append(f"  none by as much as half a percent{counts}.")
    quiet = len(found.movers) - len(moved)
    if quiet:
        out.append(f"  {say.plural(quiet, 'more origin')} moved the totals by less than half a percent.")
    return "\n".join(out)


def _percent(log_ratio: float) -> str:
    return f"{(np.exp(log_ratio) - 1) * 100:+.1f}{say.NBSP}%"
