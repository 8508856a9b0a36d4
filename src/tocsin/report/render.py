"""From a chart to clean SVG: rendered once, cached by content, safe to inline beside others.

Vega's SVG numbers its clip paths per process and repeats fonts and roles on every element; the cleaning
makes the bytes depend on the chart alone and leaves colours to the page's CSS variables.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tocsin import doors
from tocsin.answers.declare import Chart, Picture
from tocsin.errors import InputError, Problem
from tocsin.files import Cache, cache_dir, identity
from tocsin.report.charts.base import TIP
from tocsin.report.palette import as_variables
from tocsin.report.source import plain

SVG = "http://www.w3.org/2000/svg"
FONTS = Path(__file__).parent / "static" / "fonts"
WIDE, NARROW = 760, 358

ROOMS = (
    "tocsin.report", "tocsin.answers", "tocsin.geography", "tocsin.say", "tocsin.arrays", "tocsin.lineage", "tocsin.errors",
    "tocsin.earth", "tocsin.lazy",
)  # fmt: skip
"""What a drawing is made by; a test holds the list to what the charts import."""

_DROPPED = {
    "class", "pointer-events", "stroke-miterlimit", "role", "aria-roledescription", "aria-hidden", "aria-label",
    "font-family", "cursor",
}  # fmt: skip
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_OUTLINE = re.compile(r"(?:M-?[\d.]+,-?[\d.]+(?:L-?[\d.]+,-?[\d.]+)*Z?)+")
_RING = re.compile(r"M[^MZ]*Z?")
_LONG_PATH, _PIXEL = 400, 0.9  # characters; points nearer than this to the last one are not seen
_TRANSLATED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linejoin",
    "stroke-dasharray",
    "text-anchor",
    "font-weight",
)

ET.register_namespace("", SVG)


class Renderer:
    """Draws charts to SVG and PNG, remembering every result under the identity of its data and of the drawing code."""

    def __init__(self, folder: Path | None = None) -> None:
        self.cache = Cache(folder or cache_dir("charts"))

    def svg(self, chart: str, data: Mapping[str, Any], width: int) -> str:
        """Vega's SVG of a chart by name, `width` pixels wide."""
        drawn_by = chart_of(chart).draw.__module__.split(".")[0]  # a chart may come from another package
        key = _key({"chart": chart, "data": data, "width": width}, {*ROOMS, drawn_by} - {"tocsin"})
        return self._remember(key, lambda: _draw(chart, data, width).encode()).decode()

    def png(self, svg: str) -> bytes:
        """`svg` at twice its size."""
        return self._remember(_key({"svg": svg}, set(ROOMS)), lambda: _png(svg))

    def _remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        kept = self.cache.get(key)
        if kept is None:
            kept = {"drawing": make()}
            self.cache.put(key, kept)
        return kept["drawing"]


def inline(svg: str, *, prefix: str, label: str, css_class: str) -> str:
    """SVG ready to sit in the page: own ids, CSS colours, one accessible sentence.

    Parameters
    ----------
    svg
        Vega's output.
    prefix
        Unique in the page; goes before every id.
    label
        The sentence that a screen reader speaks in place of the picture.
    css_class
        `wide` or `narrow`; the page shows one of them.
    """
    root = _cleaned(svg, prefix)
    for element in root.iter():
        for name, value in element.attrib.items():
            element.attrib[name] = as_variables(value)
    width, height = root.attrib.pop("width"), root.attrib.pop("height")
    root.attrib.update(
        {"class": css_class, "role": "img", "aria-label": label, "width": width, "height": height}
    )
    return ET.tostring(root, encoding="unicode")


def standalone(svg: str, *, prefix: str, title: str, subtitle: str, source: str) -> str:
    """SVG as a file of its own: title and subtitle above, source below, light colours."""
    root = _cleaned(svg, prefix)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    group = ET.Element(f"{{{SVG}}}g", {"transform": "translate(0,50)"})
    for child in list(root):
        root.remove(child)
        group.append(child)
    above, below = 50, 12 + 16 * len(_wrapped(source, width))
    outer = (f"{width + 32:g}", f"{height + above + below + 16:g}")
    root.attrib.update({"width": outer[0], "height": outer[1], "viewBox": f"-16 -8 {outer[0]} {outer[1]}"})
    root.attrib.update({"font-family": "Inter, sans-serif", "font-size": "12px"})
    paper = {"x": "-16", "y": "-8", "width": outer[0], "height": outer[1], "fill": "#FFFFFF"}
    ET.SubElement(root, f"{{{SVG}}}rect", paper)
    _text(root, title, 16, 16, "600", "#1A1E23")
    _text(root, subtitle, 36, 13, "400", "#545C66")
    root.append(group)
    for index, line in enumerate(_wrapped(source, width)):
        _text(root, line, height + above + 20 + 16 * index, 11, "400", "#545C66")
    return ET.tostring(root, encoding="unicode")


def _wrapped(text: str, width: float) -> list[str]:
    import textwrap

    return textwrap.wrap(text, int(width / 5.6))


def _text(parent: ET.Element, text: str, y: float, size: int, weight: str, fill: str) -> None:
    attributes = {"x": "0", "y": f"{y:g}", "font-size": f"{size}", "font-weight": weight, "fill": fill}
    ET.SubElement(parent, f"{{{SVG}}}text", attributes).text = text


