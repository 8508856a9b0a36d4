"""Answers, and the assessment that holds them: computed, stored as plain JSON, and read back as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from tocsin import doors
from tocsin.answers.declare import Chart, Column, Figure, Table, column_from, figure_from, table_from
from tocsin.arrays import Draws
from tocsin.errors import InputError, Problem
from tocsin.lineage import Lineage
from tocsin.say import NOTHING, Said, from_json

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Answer:
    """One question answered.

    `rows` are plain values under the declared columns: keys, then quantiles for an answer of kind "draws". `draws` holds
    the arrays behind them by key, each with a leading draw axis, so that scenarios can be compared draw by draw. `parts`
    are the values that sentences are made of; `figures` and `tables` are plain data, ready to be drawn.
    """

    id: str
    kind: Literal["draws", "table"]
    question: Said
    headline: Said
    unit: str
    rows: tuple[Mapping[str, Any], ...]
    lineage: Lineage
    draws: Mapping[str, Draws] = field(default_factory=dict)
    note: Said = NOTHING
    parts: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    declared: tuple[Column, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Every column that some row has, in order of first appearance."""
        return list(dict.fromkeys(key for row in self.rows for key in row))

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the columns that tell rows apart."""
        return tuple(column.name for column in self.declared if column.key)

    def quantiles(self) -> pd.DataFrame:
        """The rows that carry quantiles, as a frame."""
        frame = self.to_frame()
        return frame.dropna(subset=["q50"]) if "q50" in frame else frame.iloc[:0]

    def to_frame(self) -> pd.DataFrame:
        return pd.DataFrame(list(self.rows), columns=self.columns)

    def plot(self, figure: str | None = None) -> Any:
        """One of the answer's figures (the first where none is named) for a notebook: an Altair chart, or a picture that shows itself.

        Raises
        ------
        InputError
            If the answer draws nothing, or nothing of that name.
        """
        wanted = [item for item in self.figures if figure in {None, item.id}]
        if not wanted:
            known = ", ".join(item.id for item in self.figures)
            remedy = f"One of: {known}." if known else "Use .to_frame()."
            raise InputError(Problem(f"answer {self.id!r} has no such figure", remedy, value=figure or ""))
        kind = doors.load("tocsin.charts", Chart)[wanted[0].chart]
        return kind.draw(wanted[0].data, kind.width)

    def to_json(self) -> dict[str, Any]:
        said = {"question": self.question, "headline": self.headline, "note": self.note}
        return {
            "kind": self.kind,
            "question": self.question,
            "headline": self.headline,
            "unit": self.unit,
            "columns": self.columns,
            "rows": [dict(row) for row in self.rows],
            "lineage": self.lineage.to_json(),
            "note": self.note,
            "section": self.section,
            "declared": [column.to_json() for column in self.declared],
            "said": {name: text.to_json() for name, text in said.items() if text},
            "parts": dict(self.parts),
            "figures": [figure.to_json() for figure in self.figures],
            "tables": [table.to_json() for table in self.tables],
        }

    @classmethod
    def from_json(cls, id: str, stored: Mapping[str, Any], draws: Mapping[str, Draws]) -> Answer:
        """An answer as `to_json` stored it, with its draws."""
        said = {name: from_json(text) for name, text in stored["said"].items()}
        return cls(
            id=id, kind=stored["kind"], unit=stored["unit"], rows=tuple(stored["rows"]), draws=draws, parts=stored["parts"],
            question=said["question"], headline=said["headline"], note=said.get("note", NOTHING), section=stored["section"],
            lineage=Lineage.from_json(stored["lineage"]), declared=tuple(column_from(item) for item in stored["declared"]),
            figures=tuple(figure_from(item) for item in stored["figures"]),
            tables=tuple(table_from(item) for item in stored["tables"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Assessment:
    """All answers to one case as of one date.

    `about` says what the case is and what the assessment rests on, `evidence` holds the claims, facts, parameters and
    breaks behind it as tables: with the answers, all that the page needs. `work` is what it was computed from, absent
    where it was read from a file.
    """

    case: str
    as_of: date
    version: str
    seed: int
    draws: int
    converged: bool
    answers: Mapping[str, Answer]
    about: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Table] = field(default_factory=dict)
    work: Any = None

    def __getitem__(self, answer: str) -> Answer:
        if answer not in self.answers:
            raise InputError(
                Problem("no such answer", "One of: " + ", ".join(self.answers) + ".", value=answer)
            )
        return self.answers[answer]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def to_json(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "version": self.version,
            "seed": self.seed,
            "draws": self.draws,
            "converged": self.converged,
            "answers": {key: answer.to_json() for key, answer in self.answers.items()},
            "about": dict(self.about),
            "evidence": {name: table.to_json() for name, table in self.evidence.items()},
        }

    def dumps(self) -> str:
        """The bytes of assessment.json: same case, seed, lock file and machine give the same."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], draws: Mapping[str, Mapping[str, Draws]]) -> Assessment:
        """An assessment as `to_json` stored it; `draws` by answer and key."""
        return cls(
            case=stored["case"], as_of=date.fromisoformat(stored["as_of"]), version=stored["version"], seed=stored["seed"],
            draws=stored["draws"], converged=stored["converged"], about=stored["about"],
            answers={id: Answer.from_json(id, item, draws.get(id, {})) for id, item in stored["answers"].items()},
            evidence={name: table_from(item) for name, item in stored["evidence"].items()},
        )  # fmt: skip


def draws_frame(answers: Sequence[Answer]) -> pd.DataFrame:
    """All draws of all answers in one long frame: answer, key, draw, value."""
    parts = [
        pd.DataFrame({"answer": answer.id, "key": key, "draw": np.arange(len(values)), "value": values})
        for answer in answers
        for key, values in answer.draws.items()
    ]
    empty = pd.DataFrame({"answer": [], "key": [], "draw": [], "value": []})
    frame = pd.concat(parts, ignore_index=True) if parts else empty
    return frame.astype({"answer": "category", "key": "category"})


def draws_from(frame: pd.DataFrame) -> dict[str, dict[str, Draws]]:
    """Draws by answer and key from the frame that `draws_frame` made."""
    found: dict[str, dict[str, Draws]] = {}
    for (answer, key), rows in frame.groupby(["answer", "key"], observed=True, sort=False):
        found.setdefault(str(answer), {})[str(key)] = rows.sort_values("draw")["value"].to_numpy(dtype=float)
    return found


def read_assessment(folder: Path) -> Assessment:
    """What `tocsin assess` stored in a folder.

    Raises
    ------
    InputError
        If the folder holds no assessment, or one of another version that this one can't read.
    """
    file, draws = folder / "assessment.json", folder / "draws.parquet"
    for path in (file, draws):
        if not path.is_file():
            raise InputError(
                Problem("no such file", "Give a folder that `tocsin assess` wrote.", file=str(path))
            )
    try:
        return Assessment.from_json(
            json.loads(file.read_text(encoding="utf-8")), draws_from(pd.read_parquet(draws))
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        remedy = "Run `tocsin assess` again: it may be damaged, or of another version."
        raise InputError(
            Problem(f"can't be read ({type(error).__name__}: {error})", remedy, file=str(folder))
        ) from error
