"""An independent reference for one raid: event by event, rounds counted down as they are fired.

It shares with the kernel only the addressed random numbers; its method is another (the kernel serves a whole
engagement at once and cancels shots afterwards where the magazine ran out).
"""

from __future__ import annotations

from types import SimpleNamespace

from tocsin.defence import draws
from tocsin.defence import layout as k
from tocsin.defence.build import build

PLAIN = build(None)
CAUSE_ORDER = ("coverage", "ineligible", "decoy", "queue", "dwell", "magazine")


def serve(drones, c, rounds, draw, rule, until_end=False, look=0):
    """One layer. `drones` is sorted by entry: entry, leave, jammed; sets shots, hit, killed, ended, why."""
    channels = [(0, None)] * c  # (time of its next action, drone it still shoots at)
    empty_at = -1 if rounds == 0 else k.NEVER
    waiting, turn = list(range(len(drones))), {}
    while True:
        # Equal times go by order of service: whoever got a channel first.
        actions = [(t, turn[rank], rank, i) for i, (t, rank) in enumerate(channels) if rank is not None]
        idle = [(t, i) for i, (t, rank) in enumerate(channels) if rank is None]
        if waiting and idle:
            free, i = min(idle)
            now = max(free, drones[waiting[0]].entry)
            here = [r for r in waiting if drones[r].entry <= now]
            alive = [r for r in here if drones[r].leave > now] or here
            first = {"fifo": waiting[0], "lifo": alive[-1], "edf": min(alive, key=lambda r: drones[r].leave)}[
                rule
            ]
            actions.append((max(now, drones[first].entry), len(turn), first, i))
        if not actions:  # no channels at all
            for rank in waiting:
                drones[rank].why = "magazine" if empty_at < drones[rank].leave else "queue"
            return
        start, order, rank, i = min(actions)
        turn.setdefault(rank, order)
        drone = drones[rank]
        if rank in waiting:
            waiting.remove(rank)
        if start >= drone.leave or rounds == 0:
            channels[i] = (channels[i][0], None)
            drone.why = "magazine" if empty_at < drone.leave else "queue"
            if drone.shots:
                drone.why = "dwell" if start >= drone.leave else "magazine"
            continue
        rounds -= 1
        empty_at = start if rounds == 0 else empty_at
        duration, hit = draw(drone.shots, drone)
        drone.shots += 1
        end = start + duration
        cut_off = until_end and end > drone.leave
        drone.hit = bool(hit)
        drone.killed = hit and end <= (drone.leave if until_end or drone.jammed else end)
        drone.ended = free_at = drone.leave if cut_off else end
        free_at += 0 if cut_off else look
        drone.why = "dwell"
        channels[i] = (free_at, None if hit or cut_off or free_at >= drone.leave else rank)


def fly(raid, layers, types, seed, replication, *, deadline, rule="fifo", leaker="flies_on"):
    """One raid. raid: list of (entry_us, type index, axis); layers: dicts in integer units. Returns counts."""
    key = (seed & 0xFFFFFFFF, seed >> 32)
    flying = [SimpleNamespace(id=i, entry=e, kind=t, axis=a) for i, (e, t, a) in enumerate(raid)]
    table = []
    for depth, layer in enumerate(layers):
        count = dict.fromkeys(k.COLUMNS, 0)
        site = (depth, replication, *key)
        for d in flying:
            enter(d, layer, types[d.kind], (draws.PASSAGE | depth, replication, *key))
        groups = range(layer["axes"]) if layer["per_axis"] else [None]
        for group in groups:

            def draw(number, d, layer=layer, site=site):
                law = k.ShotLaw(layer["random"], layer["shot"], layer["kill"][d.kind])
                pair = PLAIN.draw_pair(number >> 1, d.id, k.Address(*site), law)
                return pair[number & 1] >> 1, pair[number & 1] & 1

            able = [d for d in flying if d.why == "" and (group is None or d.axis == group)]
            serve(able, layer["channels"], layer["rounds"], draw, rule, deadline == "end", layer["look"])
        for d in flying:
            count["seen"] += 1
            count["shots"] += d.shots
            count["engaged"] += d.shots > 0
            count["hits"] += d.hit
            count["kills" if d.killed else "jammed" if d.jammed else d.why] += 1
            last = max(d.leave, d.ended) if leaker == "waits" else d.leave
            d.entry = last + layer["transit"][d.kind]
        flying = sorted((d for d in flying if not d.killed and not d.jammed), key=lambda d: d.entry)
        table.append([count[name] for name in k.COLUMNS])
    return table, [d.kind for d in flying]


def enter(d, layer, kind, site):
    """Stay, jamming, and whether the drone can be engaged."""
    w = PLAIN.philox(0, d.id, *site)
    d.shots, d.hit, d.killed, d.ended, d.jammed, d.why = 0, False, False, 0, False, ""
    dwell = layer["dwell"][d.kind]
    if layer["random_dwell"]:
        dwell = PLAIN.exponential(w[3], dwell)
    d.leave = d.entry + dwell
    if w[0] >= layer["coverage"]:
        d.why = "coverage"
        return
    if layer["jam"] and PLAIN.exponential(w[2], layer["jam"]) < dwell:
        d.jammed, d.leave = True, d.entry + PLAIN.exponential(w[2], layer["jam"])
    if layer["kill"][d.kind] < 0:
        d.why = "ineligible"
    elif w[1] < (layer["discrimination"] if kind.decoy else layer["false_decoy"]):
        d.why = "decoy"
