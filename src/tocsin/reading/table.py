"""A reading for people: one block per drafted claim, then flags and what failed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.reading.documents import Document
from tocsin.reading.model import ClaimMention, DateMention, QuantityMention, Reading
from tocsin.terminal import printable


def show(reading: Reading, document: Document) -> None:
    """Print a reading; the terminal's width decides the layout."""
    console = Console()
    console.print(_heading(reading, document), markup=False, highlight=False)
    table = Table(show_lines=True, header_style="bold")
    for name, ratio in (
        ("#", None),
        ("speaker", 3),
        ("modality", None),
        ("numbers and dates", 4),
        ("what the text says", 6),
    ):
        table.add_column(name, ratio=ratio, overflow="fold")
    for number, claim in enumerate(reading.claims):
        cells = (
            str(number),
            voice(claim),
            claim.modality,
            "\n".join(_contents(reading, claim)),
            claim.surface,
        )
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console.print(table)
    for line in _notes(reading):
        console.print(printable(line), markup=False, highlight=False)


def _heading(reading: Reading, document: Document) -> str:
    shown = f"{printable(document.name)} ({document.kind}), published {reading.published}"
    if document.detected and document.detected != reading.published:
        shown += f"; CHECK: the document itself says {document.detected}"
    elif document.detected:
        shown += " (the document says the same)"
    shown += "".join(f"\n{note}" for note in document.notes)
    return f"{shown}\n{len(reading.claims)} draft claims, {len(reading.quantities)} quantities, {len(reading.dates)} dates"


def voice(claim: ClaimMention) -> str:
    """Speaker and relays ("the officials, via WSJ")."""
    speaker = claim.speaker or "(the outlet)"
    return f"{speaker}, via {' via '.join(claim.via)}" if claim.via else speaker


def value(quantity: QuantityMention) -> str:
    """A quantity in few words ("at least 6,000 drones", "200–999 drones (vague)")."""
    stated = [f"{v:,.10g}" for v in (quantity.low, quantity.high) if v is not None]
    number = "–".join(dict.fromkeys(stated))
    rate = f" a {quantity.per}" if quantity.per and not (quantity.unit or "").endswith("/h") else ""
    return f"{quantity.qualifier.replace('_', ' ')} {number} {quantity.unit or ''}{rate}".replace(
        "  ", " "
    ).strip()


def when(mention: DateMention) -> str:
    """A date phrase's interval ("by 2023-12-31")."""
    if mention.start is None or mention.end is None:
        return f"{mention.relation} {mention.end or mention.start}"
    return str(mention.start) if mention.start == mention.end else f"{mention.start} to {mention.end}"


def _contents(reading: Reading, claim: ClaimMention) -> Iterator[str]:
    for quantity in reading.quantities:
        if claim.start_char <= quantity.start_char < claim.end_char:
            yield value(quantity)
    for mention in reading.dates:
        if claim.start_char <= mention.start_char < claim.end_char:
            yield when(mention)


def _notes(reading: Reading) -> Iterator[str]:
    for flag in reading.flags:
        claims = (
            f" [claims {', '.join(map(str, flag.claims[:12]))}{', …' if len(flag.claims) > 12 else ''}]"
            if flag.claims
            else ""
        )
        yield f"! {flag.type}: {flag.message}{claims}"
    for item in reading.failed:
        yield f"x failed {item['kind']}: {item['reason']}: {item['item']}"
