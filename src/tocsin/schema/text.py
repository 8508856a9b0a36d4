"""The text of a file: UTF-8 without control characters, and days in one form."""

from __future__ import annotations

import gzip
import re
import zlib
from datetime import date
from pathlib import Path

from tocsin.errors import InputError, Problem

START_A_CASE = "Create it, or start a case with `tocsin new DIR`."
_GZIP = b"\x1f\x8b"  # a table may come compressed
_AS_UTF8 = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
# Control characters but tab and the ends of lines, and what stands for bytes that are not UTF-8.
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|\r(?!\n)")


def read_text(path: Path, remedy: str = START_A_CASE) -> str:
    """The text of a file; `remedy` is what to do when it is missing.

    Raises
    ------
    InputError
        If the file is missing, may not be read, or is not UTF-8.
    """
    raw = _read_bytes(path, remedy)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                f"byte {error.start} is not UTF-8",
                _AS_UTF8,
                file=str(path),
                row=raw.count(b"\n", 0, error.start) + 1,
                value=f"0x{raw[error.start]:02x}",
            )
        ) from None


def read_csv_text(path: Path, remedy: str = START_A_CASE) -> str:
    """The text of a CSV file, for `split_csv`: bytes that are not UTF-8 survive as lone surrogates."""
    return _read_bytes(path, remedy).decode("utf-8-sig", errors="surrogateescape")


def unfit(text: str) -> tuple[str, str] | None:
    """What is wrong with the first character that no text of a case may hold, and what to do; None where there is none.

    Examples
    --------
    >>> unfit("two\\nlines"), unfit("a\\x1b[2Jb")
    (None, ('a control character (U+001B)', 'Delete it.'))
    """
    bad = _UNFIT.search(text)
    if bad is None:
        return None
    code = ord(bad.group())
    if 0xDC80 <= code <= 0xDCFF:
        return f"byte 0x{code - 0xDC00:02x} is not UTF-8", _AS_UTF8
    what = "a NUL byte" if code == 0 else "a control character" if code < 0xD800 else "half of a character"
    return f"{what} (U+{code:04X})", "Delete it."


def blanked(text: str) -> str:
    """The same text, at the same places, with a space for every character that no text of a case may hold.

    Examples
    --------
    >>> blanked("page one\\x0cpage two")
    'page one page two'
    """
    return _UNFIT.sub(" ", text)


def iso_day(text: str) -> date:
    """A day written YYYY-MM-DD, the one form that all files and options of a case take.

    Raises
    ------
    ValueError
        For anything else, the other forms of ISO 8601 ("20240131", "2024-W05-3") included.

    Examples
    --------
    >>> iso_day("2024-01-31")
    datetime.date(2024, 1, 31)
    """
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _read_bytes(path: Path, remedy: str) -> bytes:
    if not path.is_file():
        raise InputError(Problem("the file is missing", remedy, file=str(path)))
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if raw.startswith(_GZIP) else raw
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        problem = Problem(
            f"cannot be read ({reason})", "Check its permissions, and that it is whole.", file=str(path)
        )
        raise InputError(problem) from error
    head = raw[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) / 3:
        raise InputError(Problem("the file is UTF-16", _AS_UTF8, file=str(path)))
    return raw
