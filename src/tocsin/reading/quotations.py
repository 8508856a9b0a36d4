"""Quotations that run over several sentences take the speaker named at their beginning or end."""

from __future__ import annotations

from tocsin.reading.statements import Statement


def fill_quotations(found: list[Statement]) -> list[Statement]:
    """Give sentences that are all quotation the voice of the quotation's attribution.

    A quotation without any takes the newest speaker before it (the next paragraph of a long quotation).
    """
    voices: dict[int, Statement] = {}
    cited: dict[int, Statement] = {}  # named inside the quotation: speaks on where nobody outside does
    for statement in found:
        if statement.speaker:
            for number in statement.quotes:
                (cited if statement.inner else voices).setdefault(number, statement)
    last: Statement | None = None
    for statement in found:
        if statement.inner:
            _frame(statement, [voices[number] for number in statement.quotes if number in voices])
            continue
        if statement.speaker:
            last = statement
            continue
        if not statement.quote:
            continue
        voice = (
            voices.get(statement.quote) or cited.get(statement.quote) or (last if statement.alone else None)
        )
        if voice is not None:
            statement.speaker, statement.via, statement.said = voice.speaker, list(voice.via), voice.said
    return found


def _frame(inner: Statement, outer: list[Statement]) -> None:
    """Somebody cited inside a quotation speaks through whoever is quoted."""
    for voice in outer[:1]:
        if voice.speaker != inner.speaker:
            inner.via = [*inner.via, voice.speaker, *voice.via]
