"""The programme: how many drones are made, bought, kept and launched, and what gets through.

`forecast` gives all of it as draws for a view of a case; `members.MEMBERS` are the parts of the launch ensemble.
"""

from __future__ import annotations

from tocsin.programme.forecast import Forecast, forecast
from tocsin.programme.quantities.rhythm import Rhythm

__all__ = ["Forecast", "Rhythm", "forecast"]
