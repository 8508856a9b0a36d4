"""Input: plain text, HTML (trafilatura) and PDF (pypdf), with the publication date that the document itself shows."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.errors import InputError, MissingExtra, Problem

_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Document:
    """A report's text, where it came from, and the date it shows, if any; the date is for a person to confirm."""

    text: str
    kind: str  # text, html, pdf
    name: str
    detected: date | None = None
    title: str = ""
    url: str = ""


def load_document(path: str) -> Document:
    """Read a file, or standard input for "-"; the content decides what it is.

    Raises
    ------
    InputError
        Missing file, undecodable bytes, or nothing to read in it.
    MissingExtra
        HTML or PDF without the optional part installed.
    """
    data = sys.stdin.buffer.read() if path == "-" else _bytes(path)
    name = "standard input" if path == "-" else path
    if data[:5] == b"%PDF-":
        return from_pdf(data, name)
    if data[:512].lstrip().lower().startswith(_HTML_STARTS) or name.lower().endswith((".html", ".htm")):
        return from_html(data, name)
    return Document(_decode(data, name), "text", name)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise InputError(
            Problem(
                f"cannot read the report: {reason}", "Give a readable file, or - for standard input", path
            )
        ) from None


def _decode(data: bytes, name: str) -> str:
    """UTF-8 with or without a mark; anything else is named, not guessed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            f"byte 0x{data[error.start]:02x} is not UTF-8", "Save the file as UTF-8", name, row=row
        )
        raise InputError(problem) from None


def from_html(data: bytes, name: str) -> Document:
    """Main text of an HTML page by trafilatura, and the date, title and address its metadata give."""
    try:
        import trafilatura
    except ImportError:
        raise MissingExtra("reading HTML", "html") from None
    page = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False)
    text = str(getattr(page, "text", None) or "") if page is not None else ""
    if not text.strip():
        raise InputError(
            Problem("no article text was found in the page", "Save the article as plain text", name)
        )
    return Document(
        text, "html", name, _iso(getattr(page, "date", None)),
        str(getattr(page, "title", None) or ""), str(getattr(page, "url", None) or ""),
    )  # fmt: skip


def from_pdf(data: bytes, name: str) -> Document:
    """Text of all pages by pypdf, and the date its metadata give."""
    import io

    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MissingExtra("reading PDF", "pdf") from None
    try:
        reader = PdfReader(io.BytesIO(data))
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        made = reader.metadata.creation_date if reader.metadata else None
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        message = f"the PDF cannot be read: {type(error).__name__}"
        raise InputError(Problem(message, "Save the report as text", name)) from None
    if not text.strip():
        raise InputError(
            Problem("the PDF holds no text, perhaps only scanned pages", "Recognise its text first", name)
        )
    return Document(text, "pdf", name, made.date() if made else None, title)


def _iso(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
