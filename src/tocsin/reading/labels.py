"""Speakers given by layout: "Jane Roe (00:14):" above her words, "Answered by …", "Source: …", "And from the chair:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.claims.parties import ALIASES
from tocsin.earth import towns
from tocsin.reading.cast import is_person
from tocsin.reading.cue_model import is_press
from tocsin.reading.lexicon import lex

LONGEST = 120  # code points of a line that can be a label
_TIME = re.compile(r"\s*[(\[]?\d{1,2}:\d{2}(?::\d{2})?[)\]]?\s*$")
_BRACKETS = re.compile(r"\s\([^()]{1,60}\)")
_LEAD = re.compile(
    r"(?:and |also )?(?P<word>from|answered by|asked by|reply (?:from|by)|statement (?:from|by)|source|speaker)\b:?\s+",
    re.I,
)
_LINE = re.compile(rf"^(?!\s)[^\n:“”\"]{{2,{LONGEST}}}:(?=[ \n])", re.M)
_INLINE = re.compile(r"([^:“”\"]{2,60}):\s+\S")
_PART = re.compile(r"(?:quote|details|verbatim|text|literally)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks below; `turn`: until somebody else is named, else to the end of the next paragraph."""

    speaker: str
    turn: bool


def label_of(line: str, *, turns: bool) -> Label | None:
    """What a line of its own says of who speaks below it, None where it is no label.

    >>> label_of("Jane Roe (00:14):", turns=False)
    Label(speaker='Jane Roe', turn=True)
    >>> label_of("Ministry of Defence:", turns=False)
    Label(speaker='Ministry of Defence', turn=False)
    """
    text = line.strip()
    if len(text) > LONGEST or any(mark in text for mark in '“”"?!'):
        return None
    colon = text.endswith(":")
    text = text.rstrip(": ")
    timed = _TIME.search(text)
    text = text[: timed.start()] if timed else text
    lead = _LEAD.match(text)
    opened = lead["word"].lower() if lead else ""
    if not (colon or timed or opened not in ("", "from")):
        return None
    name = re.split(r"\s[-–—]\s|,\s|\s\(|\s+on\s+", text[lead.end() if lead else 0 :], maxsplit=1)[0].strip()
    if not speaks(name):
        return None
    return Label(name, turns or timed is not None or opened.endswith(" by"))


def inline_label(line: str) -> str:
    """The name in front of "Jane Roe: We have …"; "" where none stands there. For texts told in turns."""
    found = _INLINE.match(line)
    name = _bare(found[1]) if found else ""
    return name if name and speaks(name) else ""


def in_turns(text: str) -> bool:
    """Whether a text names its speakers by layout again and again, as transcripts do."""
    names = [match[0].rstrip(":") for _, match in zip(range(400), _LINE.finditer(text), strict=False)]
    return sum(speaks(_bare(name)) for name in names) >= 2


def _bare(name: str) -> str:
    """A label's name without time and brackets ("Mr Holm (Oslo) (Con)")."""
    return _BRACKETS.sub("", _TIME.sub("", name)).strip()


def speaks(name: str) -> bool:
    """Whether a label's words name somebody who can speak: no place, no heading.

    >>> speaks("Jane Roe"), speaks("Ministry of Defence"), speaks("New Delhi"), speaks("Background")
    (True, True, False, False)
    """
    words = name.split()
    if not 1 <= len(words) <= 8 or not all(
        w[:1].isupper() or w.lower() in lex.label_particles for w in words
    ):
        return False
    key = " ".join(word.lower() for word in words)
    if key in ALIASES or key in towns() or key.split()[0] in lex.not_labels:
        return False
    sourced = bool(lex.source_nouns & set(key.split())) or is_press(key)
    return sourced or (len(words) >= 2 and is_person(name)) or (name.isupper() and len(name) > 3)


def quoted_part(line: str) -> bool:
    """Whether a line opens with "Quote:" or its like, below "Source: …"."""
    return _PART.match(line) is not None
