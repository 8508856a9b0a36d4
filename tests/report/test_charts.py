"""Charts: what they draw at the edges of their input, and the bytes of their SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_assessment import spread
from tocsin.answers.declare import Picture
from tocsin.answers.defence_enough import CLASSES
from tocsin.report.charts.base import month_ticks
from tocsin.report.charts.base import spread as apart
from tocsin.report.charts.maps import position
from tocsin.report.render import NARROW, ROOMS, WIDE, Renderer, chart_of, inline


def test_the_identity_of_a_drawing_covers_all_that_draws_it() -> None:
    graph = grimp.build_graph("tocsin", cache_dir=None, exclude_type_checking_imports=True)
    drawing = {"tocsin.report.render", *graph.find_descendants("tocsin.report.charts")}
    needed = drawing.union(*map(graph.find_upstream_modules, drawing))
    aside = ("tocsin.files", "tocsin.version", "tocsin.doors")  # they keep and find drawings and shape none
    outside = [name for name in needed if not name.startswith((*ROOMS, *aside))]
    assert outside == [], "name their rooms in tocsin.report.render.ROOMS"


@pytest.mark.parametrize("broken", [b"", b"<svg", b'{"version"'])
def test_a_kept_drawing_that_is_broken_is_drawn_again(tmp_path: Path, broken: bytes) -> None:
    rows = [{"period": f"2025-{month:02d}", **spread(100 * month, 0.5)} for month in range(1, 13)]
    data = {"rows": rows, "unit": "u", "as_of": "2024-12-31"}
    svg = Renderer(tmp_path).svg("fan", data, WIDE)
    png = Renderer(tmp_path).png(svg)
    kept = list(tmp_path.iterdir())
    assert len(kept) == 2
    for file in kept:
        file.write_bytes(broken + file.read_bytes()[len(broken) : -5])
    clean = {"prefix": "a", "label": "", "css_class": "wide"}  # Vega numbers its clips by process
    assert inline(Renderer(tmp_path).svg("fan", data, WIDE), **clean) == inline(svg, **clean)
    assert Renderer(tmp_path).png(svg) == png


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Renderer:
    return Renderer(tmp_path_factory.mktemp("charts"))


@given(st.lists(st.floats(0, 300), max_size=6), st.floats(5, 20))
def test_labels_never_touch(positions: list[float], gap: float) -> None:
    placed = sorted(apart(positions, gap, 0, 300))
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(placed))
    assert all(-1e-6 <= value <= 300 + 1e-6 for value in placed)


@given(st.dates(), st.integers(31, 2000), st.integers(200, 800))
def test_month_ticks_fit(first: Any, days: int, width: int) -> None:
    from datetime import timedelta

    if first.year > 9900:
        return
    ticks = month_ticks(first.isoformat(), (first + timedelta(days=days)).isoformat(), width)
    assert all(tick.endswith("-01") for tick in ticks)
    assert len(ticks) <= max(3, width // 64 + 1)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_fan_is_exactly_as_wide_as_asked(renderer: Renderer, width: int) -> None:
    rows = [{"period": f"2025-{month:02d}", **spread(100 * month, 0.5)} for month in range(1, 13)]
    root = ET.fromstring(renderer.svg("fan", {"rows": rows, "unit": "u", "as_of": "2024-12-31"}, width))
    assert float(root.attrib["width"]) == width


def test_bands_are_named_and_a_far_one_says_how_far(renderer: Renderer) -> None:
    rows = [{"period": f"2025-{month:02d}", **spread(100, 0.9), "q975": 9000.0} for month in range(1, 13)]
    found = texts(renderer.svg("fan", {"rows": rows, "unit": "u"}, WIDE))
    assert {"50\u00a0%", "80\u00a0%", "median"} <= set(found)
    assert "95\u00a0% ↑9,000" in found


def test_all_dots_may_lie_beyond_the_horizon(renderer: Renderer) -> None:
    data = {"dates": [], "beyond": 50, "as_of": "2023-02-15", "horizon": "2024-02-29"}
    root = ET.fromstring(renderer.svg("dots", data, WIDE))
    assert float(root.attrib["height"]) < 260
    assert "later" in texts(ET.tostring(root, encoding="unicode"))


@pytest.mark.parametrize("beyond", [47, 50])
def test_dots_beyond_the_horizon_stand_in_several_columns(renderer: Renderer, beyond: int) -> None:
    dates = ["2024-01-10", "2024-02-01", "2024-02-20"][: 50 - beyond]
    data = {"dates": dates, "beyond": beyond, "as_of": "2023-02-15", "horizon": "2024-02-29"}
    root = ET.fromstring(renderer.svg("dots", data, NARROW))
    assert float(root.attrib["height"]) < 200


def test_fifty_dots_are_fifty(renderer: Renderer) -> None:
    dates = [f"2025-{1 + k % 12:02d}-{1 + k % 28:02d}" for k in range(44)]
    data = {"dates": dates, "beyond": 6, "as_of": "2025-03-01", "horizon": "2025-12-31"}
    svg = inline(renderer.svg("dots", data, WIDE), prefix="d", label="x", css_class="wide")
    assert svg.count("<title>") == 50


def test_log_axis_says_so(renderer: Renderer) -> None:
    data = {"rows": [{"label": "a", **spread(5000, 1.0)}], "unit": "US$", "log": True}
    assert "US$ (log scale)" in texts(renderer.svg("intervals", data, WIDE))


def test_a_cell_is_never_certain(renderer: Renderer) -> None:
    cells = [{"x": 0, "y": 100, "p": 0.0}, {"x": 1, "y": 100, "p": 1.0}]
    found = texts(
        renderer.svg("surface", {"cells": cells, "classes": CLASSES, "x_title": "x", "y_title": "y"}, WIDE)
    )
    assert {"<1\u00a0%", ">99\u00a0%"} <= set(found)


def test_ids_are_prefixed_and_stable(renderer: Renderer) -> None:
    data = {"rows": [{"period": f"2025-{m:02d}", **spread(100, 0.5)} for m in range(1, 13)], "unit": "u"}
    svg = renderer.svg("fan", data, WIDE)
    once, again = (inline(svg, prefix="p", label="x", css_class="wide") for _ in range(2))
    assert once == again
    ids = [e.attrib["id"] for e in ET.fromstring(once).iter() if "id" in e.attrib]
    assert all(item.startswith("p-") for item in ids)


def test_map_position_matches_an_independent_projection() -> None:
    pyproj = pytest.importorskip("pyproj")
    frame = {"centre": [51.5, 24.0], "span_km": 5600.0, "width": 760, "height": 500}
    project = pyproj.Proj(proj="laea", lat_0=51.5, lon_0=24.0, R=6371000.0)
    for lat, lon in ((50.45, 30.52), (40.0, 0.0), (64.0, 60.0)):
        east, north = project(lon, lat)
        x, y = position(frame, lat, lon)
        assert x == pytest.approx(380 + east / 1000 * 760 / 5600, abs=0.05)
        assert y == pytest.approx(250 - north / 1000 * 760 / 5600, abs=0.05)


def test_every_chart_of_the_page_is_valid() -> None:
    from fake_assessment import fake_assessment
    from tocsin.report.sections import build
    from tocsin.report.source import Source

    figures = [figure for section in build(Source(fake_assessment())) for figure in section.figures]
    assert len(figures) >= 18
    for figure in figures:
        drawn = chart_of(figure.chart).draw(figure.data, NARROW)
        assert ET.fromstring(drawn) if isinstance(drawn, Picture) else drawn.to_dict(validate=True)["$schema"]


def test_small_bars_name_both_ends_of_their_scale() -> None:
    from tocsin.report.bars import bar

    found = texts(str(bar(spread(1000.0, 0.5), named="<drones>")).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))  # fmt: skip
    assert found == ["0", "3,000 <drones>"]