def _cleaned(svg: str, prefix: str) -> ET.Element:
    root = ET.fromstring(plain(svg))
    names = _new_names(root, prefix)
    for element in root.iter():
        _clean_attributes(element, names)
    _drop_background(root)
    _drop_empty_groups(root)
    _shorten(root)
    return root


def _shorten(parent: ET.Element) -> None:
    """Circles as circles, defaults left out, and what all children share said once by their group."""
    for child in parent:
        _as_circle(child)
        if child.attrib.get("opacity") == "1":
            del child.attrib["opacity"]
        _shorten(child)
    if parent.tag == f"{{{SVG}}}g" and len(parent) > 1:
        for name in _INHERITED:
            shared = {child.attrib.get(name) for child in parent}
            if len(shared) == 1 and None not in shared and name not in parent.attrib:
                parent.attrib[name] = shared.pop() or ""
                for child in parent:
                    del child.attrib[name]


def _as_circle(element: ET.Element) -> None:
    found = _CIRCLE.fullmatch(element.attrib.get("d", ""))
    place = _TRANSLATED.fullmatch(element.attrib.get("transform", ""))
    if found is None or place is None:
        return
    element.tag = f"{{{SVG}}}circle"
    del element.attrib["d"], element.attrib["transform"]
    element.attrib.update({"cx": place[1], "cy": place[2], "r": found[1]})


def _new_names(root: ET.Element, prefix: str) -> dict[str, str]:
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    return {old: f"{prefix}-{index}" for index, old in enumerate(dict.fromkeys(ids), start=1)}


def _clean_attributes(element: ET.Element, names: Mapping[str, str]) -> None:
    tip = element.attrib.get("aria-label", "")
    for name in _DROPPED & set(element.attrib):
        del element.attrib[name]
    for name, value in element.attrib.items():
        value = names.get(value, value) if name == "id" else value
        value = _REFERENCE.sub(lambda found: f"url(#{names.get(found[1], found[1])})", value)
        value = _LONG_NUMBER.sub(lambda found: f"{round(float(found[0]), 1):g}", value)
        element.attrib[name] = _thinned(value) if name == "d" and len(value) > _LONG_PATH else value
    if element.attrib.get("font-size") == "12px":
        del element.attrib["font-size"]
    if tip.startswith(TIP):
        title = ET.SubElement(element, f"{{{SVG}}}title")
        title.text = tip.removeprefix(TIP)


def _thinned(path: str) -> str:
    """An outline without points that lie within a pixel's breadth of the last one kept; other paths as they are.

    Examples
    --------
    >>> _thinned("M0,0L0.3,0L0.5,0.2L5,5Z")
    'M0,0L5,5Z'
    """
    if not _OUTLINE.fullmatch(path):
        return path
    return "".join(_thinned_ring(ring) for ring in _RING.findall(path))


def _thinned_ring(ring: str) -> str:
    """One ring or line of an outline; its first and last points stay."""
    points = ring.removesuffix("Z").removeprefix("M").split("L")
    kept, last = points[:1], _point(points[0])
    for point in points[1:-1]:
        here = _point(point)
        if max(abs(here[0] - last[0]), abs(here[1] - last[1])) >= _PIXEL:
            kept.append(point)
            last = here
    end = points[-1:] if len(points) > 1 else []
    return "M" + "L".join([*kept, *end]) + ("Z" if ring.endswith("Z") else "")


def _point(text: str) -> tuple[float, float]:
    x, _, y = text.partition(",")
    return float(x), float(y)


def _drop_background(root: ET.Element) -> None:
    for child in list(root):
        if child.tag == f"{{{SVG}}}rect" and child.attrib.get("fill") in {"white", "#FFFFFF"}:
            root.remove(child)


def _drop_empty_groups(parent: ET.Element) -> None:
    for child in list(parent):
        _drop_empty_groups(child)
        empty_group = child.tag == f"{{{SVG}}}g" and len(child) == 0
        empty_path = child.tag == f"{{{SVG}}}path" and _paints_nothing(child)
        if empty_group or empty_path:
            parent.remove(child)


def _paints_nothing(path: ET.Element) -> bool:
    if not path.attrib.get("d"):
        return True
    visible = any(
        path.attrib.get(paint, "none") not in {"none", "transparent"} for paint in ("fill", "stroke")
    )
    return len(path) == 0 and "fill" in path.attrib and not visible


def chart_of(name: str) -> Chart:
    """The chart of this name, shipped or brought by another package.

    Raises
    ------
    InputError
        If there is none.
    """
    known: dict[str, Chart] = doors.load("tocsin.charts", Chart)
    if name not in known:
        raise InputError(Problem("no such chart", f"One of: {', '.join(known)}.", value=name))
    return known[name]


def _draw(chart: str, data: Mapping[str, Any], width: int) -> str:
    import altair as alt
    import vl_convert
    from altair.utils.schemapi import debug_mode

    _register_fonts()
    with debug_mode(False):  # the tests validate; at run time it would double the cost
        drawn = chart_of(chart).draw(data, width)
        if isinstance(drawn, Picture):
            return drawn
        spec = drawn.to_dict(validate=False)
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(spec, vl_version=version))


def _png(svg: str) -> bytes:
    import vl_convert

    _register_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=2))


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def _key(what: Mapping[str, object], rooms: set[str]) -> str:
    """Identity of a drawing: a change of the drawing code, its fonts or Vega draws everything anew."""
    return identity(rooms=rooms, libraries=("altair", "vl-convert-python"), settings=what)
