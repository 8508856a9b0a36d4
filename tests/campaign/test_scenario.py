"""The threat enters as presets, each within its bounds."""

from __future__ import annotations

import pytest

from tocsin.campaign import PRESETS, Scenario, preset
from tocsin.errors import InputError


def test_presets_and_their_bounds() -> None:
    assert set(PRESETS) == {"today", "faster", "more", "mixed"}
    assert preset("more").volume > 1
    with pytest.raises(InputError, match="no such scenario"):
        preset("best raid")
    for wrong in (
        {"volume": 0.5},
        {"volume": 9},
        {"fast_share": 1.2},
        {"fast_speed_kmh": 5000},
        {"decoy_share": -0.1},
    ):
        with pytest.raises(InputError, match="out of range"):
            Scenario("wrong", **wrong)
    with pytest.raises(InputError, match=r"channels\.guns"):
        Scenario("wrong", channels={"guns": -1.0})
