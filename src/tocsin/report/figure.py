"""What a section of the page is made of: the sentences around its answers' figures and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from tocsin.answers.declare import Figure, Table


@dataclass(frozen=True)
class Section:
    """One section: a grey label, a bold sentence, at most one paragraph, figures and tables, a caveat."""

    id: str
    label: str
    sentence: Markup
    paragraph: Markup = field(default_factory=Markup)
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    caveat: Markup = field(default_factory=Markup)
    missing: Sequence[str] = ()
