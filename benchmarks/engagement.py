"""The reference raid in Tocsin, SimPy and Ciw, in one run: agreement raid by raid, speed, options, threads.

    python benchmarks/engagement.py [--raids 20000] [--peer-raids 40] [--full]
    python benchmarks/engagement.py --against OLD_CHECKOUT/src [--pairs 30] [--raids 2000]
    python benchmarks/engagement.py --device cuda [--raids 2000000]

The peers get the same random numbers, drawn beforehand (their drawing is not timed). Times are CPU seconds of this
process, so that other work on the machine distorts little; only the two-thread figure is wall clock. `--full`
flies 600,000 raids for the means.

With `--against`, the kernel beside another version of itself, taking turns: equal counts or not, and the ratio of ns a
shot (new over old) with its 90 % interval; see `pairs.py`.

With `--device cuda`, on a machine with an NVIDIA GPU: the same bits as the CPU for the fast path and for every option,
raids per second with transfers, and the share of two bounds: integer multiplications and
memory traffic.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ciw
import numpy as np
import simpy

from pairs import TABLE, against
from tocsin.defence import Defence, Drone, Layer, Raid, compare, simulate
from tocsin.defence.draws import ARRIVAL, LANES
from tocsin.defence.engine import Addresses, Workers, compiled, run_cpu
from tocsin.defence.layout import Address, Belt, Crossing, ShotLaw
from tocsin.defence.pack import pack

DRONES, RATE, SEED = 200, 0.2, 1
RAID = Raid(drones=DRONES, arrivals_per_s=RATE)
SHOTS_DRAWN = 40


def reference(law: str = "exponential", faster: float = 1.0, magazines: bool = True) -> list[Layer]:
    """The three reference layers; `faster` divides dwell and transit."""
    return [
        Layer(
            channels=c,
            dwell_s=d / faster,
            shot_s=s,
            kill_probability=p,
            magazine=m if magazines else None,
            transit_s=t / faster,
            shot_law=law,
        )
        for c, d, s, p, m, t in TABLE
    ]


def draws(law: str, raids: int) -> tuple[list[list[int]], list[Any]]:
    """Entry times [raid][drone] and outcomes [raid][layer][drone][shot] = (duration, hit), by address."""
    numba_kernel = compiled("numba", False)
    packed = pack(RAID, Defence(tuple(reference(law)), deadline="start"), raids)
    entries, outcomes = [], []
    entry = np.zeros(DRONES + 4 * LANES, np.int64)
    for r in range(raids):

        def site(purpose: int, r: int = r) -> Address:
            return Address(*(np.uint64(word) for word in (purpose, r, SEED, 0)))

        numba_kernel.draw_arrivals(DRONES, packed.inputs.gaps[0], site(ARRIVAL), entry)
        entries.append(entry[:DRONES].tolist())
        outcomes.append([_layer_draws(numba_kernel, packed, i, site(i)) for i in range(len(TABLE))])
    return entries, outcomes


def _layer_draws(numba_kernel: Any, packed: Any, layer: int, site: Address) -> list[list[tuple[int, int]]]:
    belt, crossing = Belt(*packed.inputs.belts[0, layer]), Crossing(*packed.inputs.crossings[0, layer, 0])
    law = ShotLaw(belt.random_shot != 0, belt.shot, crossing.threshold)
    table = []
    for drone in range(DRONES):
        pairs = [numba_kernel.draw_pair(j, drone, site, law) for j in range(SHOTS_DRAWN // 2)]
        table.append([(int(s) >> 1, int(s) & 1) for pair in pairs for s in pair])
    return table


def simpy_raid(entries: list[int], outcomes: Any, table: list[tuple[Any, ...]]) -> tuple[int, int]:
    """The whole reference raid as SimPy processes. Returns (leakers, shots)."""
    env = simpy.Environment()
    channels = [simpy.Resource(env, capacity=row[0]) for row in table]
    rounds = [row[4] for row in table]
    leaked, fired = [], [0]

    def hold(resource: Any, request: Any, duration: int) -> Any:
        yield env.timeout(duration)
        resource.release(request)

    def drone(i: int) -> Any:
        yield env.timeout(entries[i])
        for layer, (_, dwell, _, _, _, transit) in enumerate(table):
            leave = env.now + dwell * 1_000_000
            resource = channels[layer]
            request = resource.request()
            if not request.triggered:
                yield request | env.timeout(leave - env.now)
            if request.triggered and env.now < leave:
                shot = 0
                while rounds[layer] > 0:
                    rounds[layer] -= 1
                    fired[0] += 1
                    duration, hit = outcomes[layer][i][shot]
                    shot += 1
                    if hit or env.now + duration >= leave:
                        env.process(hold(resource, request, duration))
                        break
                    yield env.timeout(duration)
                else:
                    hit = 0
                    resource.release(request)
                if hit:
                    return
            elif request.triggered:
                resource.release(request)
            else:
                request.cancel()
            yield env.timeout(leave - env.now + transit * 1_000_000)
        leaked.append(i)

    for i in range(DRONES):
        env.process(drone(i))
    env.run()
    return len(leaked), fired[0]


class Gaps(ciw.dists.Distribution):  # type: ignore[misc]
    """Given inter-arrival times, then nothing more."""

    def __init__(self, entries: list[int]) -> None:
        self.gaps = iter([entries[0], *np.diff(entries).tolist()])

    def sample(self, t: Any = None, ind: Any = None) -> Any:
        return next(self.gaps, float("inf"))


class Engagement(ciw.dists.Distribution):  # type: ignore[misc]
    """Shoot, look, shoot as one service time. Ciw copies distributions, so the tally belongs to the class."""

    missed = 0
    shots = 0

    def __init__(self, outcomes: Any, dwell_us: int) -> None:
        self.outcomes, self.dwell = outcomes, dwell_us
        Engagement.missed = Engagement.shots = 0

    def sample(self, t: Any = None, ind: Any = None) -> Any:
        now, leave = t, ind.arrival_date + self.dwell
        for duration, hit in self.outcomes[ind.id_number - 1]:
            Engagement.shots += 1
            now += duration
            if hit or now >= leave:
                Engagement.missed += not hit
                return now - t
        raise RuntimeError("more shots than were drawn")


def ciw_layer(entries: list[int], outcomes: Any) -> tuple[int, int]:
    """The first layer without magazine in Ciw, which knows no shared rounds and no flying on while a server works."""
    c, dwell = TABLE[0][0], TABLE[0][1] * 1_000_000
    network = ciw.create_network(
        arrival_distributions=[Gaps(entries)],
        service_distributions=[Engagement(outcomes[0], dwell)],
        number_of_servers=[c],
        reneging_time_distributions=[ciw.dists.Deterministic(dwell)],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_time(entries[-1] + 100 * dwell)
    reneged = sum(record.record_type == "renege" for record in run.get_all_records())
    return reneged + Engagement.missed, Engagement.shots


def cpu_ns(work: Callable[[], Any], repeats: int = 1) -> tuple[float, Any]:
    """Least CPU nanoseconds of `work` and its last value."""
    best, value = float("inf"), None
    for _ in range(repeats):
        start = time.process_time_ns()
        value = work()
        best = min(best, time.process_time_ns() - start)
    return best, value


def ours(
    layers: list[Layer], raids: int, raid: Raid = RAID, repeats: int = 7, **rules: Any
) -> tuple[float, Any]:
    """(ns per shot on one core, result)."""
    rules = {"deadline": "start", "threads": 1, "seed": SEED, **rules}
    simulate(raid, layers, replications=10, **rules)
    total, result = cpu_ns(lambda: simulate(raid, layers, replications=raids, **rules), repeats)
    return total / int(result.shots.sum()), result


def peers(law: str, raids: int, own_raids: int) -> None:
    """Agreement and ratios against SimPy (whole raid) and Ciw (what it can express)."""
    entries, outcomes = draws(law, raids)
    total, rows = cpu_ns(lambda: [simpy_raid(entries[r], outcomes[r], TABLE) for r in range(raids)])
    simpy_ns = total / sum(shots for _, shots in rows)
    own_ns, own = ours(reference(law), own_raids)
    same = sum(int(own.leakers[r]) == leaked for r, (leaked, _) in enumerate(rows))
    shots = sum(int(own.shots[r].sum()) == fired for r, (_, fired) in enumerate(rows))
    print(f"{law}: SimPy, three layers: leakers equal in {same}/{raids} raids, shots in {shots}/{raids}")
    print(f"  ns per shot: SimPy {simpy_ns:,.0f}, Tocsin {own_ns:.1f}, ratio {simpy_ns / own_ns:,.0f}")
    first = reference(law, magazines=False)[:1]
    total, rows = cpu_ns(lambda: [ciw_layer(entries[r], outcomes[r]) for r in range(raids)])
    ciw_ns = total / sum(shots for _, shots in rows)
    own_ns, own = ours(first, own_raids)
    same = sum(int(own.leakers[r]) == leaked for r, (leaked, _) in enumerate(rows))
    print(f"{law}: Ciw, first layer without magazine: leakers equal in {same}/{raids} raids")
    print(f"  ns per shot: Ciw {ciw_ns:,.0f}, Tocsin {own_ns:.1f}, ratio {ciw_ns / own_ns:,.0f}")


def means(raids: int) -> None:
    """The reference raid's leakers, by layer, with error."""
    for law in ("exponential", "fixed"):
        ns, result = ours(reference(law), raids, repeats=1)
        plain = result.mean(control=False)
        print(
            f"{law}: {plain.mean:.4f} ± {plain.se:.4f} (1 s.e.) leakers; with control variates {result.mean()}"
        )
        print(
            f"  seen {np.round(result.seen.mean(axis=0), 2)}, shots {np.round(result.shots.mean(axis=0), 2)}"
        )
        print(
            f"  {ns:.1f} ns per shot, {1e9 / (ns * result.shots.sum(axis=1).mean()):,.0f} raids/s on one core"
        )


