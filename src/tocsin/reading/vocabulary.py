"""How this room writes word lists: one string, read once into a set."""

from __future__ import annotations


def words(*texts: str) -> frozenset[str]:
    """The words of one or more strings.

    >>> sorted(words("drone drones"))
    ['drone', 'drones']
    """
    return frozenset(word for text in texts for word in text.split())
