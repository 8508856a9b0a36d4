"""Rows of a CSV file, with the numbers a person sees in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from tocsin.errors import InputError, Problem
from tocsin.tables import read_text


def read_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row's number (the header is row 1) and cells, without empty rows.

    Raises
    ------
    InputError
        If the file is missing, not UTF-8, or not a table (a broken quote can swallow the rest of a file).
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "Save the file as plain CSV with commas; check the quotes of this row."
            raise InputError(
                Problem(f"not a CSV row ({error})", remedy, file=str(path), row=number)
            ) from None
        if number == 1 or any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]
