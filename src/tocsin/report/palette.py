"""The colours of page and charts, by role, in light and dark.

Charts are drawn with the light hexes; the page then swaps each for its CSS variable, so that a theme switch
and print need no second rendering. Every hex stands for one role only.
"""

from __future__ import annotations

import re

LIGHT: dict[str, str] = {
    "paper": "#FFFFFF",
    "wash": "#F4F5F3",
    "ink": "#1A1E23",
    "muted": "#545C66",
    "axis": "#868E97",
    "grid": "#E1E4E7",
    "blue": "#1F6FB8",
    "blue95": "#DCE8F4",
    "blue80": "#B4D0EA",
    "blue50": "#7FAFDC",
    "orange": "#D2600F",
    "orange-text": "#A8460B",
    "orange95": "#FBE3D5",
    "orange80": "#F5C2A3",
    "orange50": "#EBA273",
    "plum": "#6A2A75",
    "teal1": "#F1F4F1",
    "teal2": "#CFE3DF",
    "teal3": "#9CCBC3",
    "teal4": "#5FAAA0",
    "teal5": "#237F75",
    "teal6": "#06504A",
    "land": "#EFEFEA",
    "border": "#BFC3C0",
}

DARK: dict[str, str] = {
    "paper": "#14171B",
    "wash": "#1D2126",
    "ink": "#ECEFF2",
    "muted": "#A6AEB7",
    "axis": "#7A838C",
    "grid": "#2B3137",
    "blue": "#86BBF2",
    "blue95": "#1B2F43",
    "blue80": "#254A6C",
    "blue50": "#356FA3",
    "orange": "#F5802F",
    "orange-text": "#F79A5A",
    "orange95": "#3A2618",
    "orange80": "#65391D",
    "orange50": "#9C5628",
    "plum": "#B070DA",
    "teal1": "#1C2427",
    "teal2": "#1D3B3A",
    "teal3": "#1F5955",
    "teal4": "#28726B",
    "teal5": "#45AB9F",
    "teal6": "#8FDDD1",
    "land": "#22272C",
    "border": "#444C54",
}

TEAL = tuple(LIGHT[f"teal{step}"] for step in range(1, 7))
ON_TEAL = (LIGHT["ink"],) * 4 + (LIGHT["paper"],) * 2
"""Text colour that reads on each step of the ramp, in both themes."""

_ROLE_OF = {value.lower(): role for role, value in LIGHT.items()}
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


def as_variables(text: str) -> str:
    """Replace every palette hex in `text` (an attribute or a style) by its CSS variable.

    Examples
    --------
    >>> as_variables("#1f6fb8")
    'var(--blue)'
    """
    return _HEX.sub(lambda found: _variable(found.group(0)), text)


def css_variables(colours: dict[str, str]) -> str:
    """The palette as CSS declarations, `--role:#hex;`."""
    return "".join(f"--{role}:{value};" for role, value in colours.items())


def _variable(value: str) -> str:
    role = _ROLE_OF.get(value.lower())
    return f"var(--{role})" if role else value
