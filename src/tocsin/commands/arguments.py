"""Kinds of command-line argument that several commands take."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def at_least(least: int) -> Callable[[str], int]:
    """A whole number of `least` or more, for argparse's `type`."""
    return between(least, None)


def between(least: int, most: int | None) -> Callable[[str], int]:
    """A whole number from `least` to `most` (no upper end where None), for argparse's `type`."""

    def whole(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        if most is not None and value > most:
            raise argparse.ArgumentTypeError(f"must be at most {most}")
        return value

    return whole
