"""Which claims move the forecast: it is made again without them, with the same random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tocsin.answers.work import Step
from tocsin.arrays import Draws, plain
from tocsin.case import Case
from tocsin.claims import Claim
from tocsin.programme import Forecast, forecast

LEAST_MOVE = 0.005  # half a percent: smaller moves are not worth a reader's time
# Whatever the answers use: below this the resampling noise of a left-out claim shows.
PAIRED_DRAWS = 1000


@dataclass(frozen=True)
class Mover:
    """Claims of one origin, and the log ratio of forecast medians with and without them."""

    origin: str
    claims: tuple[str, ...]
    launches: float
    output: float

    @property
    def size(self) -> float:
        return max(abs(self.launches), abs(self.output))


def movers(view: Case, claims: Iterable[Claim], *, seed: int, progress: Step) -> tuple[Mover, ...]:
    """Leave out the given claims of one origin at a time, where the models read any of them; largest first."""
    whole = forecast(view, draws=PAIRED_DRAWS, seed=seed, use_fit=False)
    read = {claim for lineage in whole.lineage.values() for claim in lineage.claims}
    groups: dict[str, list[str]] = {}
    for claim in claims:
        if claim.id in read:
            groups.setdefault(claim.origin_group or claim.attributed_to or claim.outlet, []).append(claim.id)
    found = []
    for index, (origin, ids) in enumerate(sorted(groups.items())):
        progress(f"Leaving out {origin}", index, len(groups))
        without = forecast(without_claims(view, ids), draws=PAIRED_DRAWS, seed=seed, use_fit=False)
        found.append(
            Mover(
                origin,
                tuple(ids),
                launches=_log_ratio(whole.launches, without.launches),
                output=_log_ratio(_output(whole, view), _output(without, view)),
            )
        )
    return tuple(sorted(found, key=lambda mover: (-mover.size, mover.origin)))


def without_claims(view: Case, ids: Iterable[str]) -> Case:
    """The view as if these claims had not been made, nor relayed: an echo would stand in for what is left out."""
    return replace(view, claims=view.claims.without(ids))


def _output(made: Forecast, view: Case) -> Draws:
    ahead = made.full_periods.index(made.periods[0])
    return made.output[view.settings.output.scope][:, ahead:]


def _log_ratio(whole: Draws, without: Draws) -> float:
    """Log of the median total with, over the median total without."""
    medians = [max(float(np.median(values.sum(axis=1))), 1.0) for values in (whole, without)]
    return plain(np.log(medians[0] / medians[1]), 4) or 0.0
