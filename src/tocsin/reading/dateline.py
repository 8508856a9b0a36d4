"""Datelines: "WASHINGTON (Reuters) -", "KYIV, Ukraine (AP) —"."""

from __future__ import annotations

from tocsin.reading.tokens import Token


def past_dateline(tokens: list[Token], start: int, stop: int) -> int:
    """Past "New Delhi:", "WASHINGTON (Reuters) -", "KYIV, Ukraine (AP) —" at a sentence's beginning."""
    if start:
        return start
    if tokens[0].text.isupper() and len(tokens[0].text) > 2:
        bracket = next((k for k in range(1, min(5, stop)) if tokens[k].text == "("), 0)
        closing = (
            next((k for k in range(bracket, min(bracket + 16, stop)) if tokens[k].text == ")"), 0)
            if bracket
            else 0
        )
        if closing and stop - closing > 4:
            return closing + 1 + (tokens[closing + 1].text in "-–—:")
    for at in range(1, min(14, stop - 3)):
        token = tokens[at]
        if token.text in "—–-:" and (
            token.text == ":" or token.start > tokens[at - 1].end or token.text in "—–"
        ):
            head = [t for t in tokens[:at] if t.kind == "word"]
            proper = all(t.capital or t.lower in ("and", "of", "news") for t in head)
            return at + 1 if proper and len(head) <= 7 else start
        if token.kind == "word" and not token.capital and token.lower not in ("and", "of", "news"):
            break
    return start
