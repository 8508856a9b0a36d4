"""Minutes of warning by place, and who comes within reach as range grows.

Distances are geodesics from places to territories and very coarse lines; nothing here knows a site, a route or a unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.geography.atlas import CREDIT, countries, places
    from tocsin.geography.geodesy import bearing_deg, distance_km, radar_horizon_km
    from tocsin.geography.maps import map_outlines, reach_outline
    from tocsin.geography.territory import Theatre, theatre
    from tocsin.geography.warning_time import (
        UNDER_MINUTES,
        WarningTimes,
        case_theatre,
        sensor_reach_km,
        warning,
        warning_minutes,
    )
    from tocsin.geography.within_range import Reach, people_within, reach

__all__ = [
    "CREDIT",
    "Reach",
    "Theatre",
    "UNDER_MINUTES",
    "WarningTimes",
    "bearing_deg",
    "case_theatre",
    "countries",
    "distance_km",
    "map_outlines",
    "people_within",
    "places",
    "radar_horizon_km",
    "reach",
    "reach_outline",
    "sensor_reach_km",
    "theatre",
    "warning",
    "warning_minutes",
]

_HOME = {
    "CREDIT": "atlas",
    "countries": "atlas",
    "places": "atlas",
    "bearing_deg": "geodesy",
    "distance_km": "geodesy",
    "radar_horizon_km": "geodesy",
    "map_outlines": "maps",
    "reach_outline": "maps",
    "Theatre": "territory",
    "theatre": "territory",
    "UNDER_MINUTES": "warning_time",
    "WarningTimes": "warning_time",
    "case_theatre": "warning_time",
    "sensor_reach_km": "warning_time",
    "warning": "warning_time",
    "warning_minutes": "warning_time",
    "Reach": "within_range",
    "people_within": "within_range",
    "reach": "within_range",
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when it is first used, so that the command line starts quickly."""
    if name not in _HOME:
        raise AttributeError(f"module 'tocsin.geography' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"tocsin.geography.{_HOME[name]}"), name)
