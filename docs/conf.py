"""Sphinx settings: `python -m sphinx -W -b html docs build/docs`."""

from __future__ import annotations

from tocsin import __version__

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
