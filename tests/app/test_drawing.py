"""The fans drawn inside a request: well-formed, to scale, on an axis that stays."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_assessment import spread
from tocsin.app.drawing import HEIGHT, fans
from tocsin.report.charts.base import nice_top
from tocsin.report.charts.fan import BOTTOM, TOP, steps, still_top

ROWS = [{"period": f"2025-{month:02d}", **spread(100.0 * month, 0.5)} for month in range(1, 13)]
RECORD = [{"period": f"2024-{month:02d}", "value": 50.0 * month} for month in range(1, 13)]


def pictures(markup: str) -> list[ET.Element]:
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", markup, flags=re.S)]


def test_two_widths_that_say_their_numbers() -> None:
    drawn = pictures(
        fans(
            ROWS,
            RECORD,
            [{"name": "today", "rows": ROWS, "colour": "blue"}],
            top=4000.0,
            unit="drones",
            colour="orange",
        )
    )
    assert [picture.attrib["class"] for picture in drawn] == ["wide", "narrow"]
    for picture in drawn:
        assert "1,200" in picture.attrib["aria-label"]
        texts = {element.text for element in picture.iter() if element.tag.endswith("text")}
        assert {"50\u00a0%", "80\u00a0%", "95\u00a0%", "median", "today", "drones"} <= texts


@given(st.floats(0.1, 5.0))
def test_everything_stays_inside_whatever_the_knobs_say(factor: float) -> None:
    rows = [{**row, **{level: row[level] * factor for level in row if level != "period"}} for row in ROWS]
    markup = fans(rows, RECORD, [], top=still_top(ROWS, RECORD), unit="drones")
    for band in re.findall(r'<path d="M([^"]+)Z"', markup):
        heights = [float(point.split()[1]) for point in band.split("L")]
        assert min(heights) >= TOP - 0.1
        assert max(heights) <= HEIGHT - BOTTOM + 0.1


def test_a_band_beyond_the_axis_says_how_far() -> None:
    assert "95\u00a0% ↑" in fans(ROWS, [], [], top=1500.0, unit="drones")


def test_names_are_only_text() -> None:
    drawn = fans(ROWS, [], [{"name": "<script>", "rows": ROWS, "colour": "blue"}], top=4000.0, unit="<b>")
    assert "<script>" not in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize("value", [7.0, 130.0, 999.0, 12_345.0, 58_000.0])
def test_axes_are_cut_into_round_steps(value: float) -> None:
    top = nice_top(value)
    step = top / steps(top)
    assert f"{step:e}"[:4].rstrip(".0") in {"1", "2", "2.5", "5"}
