"""The report: one self-contained page, its figures and tables, and PDF where Chromium is at hand.

`write(assessment, out_dir)` is the whole of it: a pure function of what `assessment.json` and the draws hold.
"""

from __future__ import annotations

from tocsin.report.files import write
from tocsin.report.pdf import write_pdf

__all__ = ["write", "write_pdf"]
