"""Whether a text is English: by its little words, and only where these fail by a trained model (py3langid, offline)."""

from __future__ import annotations

import re

from tocsin.reading.lexicon import lex

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
LOOKED_AT = 4_000  # code points
_LEAST_WORDS, _LEAST_LETTERS = 8, 12
_SHARE = 0.2  # of the words; English news has about 0.4, and other languages share "in", "an", "am"
NAMES = lex.keys("languages", str)


def other_language(text: str) -> str:
    """The name of the language a text is in where that is not English, else "" (also where it is too short to say).

    >>> other_language("Das Werk baut jeden Monat hundert Boote, sagte der Minister am Freitag.")
    'German'
    >>> other_language("The plant builds a hundred boats a month, the minister said on Friday.")
    ''
    """
    words = _WORD.findall(text[:LOOKED_AT])
    letters = "".join(words)
    latin = len(_LATIN.findall(letters))
    if len(letters) >= _LEAST_LETTERS and 2 * latin < len(letters):
        return _name(words)
    little = sum(word.lower() in lex.little_words for word in words)
    if len(words) < _LEAST_WORDS or little >= _SHARE * len(words):
        return ""
    return _name(words)


def _name(words: list[str]) -> str:
    from py3langid import classify  # loads its model

    code = str(classify(" ".join(words).encode("utf-8", "replace").decode())[0])
    return "" if code == "en" else NAMES.get(code, f"language “{code}”")
