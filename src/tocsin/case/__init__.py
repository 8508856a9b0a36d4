"""A case: a folder of plain files, and the only door to its data."""

from __future__ import annotations

from tocsin.case.facts import Fact
from tocsin.case.view import Case, known_by, load_case

__all__ = ["Case", "Fact", "known_by", "load_case"]
