"""Exchange: the ledger in the formats that neighbouring tools read, written with the standard library only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tocsin.claims.exchange.annotation import collection
from tocsin.claims.exchange.common import People, dump
from tocsin.claims.exchange.followthemoney import entities
from tocsin.claims.exchange.geojson import features
from tocsin.claims.exchange.inward import import_claims
from tocsin.claims.exchange.stix import bundle
from tocsin.claims.ledger import Ledger, write_ledger
from tocsin.files import write_atomic

__all__ = ["FORMATS", "collection", "bundle", "entities", "export", "features", "import_claims"]


def _csv(ledger: Ledger, name: str, people: People, out: Path) -> None:
    write_ledger(ledger, out, bom=True)


def _ftm(ledger: Ledger, name: str, people: People, out: Path) -> None:
    lines = (dump(entity, indent=None) for entity in entities(ledger, name, people))
    write_atomic(out, ("\n".join(lines) + "\n").encode())


def _stix(ledger: Ledger, name: str, people: People, out: Path) -> None:
    write_atomic(out, dump(bundle(ledger, name, people)).encode())


def _geojson(ledger: Ledger, name: str, people: People, out: Path) -> None:
    write_atomic(out, dump(features(ledger, name)).encode())


def _annotation(ledger: Ledger, name: str, people: People, out: Path) -> None:
    write_atomic(out, dump(collection(ledger, name)).encode())


FORMATS: dict[str, Callable[[Ledger, str, People, Path], None]] = {
    "csv": _csv,
    "ftm": _ftm,
    "stix": _stix,
    "geojson": _geojson,
    "annotation": _annotation,
}


def export(
    ledger: Ledger,
    name: str,
    to: str,
    out: str | Path,
    *,
    people: Sequence[Mapping[str, str]] = (),
) -> Path:
    """Write the ledger to `out` in one of `FORMATS`: csv, ftm, stix, geojson, annotation.

    Parameters
    ----------
    name
        The case's id; ids in the output derive from it and from claim ids, so the same ledger gives the same bytes.
    people
        Rows of people.csv (name, kind, role, country, claims), for formats that hold people and organisations.

    Raises
    ------
    KeyError
        If the format is not known.
    """
    target = Path(out)
    FORMATS[to](ledger, name, tuple(people), target)
    return target