def options(raids: int) -> None:
    """Cost of each further option, relative to the same layers without."""
    base = reference()
    cost = {"none (fast kernel)": ours(base, raids)[0]}
    kinds = [Drone(name="slow", kill_factor=1.0), Drone(name="fast", kill_factor=0.999)]
    with_speed = [layer.with_(speed_kmh=180) for layer in base]
    mixed = [replace(kinds[0], speed_kmh=180), replace(kinds[1], speed_kmh=350)]
    runs: dict[str, tuple[list[Layer], Raid, dict[str, Any]]] = {
        "two kinds": (base, Raid.mix([(d, 0.5) for d in kinds], drones=DRONES, arrivals_per_s=RATE), {}),
        "two kinds, two speeds": (
            with_speed,
            Raid.mix([(d, 0.5) for d in mixed], drones=DRONES, arrivals_per_s=RATE),
            {},
        ),
        "coverage 0.9": ([layer.with_(coverage=0.9) for layer in base], RAID, {}),
        "jamming 0.1/min": ([layer.with_(jam_per_min=0.1) for layer in base], RAID, {}),
        "look 5 s": ([layer.with_(look_s=5) for layer in base], RAID, {}),
        "random dwell": ([layer.with_(dwell_law="exponential") for layer in base], RAID, {}),
        "three axes": ([layer.with_(per_axis=True) for layer in base], RAID.with_(axes=3), {}),
        "lifo": (base, RAID, {"discipline": "lifo"}),
        "edf": (base, RAID, {"discipline": "edf"}),
        "edf, two speeds (two options)": (
            with_speed,
            Raid.mix([(d, 0.5) for d in mixed], drones=DRONES, arrivals_per_s=RATE),
            {"discipline": "edf"},
        ),
        "leaker waits": (base, RAID, {"leaker": "waits"}),
        "deadline end": (base, RAID, {"deadline": "end"}),
    }
    for name, (layers, raid, rules) in runs.items():
        cost[name] = ours(layers, raids, raid, **rules)[0]
    plain = cost["none (fast kernel)"]
    for name, ns in cost.items():
        print(f"  {name:30s} {ns:6.1f} ns per shot  {ns / plain:4.2f} ×")


