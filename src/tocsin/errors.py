"""Errors a user can act on: each names the file, row, column, value and what would be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    `row` is the line a person sees in a spreadsheet (the header is row 1); `remedy` says what would be accepted.
    """

    message: str
    remedy: str
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column!r}")
        place = ", ".join(where)
        shown = f" (got {_clip(self.value)!r})" if self.value else ""
        return f"{place + ': ' if place else ''}{self.message}{shown}. {self.remedy}"


class TocsinError(Exception):
    """Base of every error raised for the user's input; the command line prints it without a traceback."""


class InputError(TocsinError):
    """One or more problems found in an input; nothing was written and nothing was lost."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MissingExtra(TocsinError):
    """An optional dependency is needed; the message names the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs an optional part of Tocsin. Install it, in the folder of Tocsin's source, with: "
            f"pip install '.[{extra}]'"
        )


def _clip(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
