"""One attribution of a sentence, the class of its verb, and what reads like a news outlet."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.reading.lexicon import lex


@dataclass(slots=True)
class Cue:
    """One attribution: its own tokens [start, stop), its form, the speaker's surface and relays.

    `form`: "lead" (speaks of what follows), "trail" (of what precedes), "act" (a speech act that is itself the claim,
    with its sentence part), "nested" (inside a relative clause).
    """

    start: int
    stop: int
    form: str
    speaker: str
    via: list[str] = field(default_factory=list)
    verb: str = ""
    tone: str = "say"  # say, think, deny, foresee, promise, act
    subject: tuple[int, int] | None = None
    local: bool = False  # found inside the sentence: no source that later pronouns mean
    subordinate: bool = False  # "Although the ministry claimed …, …": what it governs ends with its clause


def tone_of(verb: str) -> str:
    """Class of a reporting verb."""
    for tone, verbs in (
        ("deny", lex.deny),
        ("think", lex.think),
        ("foresee", lex.foresee),
        ("promise", lex.promise),
        ("act", lex.act),
    ):
        if verb in verbs:
            return tone
    return "say"


def is_press(name: str) -> bool:
    """Whether a name reads like a news outlet or an unnamed report."""
    words = [word.strip(".’'").removesuffix("'s") for word in name.lower().replace("’", "'").split()]
    return any(word in lex.press for word in words) or (
        bool(words) and words[-1] in lex.press_heads and "officials" not in words
    )
