"""Sphinx settings: `python -m sphinx -W -b html docs build/docs`."""

from __future__ import annotations

from sphinx.application import Sphinx

from tocsin import __version__
from tocsin.answers.registry import questions
from tocsin.programme.ensemble.members import MEMBERS

project = "Tocsin"
author = "The Tocsin developers"
copyright = "2026, the Tocsin developers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
html_theme = "furo"
html_title = "Tocsin"
exclude_patterns = ["_build"]
nitpicky = False


def members_table() -> str:
    """The members of the launch ensemble, from the objects themselves."""
    rows = ["| member | what it does | published | name in hubs |", "|---|---|---|---|"]
    for member in MEMBERS:
        for one in (member, member.claim_free):
            if one is not None:
                told = "yes" if one.pooled else "scored only"
                rows.append(f"| *{one.name}* | {one.sentence} | {told} | `tocsin-{one.hub_name}` |")
    return "\n".join(rows)


def answers_table() -> str:
    """Every answer as its file declares it."""
    rows = ["| answer | question | needs | columns (**keys**, units) | how |", "|---|---|---|---|---|"]
    for one in questions().values():
        columns = ", ".join(
            f"**{column.name}**"
            if column.key
            else f"{column.name} [{column.unit}]"
            if column.unit
            else column.name
            for column in one.columns
            if not column.name.startswith("q")
        )
        page = f"[{one.documented.removesuffix('.md')}]({one.documented})"
        rows.append(f"| `{one.id}` | {one.asks} | {', '.join(one.needs)} | {columns} | {page} |")
    return "\n".join(rows)


def fill_in(app: Sphinx, name: str, source: list[str]) -> None:
    """Put tables that are made from the code where a page asks for them."""
    source[0] = source[0].replace("<!-- table of members -->", members_table())
    source[0] = source[0].replace("<!-- table of answers -->", answers_table())


def setup(app: Sphinx) -> None:
    app.connect("source-read", fill_in)
