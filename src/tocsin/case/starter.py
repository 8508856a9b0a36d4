"""`tocsin new DIR`: an empty, commented case that loads."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from tocsin.case.parameters import COLUMNS
from tocsin.claims import Ledger, write_ledger
from tocsin.errors import InputError, Problem
from tocsin.files import write_atomic
from tocsin.record import empty, write_record

CASE = """\
# A Tocsin case: what was said about one weapons programme, and what was counted afterwards.
# Fill the six files beside this one; `tocsin claims check .` and `tocsin assess .` say what is missing.

[case]
id = "{id}"
title = {title}
summary = "One sentence a newspaper reader understands."
programme_states = []             # ISO codes of the states that run the programme, such as ["RU", "IR"]
defender = ""                     # ISO code of the state it threatens, such as "UA"
default_as_of = {today}           # what `tocsin assess` uses when no --as-of is given
timezone = "UTC"

[output]
scope = "all_strike"              # whose output the milestones count: alabuga_strike (one plant), all_strike or incl_decoys
milestones = [1000, 10000]        # cumulative totals readers ask about
programme_start = {start}

[decisions]
leakers_per_month = 100           # what the defender would call enough: at most so many get through …
confidence = 0.9                  # … with this probability

[geography]
defended = "UA"
launch_states = []                # territories, never places: reach and warning are measured from their borders
# contact_line = [[50.0, 36.0], [47.0, 37.5]]   # optional, very coarse, as published; then name its source:
# contact_line_source = ""

# [[published]]                   # totals others published, for `tocsin record check`
# label = "January 2025"
# start = 2025-01-01
# end = 2025-01-31
# low = 100
# high = 110
# ours = 104
# source = "who published it"

# [[breaks]]                      # dates at which what is counted changed
# start = 2024-08-01
# label = "decoys counted"
# meaning = "Decoys enter the national counts."
# known_from = 2024-10-01
"""

DEFENCE = """\
# The defence in aggregates: components and layers without places. Every value needs a source and a
# `known_from` date; see docs/defence.md and cases/yelabuga/defence.toml for a full example.
"""

SOURCES = """\
# Public facts, one table each; low/best/high are the printed range, not quantiles.
# [facts.F001]
# topic = "cost"
# item = "interceptor drone"
# quantity = "unit cost"
# low = 1000.0
# best = 2500.0
# high = 5000.0
# unit = "USD"
# known_from = 2025-01-31
# known_precision = "day"
# outlet = "Outlet"
# url = "https://…"
# statement = "In your own words."
"""

README = """\
# {title}

Six files make a case. Every value in them has a source and a date from which it was public.

- `case.toml`: the questions: whose programme, which totals, how much is enough.
- `claims.csv`: what was said, one sourced value a row. `tocsin claims check .` finds clashes.
- `record.csv`: what was counted, one report a row: counts and times only.
- `parameters.csv`: numbers you know only roughly, as 5/50/95 %.
- `defence.toml`, `sources.toml`: the defence in aggregates; public facts.
"""


def write_case(folder: Path, *, today: date) -> list[Path]:
    """Write an empty case.

    Raises
    ------
    InputError
        If the folder exists and is not empty: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            Problem("is not an empty folder", "Choose a new name; nothing is overwritten.", file=str(folder))
        )
    folder.mkdir(parents=True, exist_ok=True)
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip() or "New case"
    identifier = re.sub(r"[^a-z0-9-]+", "-", title.lower()).strip("-") or "case"
    start = today.replace(year=today.year - 1, month=1, day=1)
    texts = {
        # A JSON text is a TOML text, with every quote and backslash escaped.
        "case.toml": CASE.format(
            id=identifier, title=json.dumps(title, ensure_ascii=False), today=today, start=start
        ),
        "parameters.csv": ",".join(COLUMNS) + "\n",
        "defence.toml": DEFENCE,
        "sources.toml": SOURCES,
        "README.md": README.format(title=title),
    }
    for name, text in texts.items():
        write_atomic(folder / name, text.encode())
    write_ledger(Ledger(()), folder / "claims.csv")
    write_record(empty(), folder / "record.csv")
    return sorted(folder.iterdir())
