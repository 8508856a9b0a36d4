"""The report: one self-contained page, its figures and tables, and PDF where Chromium is at hand.

`write(assessment, out_dir)` is the whole of it; `chart_of(answer)` gives a notebook the same charts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.report.files import chart_of, write
    from tocsin.report.pdf import write_pdf

__all__ = ["chart_of", "write", "write_pdf"]


def __getattr__(name: str) -> Any:
    if name in {"write", "chart_of"}:
        from tocsin.report import files

        return getattr(files, name)
    if name == "write_pdf":
        from tocsin.report.pdf import write_pdf

        return write_pdf
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