def threads(raids: int) -> None:
    """One against two threads, wall clock, best of several; and what runs on one thread in any case."""
    walls = []
    for count in (1, 2):
        best = float("inf")
        for _ in range(7):
            start = time.perf_counter()
            simulate(RAID, reference(), replications=raids, seed=SEED, deadline="start", threads=count)
            best = min(best, time.perf_counter() - start)
        walls.append(best)
    print(f"two threads {walls[0] / walls[1]:.2f} × one (load average {os.getloadavg()[0]:.1f})")
    defence = Defence(tuple(reference()), deadline="start")
    packed = pack(RAID, defence, raids)
    fly = cpu_ns(lambda: run_cpu(packed, defence, raids, Addresses(SEED), Workers(threads=1)), 7)[0]
    whole = cpu_ns(lambda: simulate(RAID, defence, replications=raids, seed=SEED, threads=1), 7)[0]
    serial = max(whole - fly, 0.0) / whole
    print(
        f"  serial share {serial:.1%} of the CPU time, so two threads cannot exceed {2 / (1 + serial):.2f} ×"
    )


# What bounds a GPU. Philox4x32-10 makes 20 wide products a block, an exponential time 12; on sm_70 to sm_90 a
# multiprocessor issues 64 integer multiply-adds a cycle, and a 32 × 32 → 64 bit product takes two. Words of scratch a
# drone touches in one layer, each read or written about once: entry, ident, first and second shot, outcome.
PRODUCTS_PER_BLOCK, PRODUCTS_PER_TIME, PRODUCT_COST, MULTIPLIES_PER_CYCLE = 20, 12, 2, 64
BYTES_PER_VISIT = 6 * 8


