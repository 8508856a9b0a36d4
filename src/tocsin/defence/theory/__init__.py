"""Closed forms for layered air defence: useful alone, and the truth the simulation is tested against.

`queues` treats steady arrivals and busy channels, `salvos` finite raids. Rates are per second, times in seconds,
loads in erlang (arrivals per second × seconds per engagement).
"""

from __future__ import annotations

from tocsin.defence.theory.queues import (
    Abandonment,
    deadline_to_end_loss,
    deadline_to_start_loss,
    deadline_to_start_loss_fixed,
    erlang_a,
    erlang_b,
    erlang_b_load,
    erlang_c,
    erlang_c_wait,
    tandem_erlang_b,
)
from tocsin.defence.theory.salvos import (
    Moments,
    at_least_one_leaks,
    hughes_salvo,
    layered_leak,
    magazine_salvo,
    mean_leakers_magazine_salvo,
    salvo_kill,
    saturation_leakers,
    shoot_look_shoot,
    shots_in_dwell,
    timed_leak,
    timed_leakers,
    two_drones_one_channel,
)

__all__ = [
    "Abandonment",
    "Moments",
    "at_least_one_leaks",
    "deadline_to_end_loss",
    "deadline_to_start_loss",
    "deadline_to_start_loss_fixed",
    "erlang_a",
    "erlang_b",
    "erlang_b_load",
    "erlang_c",
    "erlang_c_wait",
    "hughes_salvo",
    "layered_leak",
    "magazine_salvo",
    "mean_leakers_magazine_salvo",
    "salvo_kill",
    "saturation_leakers",
    "shoot_look_shoot",
    "shots_in_dwell",
    "tandem_erlang_b",
    "timed_leak",
    "timed_leakers",
    "two_drones_one_channel",
]
