"""What stands today, by means, before anything is bought."""

from __future__ import annotations

import numpy as np

from tocsin.campaign.flight import Campaign


def standing_channels(campaign: Campaign) -> dict[str, float]:
    """Median channels of every means today; "front" is the front stream's."""
    cells, which = campaign.defence.cells, campaign.defence.which
    deep = {
        name: float(np.median(cells.channels[which, i]))
        for i, name in enumerate(campaign.layers)
        if name in campaign.prices.channel
    }
    return deep | {"front": float(np.median(campaign.prices.front_channels))}