def on_gpu(raids: int) -> None:
    """Bits, speed and share of the bounds on an NVIDIA GPU."""
    from numba import cuda

    if not cuda.is_available():
        raise SystemExit("no usable NVIDIA GPU on this machine")
    from tocsin.defence.cuda import scratch_bytes

    mixed = Raid.mix([(Drone(), 0.5), (Drone(name="b"), 0.5)], drones=DRONES, arrivals_per_s=RATE, axes=2)
    rich = [layer.with_(coverage=0.9, jam_per_min=0.1, look_s=5) for layer in reference()]
    cases = [(RAID, reference(), {}), (RAID, reference("fixed"), {}), (mixed, rich, {"discipline": "edf"})]
    for raid, layers, rules in cases:
        runs = [
            simulate(raid, layers, replications=20_000, seed=SEED, deadline="start", device=d, **rules)
            for d in ("cpu", "cuda")
        ]
        same = all(
            np.array_equal(getattr(runs[0], name), getattr(runs[1], name))
            for name in ("counts", "leakers", "by_type", "credit")
        )
        print(
            f"{'every option' if rules else layers[0].shot_law}: {'equal to' if same else 'DIFFERS FROM'} the CPU"
        )
    device = cuda.get_current_device()
    name = device.name.decode() if isinstance(device.name, bytes) else device.name
    print(f"{name}, scratch {scratch_bytes(pack(RAID, Defence(tuple(reference()))))} bytes a raid")
    for law in ("exponential", "fixed"):
        best, result = float("inf"), None
        for _ in range(4):
            start = time.perf_counter()
            result = simulate(
                RAID, reference(law), replications=raids, seed=SEED, deadline="start", device="cuda"
            )
            best = min(best, time.perf_counter() - start)
        assert result is not None
        visits, shots = result.seen.sum() / raids, result.shots.sum() / raids
        rate = raids / best
        cycles = device.MULTIPROCESSOR_COUNT * max(device.CLOCK_RATE, 1) * 1e3
        blocks = DRONES / 4 + visits  # a block serves four arrivals, or a drone's first two shots
        times = DRONES + (2 * visits if law == "exponential" else 0)
        products = blocks * PRODUCTS_PER_BLOCK + times * PRODUCTS_PER_TIME
        multiplies = cycles * MULTIPLIES_PER_CYCLE / (products * PRODUCT_COST)
        traffic = (
            device.GLOBAL_MEMORY_BUS_WIDTH
            / 8
            * max(device.MEMORY_CLOCK_RATE, 1)
            * 2e3
            / (visits * BYTES_PER_VISIT)
        )
        print(
            f"{law}: {rate:,.0f} raids/s, transfers included, {best / raids / shots * 1e9:.3f} ns per shot; "
            f"{rate / multiplies:.0%} of the bound by multiplications ({multiplies:,.0f}), "
            f"{rate / traffic:.0%} of the bound by memory ({traffic:,.0f})"
        )


def faster_drones(raids: int) -> None:
    """What 20 % more speed does, with common random numbers."""
    pair = ((RAID, reference()), (RAID, reference(faster=1.2)))
    for control in (False, True):
        result = compare(*pair, replications=raids, seed=SEED, deadline="start", control=control)
        print(f"20 % faster: {result}")


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--raids", type=int, help="default: 10,000; 2,000 a run with --against")
    parser.add_argument("--peer-raids", type=int, default=30)
    parser.add_argument("--full", action="store_true", help="600,000 raids for the means")
    parser.add_argument(
        "--against", type=Path, metavar="SRC", help="src folder of the version to compare with"
    )
    parser.add_argument("--pairs", type=int, default=30, help="of runs, one of each version")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    arguments = parser.parse_args()
    if arguments.against:
        against(arguments.against, arguments.pairs, arguments.raids or 2000)
        return
    arguments.raids = arguments.raids or 10_000
    if arguments.device == "cuda":
        on_gpu(max(arguments.raids, 1_000_000))
        return
    means(600_000 if arguments.full else arguments.raids)
    for law in ("exponential", "fixed"):
        peers(law, arguments.peer_raids, arguments.raids)
    print("options:")
    options(arguments.raids)
    threads(arguments.raids)
    faster_drones(arguments.raids * 2)


if __name__ == "__main__":
    main()
