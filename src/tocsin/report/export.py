"""Answers as CSV and XLSX: safe to open in a spreadsheet, each with a line to cite it by."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.say import msg
from tocsin.schema import neutralise

if TYPE_CHECKING:
    from tocsin.answers.core import Answer, Assessment

_EPOCH = (1980, 1, 1, 0, 0, 0)


def citation(assessment: Assessment, answer: Answer | None = None) -> str:
    """How to cite an answer."""
    values = {
        "case": assessment.case, "day": assessment.as_of, "version": assessment.version, "seed": assessment.seed,
        "draws": assessment.draws,
    }  # fmt: skip
    if answer is None:
        return msg("case {case} as of {day:day}, Tocsin {version}, seed {seed}, {draws} draws.", **values)
    return msg(
        "“{question}” ({id}), case {case} as of {day:day}, Tocsin {version}, seed {seed}, {draws} draws.",
        question=answer.question, id=answer.id, **values,
    )  # fmt: skip


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], cite: str) -> bytes:
    """UTF-8 CSV; the first line is the citation, marked with "#"."""
    buffer = io.StringIO()
    buffer.write(f"# {cite}\n")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(row.get(key)) for key in columns] for row in rows)
    return buffer.getvalue().encode()


def as_xlsx(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], cite: str, name: str) -> bytes:
    """One sheet with a frozen heading and the citation under the table; same rows, same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[^A-Za-z0-9 ._-]", " ", name)[:31]
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([safe(row.get(key)) for key in columns])
    sheet.append([])
    sheet.append([cite])
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer.getvalue())


def safe(value: Any) -> Any:
    """A cell's value: numbers stay numbers, lists become text, text cannot become a formula.

    Examples
    --------
    >>> safe(["C001", "C002"]), safe("=cmd()"), safe(-3)
    ('C001; C002', "'=cmd()", -3)
    """
    if value is None or isinstance(value, (bool, int, float)):
        return "" if value is None else value
    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return neutralise(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text))


def _settled(content: bytes) -> bytes:
    """The workbook without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in sorted(old.namelist()):
            data = old.read(item)
            if item == "docProps/core.xml":
                data = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", b">2000-01-01T00:00:00Z<", data)
            info = zipfile.ZipInfo(item, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()
