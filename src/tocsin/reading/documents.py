"""Input: plain text, HTML (trafilatura) and PDF (pypdf), with the publication date that the document itself shows."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
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
    notes: tuple[str, ...] = ()  # what was guessed or mended on the way in


def load_document(path: str, encoding: str = "") -> Document:
    """Read a file, or standard input for "-"; the content decides what it is.

    Parameters
    ----------
    path
        The file.
    encoding
        Of plain text, where a person knows it; else UTF-8, or what charset-normalizer finds the text to be.

    Raises
    ------
    InputError
        Missing file, undecodable bytes, an unknown encoding, or nothing to read in it.
    MissingExtra
        HTML or PDF without the optional part installed.
    """
    data = sys.stdin.buffer.read() if path == "-" else _bytes(path)
    name = "standard input" if path == "-" else path
    if data[:5] == b"%PDF-":
        return _mended(from_pdf(data, name))
    if data[:512].lstrip().lower().startswith(_HTML_STARTS) or name.lower().endswith((".html", ".htm")):
        return _mended(from_html(data, name))
    text, notes = _decode(data, name, encoding)
    return _mended(Document(text, "text", name, notes=notes))


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


def _decode(data: bytes, name: str, encoding: str) -> tuple[str, tuple[str, ...]]:
    """The encoding named, else UTF-8, else the one detected where the text then reads as some language."""
    try:
        return data.decode(encoding or "utf-8-sig"), ()
    except LookupError:
        raise InputError(
            Problem("no such encoding", "Use a name such as windows-1252", value=encoding)
        ) from None
    except UnicodeDecodeError as error:
        found = None if encoding else _detected(data)
        if found is not None:
            note = f"CHECK: not UTF-8, read as {found[1]}; --encoding NAME says otherwise"
            return found[0], (note,)
        row = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not {encoding or 'UTF-8'}"
        raise InputError(
            Problem(what, "Save the file as UTF-8, or name its encoding with --encoding", name, row=row)
        ) from None


def _detected(data: bytes) -> tuple[str, str] | None:
    """Text and name of the encoding found; None where nothing speaks for one."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or not (best.bom or best.coherence > 0):
        return None
    return str(best).removeprefix("\ufeff"), best.encoding


def _mended(document: Document) -> Document:
    """Text that was decoded wrongly before it came here ("â€œ" for “) set right by ftfy."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(document.text):
        return document
    text = fix_encoding(document.text)
    if text == document.text:
        return document
    return replace(document, text=text, notes=(*document.notes, "garbled characters (mojibake) were mended"))


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
