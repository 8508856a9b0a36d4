"""What a reading holds: claims, quantities, dates, places, people, organisations and flags, as spans of the text."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A quantity: `text[start_char:end_char] == surface`; `low`, `best`, `high` are None where open."""

    start_char: int
    end_char: int
    surface: str
    kind: str
    unit: str | None
    qualifier: str
    low: float | None
    best: float | None
    high: float | None
    per: str | None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date phrase as a closed interval of days; an open end is None. `relation`: on, by, since, during."""

    start_char: int
    end_char: int
    surface: str
    start: date | None
    end: date | None
    relation: str
    grain: str = "day"


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """A clause that asserts something: who says it, through whom (nearest relay first), and how firmly."""

    start_char: int
    end_char: int
    speaker: str | None
    via: tuple[str, ...]
    modality: str
    surface: str = ""
    said: str | None = None  # the speaker as printed in this sentence, before resolution
    quoted: bool = False
    cue: str = ""


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A place, person or organisation; `role` as printed beside a person."""

    start_char: int
    end_char: int
    surface: str
    kind: str  # place, person, organisation
    role: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at before accepting; `claims` are indices into the reading's claims."""

    type: str
    message: str
    start_char: int
    end_char: int
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read against its publication date; everything in order of position."""

    published: date
    sha256: str
    claims: tuple[ClaimMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    names: tuple[NamedMention, ...] = ()
    flags: tuple[Flag, ...] = ()
    failed: tuple[dict[str, Any], ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The promised shape: plain dicts and lists, dates in ISO form."""
        made: dict[str, Any] = {
            "published": self.published.isoformat(),
            "text_sha256": self.sha256,
            "claims": [
                {"start_char": c.start_char, "end_char": c.end_char, "speaker": c.speaker, "via": list(c.via),
                 "modality": c.modality, "said": c.said, "quoted": c.quoted}
                for c in self.claims
            ],
            "quantities": [asdict(quantity) for quantity in self.quantities],
            "dates": [
                {"start_char": d.start_char, "end_char": d.end_char, "surface": d.surface,
                 "start": d.start.isoformat() if d.start else None, "end": d.end.isoformat() if d.end else None,
                 "relation": d.relation}
                for d in self.dates
            ],
            "names": [asdict(name) for name in self.names],
            "flags": [
                {"type": f.type, "message": f.message, "start_char": f.start_char, "end_char": f.end_char,
                 "claims": list(f.claims)}
                for f in self.flags
            ],
        }  # fmt: skip
        if self.failed:
            made["failed"] = list(self.failed)
        return made
