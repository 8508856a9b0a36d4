"""Minutes of warning by place, and who comes within reach as range grows.

Distances are geodesics from places to territories and very coarse lines; nothing here knows a site, a route or a unit.
"""

from __future__ import annotations

from tocsin.geography.atlas import CREDIT, countries, places
from tocsin.geography.maps import map_outlines, reach_outline
from tocsin.geography.observed import Comparison, Timing, broken, compare, timings
from tocsin.geography.territory import Theatre, theatre
from tocsin.geography.warning_time import (
    UNDER_MINUTES,
    WarningTimes,
    case_theatre,
    radar_horizon_km,
    sensor_reach_km,
    warning,
    warning_minutes,
)
from tocsin.geography.within_range import Reach, people_within, reach

__all__ = [
    "CREDIT",
    "Comparison",
    "Reach",
    "Theatre",
    "Timing",
    "UNDER_MINUTES",
    "WarningTimes",
    "broken",
    "case_theatre",
    "compare",
    "countries",
    "map_outlines",
    "people_within",
    "places",
    "radar_horizon_km",
    "reach",
    "reach_outline",
    "sensor_reach_km",
    "theatre",
    "timings",
    "warning",
    "warning_minutes",
]
