"""Questions answered: each with draws or a table, units, a headline, and the lineage of every number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.lazy import lazily

if TYPE_CHECKING:
    from tocsin.answers.assessing import assess
    from tocsin.answers.core import Answer, Assessment

__all__ = ["Answer", "Assessment", "assess"]

__getattr__ = lazily(__name__, {"assessing": ("assess",), "core": ("Answer", "Assessment")})
