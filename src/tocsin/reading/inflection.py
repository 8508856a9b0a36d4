"""English verb forms from their lemmas, by rule, with the irregular ones listed."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.reading.vocabulary import words

IRREGULAR = {  # lemma: past, participle
    "be": ("was", "been"), "become": ("became", "become"), "begin": ("began", "begun"), "bid": ("bid", "bid"),
    "bring": ("brought", "brought"), "build": ("built", "built"), "buy": ("bought", "bought"),
    "choose": ("chose", "chosen"), "come": ("came", "come"), "cut": ("cut", "cut"), "do": ("did", "done"),
    "draw": ("drew", "drawn"), "drive": ("drove", "driven"), "fall": ("fell", "fallen"), "fight": ("fought", "fought"),
    "find": ("found", "found"), "fly": ("flew", "flown"), "forecast": ("forecast", "forecast"),
    "foresee": ("foresaw", "foreseen"), "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"),
    "grow": ("grew", "grown"), "have": ("had", "had"), "hide": ("hid", "hidden"), "hit": ("hit", "hit"),
    "hold": ("held", "held"), "keep": ("kept", "kept"), "lay": ("laid", "laid"), "lead": ("led", "led"),
    "leave": ("left", "left"), "lend": ("lent", "lent"), "let": ("let", "let"), "lose": ("lost", "lost"),
    "make": ("made", "made"), "mean": ("meant", "meant"), "meet": ("met", "met"), "pay": ("paid", "paid"),
    "put": ("put", "put"), "rebuild": ("rebuilt", "rebuilt"), "rise": ("rose", "risen"), "run": ("ran", "run"),
    "say": ("said", "said"), "see": ("saw", "seen"), "seek": ("sought", "sought"), "sell": ("sold", "sold"),
    "send": ("sent", "sent"), "set": ("set", "set"), "shoot": ("shot", "shot"), "show": ("showed", "shown"),
    "shut": ("shut", "shut"), "speak": ("spoke", "spoken"), "spend": ("spent", "spent"), "split": ("split", "split"),
    "stand": ("stood", "stood"), "strike": ("struck", "struck"), "strive": ("strove", "striven"),
    "take": ("took", "taken"), "teach": ("taught", "taught"), "tell": ("told", "told"), "think": ("thought", "thought"),
    "throw": ("threw", "thrown"), "understand": ("understood", "understood"), "undertake": ("undertook", "undertaken"),
    "win": ("won", "won"), "withdraw": ("withdrew", "withdrawn"), "write": ("wrote", "written"),
}  # fmt: skip
_DOUBLING = words(
    "plan commit bet slot step ship stop ban cap equip map pin refit retrofit rig scrap slip swap tap top transfer "
    "trap trim wrap jam drop fit get put set cut hit run win bid occur refer deter incur submit admit permit begin"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


def forms(lemma: str) -> Forms:
    """All forms of a verb.

    Examples
    --------
    >>> forms("plan")
    Forms(base='plan', third='plans', past='planned', participle='planned', gerund='planning')
    >>> forms("foresee").participle, forms("supply").third
    ('foreseen', 'supplies')
    """
    regular = _past(lemma)
    past, participle = IRREGULAR.get(lemma, (regular, regular))
    return Forms(lemma, _third(lemma), past, participle, _gerund(lemma))


def _third(lemma: str) -> str:
    if lemma in ("be", "have"):
        return {"be": "is", "have": "has"}[lemma]
    if lemma.endswith(("s", "x", "ch", "sh", "z", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if _consonant_y(lemma) else lemma + "s"


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if _consonant_y(lemma):
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if lemma in _DOUBLING else "") + "ed"


def _gerund(lemma: str) -> str:
    if lemma in _DOUBLING:
        return lemma + lemma[-1] + "ing"
    silent = lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")) and lemma != "be"
    return (lemma[:-1] if silent else lemma) + "ing"


def _consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in "aeiou"


def index_forms(lemmas: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Form → (lemma, kind) for many verbs; kind is base, third, past, participle or gerund (past wins a tie).

    Examples
    --------
    >>> index_forms(frozenset({"plan"}))["planning"]
    ('plan', 'gerund')
    """
    table: dict[str, tuple[str, str]] = {}
    for lemma in sorted(lemmas):
        made = forms(lemma)
        for kind in ("gerund", "participle", "past", "third", "base"):
            table[getattr(made, kind)] = (lemma, kind)
    return table
