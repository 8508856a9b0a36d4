"""The reading of defence.toml."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tocsin.calibration.defences import default_layers, read_defence
from tocsin.errors import InputError

GOOD = {"label": "Guns", "order": 1, "source": "F1", "known_from": date(2023, 1, 1)}


def test_defence_file_is_read_strictly() -> None:
    layers = read_defence({"layers": {"late": {**GOOD, "order": 2}, "guns": GOOD}})
    assert list(layers) == ["guns", "late"]
    assert list(read_defence({})) == list(default_layers())
    for raw, said in (
        ({"layers": {"guns": {**GOOD, "lat": 50.0}}}, "unknown key"),
        ({"layers": {"guns": {k: v for k, v in GOOD.items() if k != "source"}}}, "key is missing"),
        ({"cells": {}, "layers": {"guns": GOOD}}, "unknown section"),
        ({"front": {"label": "x", "source": "y", "known_from": date(2022, 9, 1)}}, "no layer"),
        ({"layers": {"guns": {**GOOD, "max_speed_kmh": "fast"}}}, "wrong kind"),
        ({"layers": {"guns": {**GOOD, "max_speed_kmh": datetime(2023, 1, 1, 12)}}}, "wrong kind"),
        ({"layers": {"guns": {**GOOD, "known_from": 5}}}, "wrong kind"),
        ({"layers": 3}, "not a table"),
        ({"layers": datetime(2023, 1, 1, 12)}, "not a table"),
        ({"layers": [{"guns": GOOD}]}, "not a table"),
        ({"layers": {"guns": 3}}, "not a table"),
        ({"front": 3, "layers": {"guns": GOOD}}, "not a table"),
    ):
        with pytest.raises(InputError, match=said):
            read_defence(raw)
