"""The page: sections and drawn figures through one Jinja2 template into one self-contained file."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tocsin import say
from tocsin.answers.declare import Column, Figure, Table
from tocsin.report.bars import bar
from tocsin.report.export import citation
from tocsin.report.palette import DARK, LIGHT, css_variables
from tocsin.report.render import FONTS, NARROW, WIDE, Renderer, inline
from tocsin.report.sections import bottom, method
from tocsin.report.source import Section, Source, anchor, bound, plain
from tocsin.say import msg

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
_CLAIMS_IN_CELL = 8
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


@dataclass(frozen=True)
class Drawn:
    """A figure with its two SVGs, ready for the page."""

    figure: Figure
    wide: Markup
    narrow: Markup


def draw(figure: Figure, renderer: Renderer) -> Drawn:
    """Render a figure at both widths."""
    label = plain(f"{figure.title}. {figure.alt}")
    parts = [
        Markup(inline(renderer.svg(figure.chart, figure.data, width), prefix=f"{figure.id}-{name}", label=label, css_class=name))
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    ]  # fmt: skip
    return Drawn(figure, *parts)


def page(source: Source, sections: Sequence[Section], drawn: Mapping[str, Drawn]) -> str:
    """The whole document."""
    parts = page_parts(source, sections, drawn)
    return levels_bound(environment(parts.pop("targets")).get_template("report.html.jinja").render(**parts))


def levels_bound(html: str) -> str:
    """No line break between a number and its per cent sign."""
    return re.sub(r"(?<=\d) %", "\u00a0%", html)


def page_parts(source: Source, sections: Sequence[Section], drawn: Mapping[str, Drawn]) -> dict[str, Any]:
    """What the templates need; `targets` are the ids of rows that claims, facts and parameters can link to."""
    assessment = source.assessment
    targets = {row_id(table, row) for section in sections for table in section.tables for row in table.rows}
    return {
        "assessment": assessment,
        "about": assessment.about,
        "title": bottom.title(source),
        "standing": bottom.standing(source),
        "questions": bottom.questions(source),
        "sections": sections,
        "drawn": drawn,
        "trails": method.trails(source),
        "cite": citation(assessment),
        "style": style(),
        "script": Markup((HERE / "static" / "report.js").read_text(encoding="utf-8")),
        "targets": frozenset(targets),
    }


def style() -> Markup:
    """The style sheet with palette and fonts embedded."""
    css = (HERE / "static" / "report.css").read_text(encoding="utf-8")
    parts = {
        "/*LIGHT*/": css_variables(LIGHT),
        "/*DARK*/": css_variables(DARK),
        "/*REGULAR*/": _font("Regular"),
        "/*SEMIBOLD*/": _font("SemiBold"),
    }
    for mark, value in parts.items():
        css = css.replace(mark, value)
    return Markup(css)


@cache
def _font(weight: str) -> str:
    encoded = base64.b64encode((FONTS / f"Inter-{weight}.woff2").read_bytes()).decode()
    return f"url(data:font/woff2;base64,{encoded}) format('woff2')"


def environment(targets: frozenset[str] = frozenset(), *folders: Path) -> Environment:
    """Jinja2 with autoescape on, undefined names an error, and the page's filters; `folders` hold further templates."""
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=say.day, month=say.month, number=say.number, safe_url=safe_url, anchor=anchor, bound=bound
    )
    made.globals.update(
        _=msg,
        bar=bar,
        own=own,
        row_id=row_id,
        numeric=is_numeric,
        cell=lambda column, row: cell(column, row, targets),
        ref=lambda prefix, item: reference(prefix, item, targets),
    )
    return made


def own(text: Any) -> Markup:
    """Text written by others: escaped, without direction overrides, isolated where it runs right to left.

    Examples
    --------
    >>> own("<b>\\u202e x")
    Markup('&lt;b&gt; x')
    >>> own("\u05d0 1")
    Markup('<bdi>\u05d0 1</bdi>')
    """
    bare = plain(text)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in bare):
        return Markup("<bdi>{}</bdi>").format(bare)
    return escape(bare)


def safe_url(url: Any) -> str:
    """`url` if it is an absolute http or https address, else empty.

    Examples
    --------
    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("//x"), safe_url("http://[")
    ('https://example.org/a', '', '', '')
    """
    text = str(url or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    printable = text.isprintable() and not any(character in text for character in "\"'<>` ")
    return text if parts.scheme in {"http", "https"} and parts.netloc and printable else ""


def row_id(table: Table, row: Mapping[str, Any]) -> str:
    """Where links to a claim, a fact or a parameter land; other rows need no id."""
    prefix, key = {
        "t-claims": ("claim", "id"),
        "t-facts": ("fact", "id"),
        "t-parameters": ("parameter", "name"),
    }.get(table.id, ("", ""))
    return _target(prefix, str(row[key])) if prefix else ""


def _target(prefix: str, item: str) -> str:
    return f"{prefix}-{re.sub(r'[^A-Za-z0-9._-]', '-', item)}"


def is_numeric(column: Column) -> bool:
    return column.type in {"number", "share", "usd"}


def cell(column: Column, row: Mapping[str, Any], targets: frozenset[str]) -> Markup:
    """A table cell's content."""
    value = row.get(column.name)
    if column.name == "id" and row.get("url") is not None:
        return _sourced(row)
    if value is None or value == "":
        return Markup("later") if column.type == "date" and column.name.startswith("q") else Markup("")
    if column.type == "ids":
        items = [value] if isinstance(value, str) else list(value)
        more = (
            escape(msg(" and {count:exact} more", count=len(items) - _CLAIMS_IN_CELL))
            if len(items) > _CLAIMS_IN_CELL
            else Markup("")
        )
        return Markup(", ").join(reference("claim", item, targets) for item in items[:_CLAIMS_IN_CELL]) + more
    formats: dict[str, Any] = {
        "number": say.exact,
        "share": say.percent,
        "usd": say.money,
        "period": say.month,
    }
    if (column.type in formats and not isinstance(value, str)) or column.type == "period":
        return (
            escape(formats[column.type](value))
            if not isinstance(value, bool)
            else Markup("yes" if value else "no")
        )
    if column.type == "date":
        return Markup("<time>{}</time>").format(str(value)[:10])
    return own(value)


def _sourced(row: Mapping[str, Any]) -> Markup:
    url = safe_url(row["url"])
    if not url:
        return own(row["id"])
    return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(url, own(row["id"]))


def reference(prefix: str, item: str, targets: frozenset[str]) -> Markup:
    """A claim, fact or parameter as a link to its row, or as plain text where the page has no such row."""
    target = _target(prefix, item)
    if target in targets:
        return Markup('<a href="#{}">{}</a>').format(target, plain(item))
    return own(item)
