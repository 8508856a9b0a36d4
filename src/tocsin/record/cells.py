"""Rows of a CSV file, with the numbers a person sees in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tocsin.schema import read_csv_text, split_csv


def read_cells(path: Path, remedy: str = "Give a file that exists.") -> Iterator[tuple[int, list[str]]]:
    """Each row's number (the header is row 1) and cells, without empty rows.

    Parameters
    ----------
    remedy
        What to do when the file is missing.

    Raises
    ------
    InputError
        If the file is missing, not UTF-8, or not a table (a broken quote can swallow the rest of a file).
    """
    for number, cells in split_csv(read_csv_text(path, remedy), str(path)):
        yield number, [cell.strip() for cell in cells]
