"""Every example in a docstring holds."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import tocsin

MODULES = [item.name for item in pkgutil.walk_packages(tocsin.__path__, "tocsin.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    try:
        module = import_module(name)
    except ImportError as error:  # an optional part that is not installed
        pytest.skip(str(error))
    assert doctest.testmod(module).failed == 0
