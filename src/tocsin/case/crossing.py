"""What one file of a case names and another does not hold, and a defence that contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tocsin.case.facts import TABLES, cited_claims
from tocsin.case.parameters import default_parameters
from tocsin.errors import Problem
from tocsin.schema import Row

_OUR_IDS = ("C", "S", "M", "DF")  # letters before the number in the ids of the cases that ship
CITE = "Cite an id of claims.csv or sources.toml, or `assumption: …`."


def mismatches(folder: Path, parts: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong between the files of a case, each of which reads well alone."""
    claims = {claim.id for claim in parts["claims"]}
    cited = claims | set(parts["facts"])
    problems = [*_parameters(folder / "parameters.csv", parts, cited)]
    for name in TABLES:
        problems += _tables(parts["tables"][name], claims)
    for row, place in parts["changed_places"]:
        for source in place.sources:
            if source not in cited:
                row.wrong("source", "no claim or fact has this id", _closest(source, cited, CITE), source)
        problems += row.problems
    problems += _defence(folder / "defence.toml", parts["defence"], cited)
    return problems


def cited_ids(source: str, known: Collection[str] = ()) -> list[str]:
    """Claim and fact ids that a source names: letters and a number, by the letters that our ids or `known` begin with.

    Examples
    --------
    >>> cited_ids("C011;DF016; assumption: S-shaped"), cited_ids("assumption: wide")
    (['C011', 'DF016'], [])
    >>> cited_ids("F002 on the S-300", known=["F001"])
    ['F002']
    """
    letters = {match.group() for name in known if (match := re.match("[A-Za-z]+(?=[0-9])", name))} | {
        *_OUR_IDS
    }
    parts = [part for part in source.split(";") if not part.strip().startswith("assumption")]
    return re.findall(rf"\b(?:{'|'.join(sorted(letters))})\d+[a-z]?\b", ";".join(parts))


def _parameters(path: Path, parts: Mapping[str, Any], cited: set[str]) -> Iterator[Problem]:
    layers = parts["defence"].get("layers", {})
    known = _parameter_names(layers if isinstance(layers, Mapping) else {})
    for row in parts["parameters"]:
        if row.name not in known:
            remedy = _closest(row.name, known, "The names are those of the package's data/parameters.csv.")
            yield Problem("no model reads this name", remedy, str(path), row.line, "name", row.name)
        yield from _unknown_ids(row.source, cited, str(path), row.line, "source")


def _tables(rows: Iterable[Row], claims: set[str]) -> Iterator[Problem]:
    for row in rows:
        for cited in cited_claims(row.cells):
            if cited not in claims:
                remedy = _closest(cited, claims, "Correct or delete it.")
                yield Problem(
                    "no row of claims.csv has this id", remedy, row.file, row.number, "claims", cited
                )


def _defence(path: Path, raw: Mapping[str, Any], cited: set[str]) -> Iterator[Problem]:
    """Layers whose order is open, whose source is empty or unknown, or that no drone is slow enough for.

    The campaign checks keys and types, when it reads the layers of a view.
    """
    layers = raw.get("layers")
    named = {f"layers.{name}": table for name, table in layers.items()} if isinstance(layers, Mapping) else {}
    places: dict[Any, str] = {}
    for key, table in {"front": raw.get("front"), **named}.items():
        if not isinstance(table, Mapping):
            continue
        source, order, fastest = table.get("source"), table.get("order"), table.get("max_speed_kmh")
        if isinstance(source, str):
            if not source.strip():
                yield Problem("no source", CITE, str(path), None, f"{key}.source")
            yield from _unknown_ids(source, cited, str(path), None, f"{key}.source")
        if isinstance(order, int) and order in places:
            what = f"the same order as {places[order]}"
            yield Problem(
                what, "Number the layers as a drone meets them.", str(path), None, f"{key}.order", str(order)
            )
        places.setdefault(order, key)
        if isinstance(fastest, int | float) and not fastest > 0:
            remedy = "Give the fastest drone the layer can engage in km/h, or leave the key out."
            yield Problem("not a speed", remedy, str(path), None, f"{key}.max_speed_kmh", str(fastest))


def _unknown_ids(source: str, cited: set[str], file: str, row: int | None, column: str) -> Iterator[Problem]:
    for name in cited_ids(source, cited):
        if name not in cited:
            yield Problem(
                "no claim or fact has this id", _closest(name, cited, CITE), file, row, column, name
            )


def _parameter_names(layers: Mapping[str, Any]) -> set[str]:
    """Names that models read: the defaults, and the same quantities for the case's own layers."""
    names = {row.name for row in default_parameters()}
    stock = {name.split(".")[1] for name in names if re.fullmatch(r"defence\.\w+\.coverage", name)}
    quantities = {name.split(".")[2] for name in names if name.split(".")[1] in stock}
    names |= {f"defence.{layer}.{quantity}" for layer in layers for quantity in quantities}
    return names | {f"defence.kill_share.{layer}" for layer in {*layers, *stock}}


def _closest(name: str, known: Iterable[str], otherwise: str) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else otherwise
