"""The served site on invented answers, shared by the tests of server and browser."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from fake_assessment import fake_assessment
from tocsin.app.model import WhatIf


class FakeCampaign:
    """A campaign whose scenarios scale invented leakers."""

    def __init__(self, periods: int, draws: int) -> None:
        self.base = np.random.default_rng(1).lognormal(5, 0.5, (draws, periods))
        self.flown = 0

    def fly(self, scenario: Any) -> Any:
        self.flown += 1
        leakers = (
            self.base * (1 + scenario.fast_share) * scenario.volume / (1 + sum(scenario.channels.values()))
        )
        return SimpleNamespace(
            leakers=leakers, launches=self.base * 10 * scenario.volume, cost_defender_usd=self.base * 1e4
        )


@pytest.fixture(scope="module")
def site() -> Any:
    pytest.importorskip("starlette")
    from tocsin.app import server

    found = fake_assessment(keep={"launches", "leakers", "clashes"})
    forecast = SimpleNamespace(**vars(found.work.forecast), launches=np.ones((50, 12)))
    found = replace(found, work=SimpleNamespace(**{**vars(found.work), "forecast": forecast}))
    with pytest.MonkeyPatch.context() as patch:
        standing = SimpleNamespace(total=100.0, package=lambda factor: {"guns": factor})
        patch.setattr("tocsin.app.model.standing", lambda campaign: standing)
        return server.build_site(found, WhatIf(found, FakeCampaign(12, 50)))
