"""How alike two clauses are: shared stems of their content words, a few synonyms folded."""

from __future__ import annotations

from tocsin.reading.vocabulary import words

_STOP = words(
    "the a an in on at of and or to for from with by that which who this these those it its they their he "
    "his she her is are was were be been being has have had do does did will would could can may might "
    "must should not also as than more most other some new so said says about over into up out after "
    "before when while if but such there then"
)
_SYNONYMS = {
    "diffic": "challe", "proble": "challe", "troubl": "challe", "threat": "challe", "pose": "create", "provid": "create",
    "presen": "create", "become": "create", "uav": "drone", "unmann": "drone", "plant": "factor", "facili": "factor",
    "make": "produc", "manufa": "produc", "build": "produc", "built": "produc", "made": "produc", "moscow": "russia",
    "russia": "russia", "tehran": "iran", "irania": "iran", "kyiv": "ukrain", "suppli": "delive", "provis": "delive",
    "given": "delive", "sent": "delive", "kremli": "russia", "countr": "state", "nation": "state", "aircra": "drone",
}  # fmt: skip


def content_stems(clause: str) -> frozenset[str]:
    """Stems (first six letters) of a clause's content words, bounded in number."""
    stems = set()
    for raw in clause.lower().replace("’s", "").replace("-", " ").split()[:80]:
        word = raw.strip(".,;:!?“”\"'()’‘")
        if len(word) < 3 or word in _STOP:
            continue
        stem = word[:6].rstrip("s") if len(word) <= 6 else word[:6]
        stems.add(_SYNONYMS.get(stem, stem))
    return frozenset(stems)


def similar(first: frozenset[str], second: frozenset[str], *, share: float = 0.3, least: int = 3) -> bool:
    """At least `least` shared stems that make up `share` of the shorter clause."""
    shared = len(first & second)
    return shared >= least and shared >= share * min(len(first), len(second))
