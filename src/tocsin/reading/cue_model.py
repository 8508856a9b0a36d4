"""One attribution of a sentence, the class of its verb, and what reads like a news outlet."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.reading.finite import any_finite, first_finite
from tocsin.reading.lexicon import lex
from tocsin.reading.phrases import source_right, subject_left, surface
from tocsin.reading.tokens import Token

Span = tuple[int, int]


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


class Line:
    """A sentence under scan, with the attributions found in it so far."""

    def __init__(self, text: str, tokens: list[Token], dated: list[bool], heading: bool) -> None:
        self.text, self.tokens, self.dated, self.heading = text, tokens, dated, heading
        self.cues: list[Cue] = []
        self.words = [token.lower for token in tokens]

    @property
    def floor(self) -> int:
        """Where the last attribution ends."""
        return self.cues[-1].stop if self.cues else 0

    def word(self, at: int) -> str:
        """Lower-case form of a token; "" outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def is_dated(self, at: int) -> bool:
        """Whether a date stands at `at`."""
        return at < len(self.tokens) and self.dated[at]

    def finite(self, start: int, stop: int) -> bool:
        """Whether a finite verb stands in tokens [start, stop)."""
        return any_finite(self.tokens, start, stop)

    def first_finite(self, start: int, stop: int) -> int:
        """Where the first finite verb of tokens [start, stop) stands; 0 without one."""
        return first_finite(self.tokens, start, stop)

    def surface(self, span: Span) -> str:
        """A phrase as printed."""
        return surface(self.text, self.tokens, span)

    def subject_left(self, verb: int, floor: int | None = None) -> Span | None:
        """The subject of the verb at `verb`, behind `floor` (else behind the last attribution)."""
        return subject_left(self.tokens, verb, self.dated, self.floor if floor is None else floor)

    def source_right(self, at: int) -> Span | None:
        """The source that a phrase at `at` names."""
        return source_right(self.tokens, at, self.dated)


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
