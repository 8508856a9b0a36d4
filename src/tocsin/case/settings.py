"""case.toml: what a case asks, about whom, and where; every section is a dataclass, and unknown keys fail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tocsin.errors import InputError, Problem
from tocsin.quantities import SCOPES
from tocsin.schema import collect, read_toml, typed


@dataclass(frozen=True, slots=True)
class About:
    """`[case]`: what this case is about, and whom it is for."""

    id: str
    title: str
    summary: str
    programme_states: tuple[str, ...]
    defender: str
    default_as_of: date
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """`[output]`: what counts as programme output, and the cumulative totals readers ask about."""

    scope: str
    milestones: tuple[int, ...]
    programme_start: date


@dataclass(frozen=True, slots=True)
class DecisionSettings:
    """`[decisions]`: what the defender would call enough."""

    leakers_per_month: float
    confidence: float


@dataclass(frozen=True, slots=True)
class GeographySettings:
    """`[geography]`: ISO codes, and one very coarse published line of contact as (latitude, longitude)."""

    defended: str
    launch_states: tuple[str, ...]
    contact_line: tuple[tuple[float, ...], ...] = ()
    contact_line_source: str = ""


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """`[record]`: rows of record.csv that repeat an earlier one in every cell and are two reports all the same."""

    repeated_rows: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """`[[published]]`: a published total to hold the record against."""

    label: str
    start: date
    end: date
    low: float
    high: float
    ours: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """`[[breaks]]`: a date at which what is counted changed."""

    start: date
    label: str
    meaning: str
    known_from: date


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in case.toml."""

    about: About
    output: OutputSettings
    decisions: DecisionSettings
    geography: GeographySettings
    record: RecordSettings = RecordSettings()
    published: tuple[Published, ...] = ()
    breaks: tuple[Break, ...] = ()


def read_settings(path: Path) -> Settings:
    """Read case.toml strictly.

    Raises
    ------
    InputError
        For unknown sections and keys, and values that no model could use, all at once.
    """
    raw = read_toml(path)
    sections: dict[str, type] = {
        "case": About, "output": OutputSettings, "decisions": DecisionSettings, "geography": GeographySettings,
        "record": RecordSettings,
    }  # fmt: skip
    lists: dict[str, type] = {"published": Published, "breaks": Break}
    file = str(path)
    problems = [
        Problem("unknown section", "Known: " + ", ".join([*sections, *lists]) + ".", file, None, key)
        for key in raw
        if key not in sections and key not in lists
    ]
    built: dict[str, Any] = {}
    for name, cls in sections.items():
        collect(problems, built, name, partial(typed, cls, raw.get(name, {}), file=file, where=name))
    for name, item_cls in lists.items():
        items: dict[str, Any] = {}
        rows = raw.get(name, [])
        if not isinstance(rows, list):
            problems.append(Problem("not a list of tables", f"Write each as [[{name}]].", file, None, name))
            continue
        for number, row in enumerate(rows, start=1):
            key = f"{name}[{number}]"
            collect(problems, items, key, partial(typed, item_cls, row, file=file, where=key))
        built[name] = tuple(items.values())
    if problems:
        raise InputError(problems)
    built["about"] = built.pop("case")
    settings = Settings(**built)
    problems = _unfit_values(settings, file)
    if problems:
        raise InputError(problems)
    return settings


def _unfit_values(settings: Settings, file: str) -> list[Problem]:
    """Values of the right type that no model could use."""
    output, decisions = settings.output, settings.decisions
    scopes = [scope for scope in SCOPES if scope]
    points = settings.geography.contact_line
    rules = (
        ("case.id", bool(re.fullmatch(r"\w[\w-]*", settings.about.id)),
         "Write letters, digits, - and _: it names folders.", settings.about.id or "(empty)"),
        ("output.scope", output.scope in scopes, "One of: " + ", ".join(scopes) + ".", output.scope),
        ("output.milestones", bool(output.milestones) and min(output.milestones, default=0) > 0,
         "Give at least one whole number above 0.", output.milestones),
        ("output.milestones", list(output.milestones) == sorted(set(output.milestones)),
         "Write each once, from low to high.", output.milestones),
        ("decisions.leakers_per_month", decisions.leakers_per_month > 0,
         "Write a number above 0.", decisions.leakers_per_month),
        ("decisions.confidence", 0 < decisions.confidence < 1,
         "Write a share between 0 and 1.", decisions.confidence),
        ("record.repeated_rows", settings.record.repeated_rows >= 0,
         "Write 0 or more.", settings.record.repeated_rows),
        ("geography.contact_line",
         all(len(point) == 2 and abs(point[0]) <= 90 and abs(point[1]) <= 180 for point in points),
         "Write a list of [latitude, longitude] in degrees.", points),
    )  # fmt: skip
    return [
        Problem("value out of range", remedy, file, None, key, str(value))
        for key, fits, remedy, value in rules
        if not fits
    ] + [*_unfit_states(settings, file), *_unfit_timezone(settings, file), *_unfit_published(settings, file)]


def _unfit_states(settings: Settings, file: str) -> list[Problem]:
    """State codes; the defender and the programme's states may be left open while a case is begun."""
    about, geography = settings.about, settings.geography
    stated = [("geography.defended", geography.defended)]
    stated += [("case.defender", about.defender)] if about.defender else []
    stated += [("geography.launch_states", state) for state in geography.launch_states]
    stated += [("case.programme_states", state) for state in about.programme_states]
    problems = []
    for key, state in stated:
        if not re.fullmatch("[A-Z]{2}", state):
            remedy = 'Write the two capital letters of ISO 3166-1, such as "UA".'
            problems.append(Problem("not a state's code", remedy, file, None, key, state or "(empty)"))
        elif key == "geography.defended" and state not in _mapped_states():
            remedy = f"States with map data: {', '.join(_mapped_states())}."
            problems.append(Problem("no map data for this state", remedy, file, None, key, state))
    return problems


@cache
def _mapped_states() -> tuple[str, ...]:
    """States of the package's map; read as a file, because the case knows nothing of the geography room."""
    table = resources.files("tocsin").joinpath("geography/data/countries.csv").read_text(encoding="utf-8")
    return tuple(line.split(",")[0] for line in table.splitlines()[1:])


def _unfit_timezone(settings: Settings, file: str) -> list[Problem]:
    zone = settings.about.timezone
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        known = available_timezones()
        if not known or zone in {"UTC", "Europe/Kyiv"}:  # no or old (before 2022b) zone data on this system
            return []
        close = get_close_matches(zone, sorted(known), n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else 'Write an IANA name, such as "Europe/Kyiv".'
        return [Problem("no such timezone", remedy, file, None, "case.timezone", zone or "(empty)")]
    return []


def _unfit_published(settings: Settings, file: str) -> list[Problem]:
    problems = []
    for number, total in enumerate(settings.published, start=1):
        for first, second in (("start", "end"), ("low", "high")):
            low, high = getattr(total, first), getattr(total, second)
            if low > high:
                key = f"published[{number}].{first}"
                problems.append(
                    Problem(f"beyond {second} ({high})", "Swap or correct them.", file, None, key, str(low))
                )
    return problems
