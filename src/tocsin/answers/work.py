"""What the answers of one assessment share: the view, and forecast, defence and flights made once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tocsin.campaign import PRESETS, Campaign, Outcome
from tocsin.case import Case
from tocsin.programme import Forecast, forecast

if TYPE_CHECKING:
    from tocsin.answers.core import Answer

Step = Callable[..., None]  # progress(text, done, total)


class Work:
    """The view, the options, and everything computed from them so far.

    Parameters
    ----------
    view : Case
        A view of a case as of a date.
    draws, seed : int
        Length of the draw axis, and the seed of every random stream.
    progress : callable, optional
        Called as ``progress(text, done, total)``.
    find : callable
        ``find(work, id) -> Answer``: how another answer is computed when one asks for it.
    """

    def __init__(
        self,
        view: Case,
        *,
        draws: int,
        seed: int,
        progress: Step | None = None,
        find: Callable[[Work, str], Answer],
    ) -> None:
        self.view, self.draws, self.seed = view, draws, seed
        self.step: Step = progress or (lambda *_: None)
        self._find = find
        self._answers: dict[str, Answer] = {}
        self._flown: dict[str, Outcome] = {}
        self._kept: dict[str, Any] = {}

    @cached_property
    def forecast(self) -> Forecast:
        """The programme's forecast."""
        self.step("Forecasting the programme")
        return forecast(self.view, draws=self.draws, seed=self.seed)

    @cached_property
    def campaign(self) -> Campaign:
        """The forecast against the calibrated defence."""
        made = self.forecast
        self.step("Calibrating the defence")
        return Campaign(made, self.view, seed=self.seed)

    def outcome(self, preset: str) -> Outcome:
        """The campaign flown with one of `campaign.PRESETS`."""
        if preset not in self._flown:
            campaign = self.campaign
            self.step(f"Flying the campaign: {preset}")
            self._flown[preset] = campaign.fly(PRESETS[preset])
        return self._flown[preset]

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Every preset flown so far."""
        return dict(self._flown)

    def answer(self, id: str) -> Answer:
        """Another answer, computed now where nobody asked for it yet."""
        if id not in self._answers:
            self._answers[id] = self._find(self, id)
        return self._answers[id]

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What several figures of an answer need, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def headline(self) -> int:
        """Index of the month the headlines speak of: six months ahead."""
        return min(len(self.forecast.periods) - 1, 5 + int(self.forecast.partial))

    @property
    def period(self) -> str:
        """That month as "YYYY-MM"."""
        return self.forecast.periods[self.headline]
