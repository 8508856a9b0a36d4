"""How alike two clauses are: shared stems of their content words, a few synonyms folded."""

from __future__ import annotations

from tocsin.reading.lexicon import lex

_SYNONYMS = lex.keys("synonyms", str)


def content_stems(clause: str) -> frozenset[str]:
    """Stems (first six letters) of a clause's content words, bounded in number."""
    stems = set()
    for raw in clause.lower().replace("’s", "").replace("-", " ").split()[:80]:
        word = raw.strip(".,;:!?“”\"'()’‘")
        if len(word) < 3 or word in lex.stop_words:
            continue
        stem = word[:6].rstrip("s") if len(word) <= 6 else word[:6]
        stems.add(_SYNONYMS.get(stem, stem))
    return frozenset(stems)


def similar(first: frozenset[str], second: frozenset[str], *, share: float = 0.3, least: int = 3) -> bool:
    """At least `least` shared stems that make up `share` of the shorter clause."""
    shared = len(first & second)
    return shared >= least and shared >= share * min(len(first), len(second))
