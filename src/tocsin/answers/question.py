"""A question: what an answer's file declares, and how its answer is put together.

Page, `diff`, `why`, notebook, exports, app and the JSON schema walk these declarations and know no answer by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tocsin.answers.core import Answer
from tocsin.answers.declare import Column, Figure, Found, Table
from tocsin.answers.work import Work
from tocsin.say import Said

Need = Literal["record", "claims", "programme", "defence", "geography", "alerts", "backtest", "fit"]


@dataclass(frozen=True)
class Question:
    """One question: an answer's file makes one, and the registry finds it.

    Attributes
    ----------
    id : str
        As in `tocsin why CASE ID`, such as "output.when".
    asks : Said
        The question in words; an answer may ask it with the case's own values.
    section : str
        The section of the page it belongs to (`SECTIONS`); `rank` orders answers on the page and in assessment.json.
    kind, unit
        "draws" where rows carry quantiles, and their unit.
    columns : sequence of Column
    needs : sequence of str
        What a case must hold for the question to be asked.
    compute : callable
        ``compute(work) -> Found``.
    figures : sequence of callable
        ``figure(answer, work) -> Figure | None``, in the order of the page; tables likewise.
    documented : str
        The page of the documentation that says how it is answered.
    """

    id: str
    asks: Said
    section: str
    rank: int
    kind: Literal["draws", "table"]
    unit: str
    columns: Sequence[Column]
    needs: Sequence[Need]
    compute: Callable[[Work], Found]
    documented: str
    figures: Sequence[Callable[[Answer, Work], Figure | None]] = ()
    tables: Sequence[Callable[[Answer, Work], Table | None]] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns that tell rows apart."""
        return tuple(column.name for column in self.columns if column.key)

    def answer(self, work: Work) -> Answer:
        """Compute the answer, its figures and tables."""
        found = self.compute(work)
        bare = Answer(
            id=self.id, kind=self.kind, question=found.question or self.asks, headline=found.headline, unit=self.unit,
            rows=tuple(found.rows), lineage=found.lineage, draws=found.draws, note=found.note, parts=found.parts,
        )  # fmt: skip
        return self.dressed(bare, work)

    def dressed(self, bare: Answer, work: Work) -> Answer:
        """An answer under its declaration, with its figures and tables."""
        bare = replace(bare, section=self.section, declared=tuple(self.columns))
        figures = (make(bare, work) for make in self.figures)
        tables = (make(bare, work) for make in self.tables)
        return replace(
            bare,
            figures=tuple(replace(figure, answer=self.id) for figure in figures if figure is not None),
            tables=tuple(table for table in tables if table is not None and table.rows),
        )


SECTIONS = ("how-many", "gets-through", "enough", "warning", "money", "watch", "said", "track", "method")
"""Sections of the page, in order; the bottom line above them is made from their answers."""
