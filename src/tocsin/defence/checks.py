"""Checks of what a user gives: every error names the field, the rule, the value and the remedy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.errors import InputError, Problem


def fail(message: str, remedy: str, column: str = "", value: object = "") -> InputError:
    """The error to raise for one field."""
    return InputError(Problem(message, remedy, column=column, value=str(value)))


def numbers(owner: str, name: str, value: Any, most_axes: int = 1) -> npt.NDArray[np.float64]:
    """`value` as floats; raise unless it is a number or an array with at most `most_axes` axes."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise fail(f"{owner}: {name} is not a number", "Give numbers", name, value) from None
    if array.ndim > most_axes:
        shape = "one number" if most_axes == 0 else "a number, or an array with one value per replication"
        raise fail(f"{owner}: {name} has the wrong shape", f"Give {shape}", name, array.shape)
    return array


def within(
    owner: str, name: str, value: Any, low: float, high: float, *, open_low: bool = False, most_axes: int = 1
) -> npt.NDArray[np.float64]:
    """Raise unless every element of `value` lies in [low, high] (or ]low, high])."""
    array = numbers(owner, name, value, most_axes)
    good = (array > low if open_low else array >= low) & (array <= high)
    if not np.all(good):
        bound = f"{'above' if open_low else 'from'} {low:g}" + (f" to {high:g}" if np.isfinite(high) else "")
        raise fail(f"{owner}: {name} is out of range", f"Give numbers {bound}", name, array[~good].flat[0])
    return array


def whole(owner: str, name: str, value: Any, low: float, high: float, *, most_axes: int = 1) -> None:
    """Raise unless every element of `value` is a whole number in [low, high]."""
    array = within(owner, name, value, low, high, most_axes=most_axes)
    if np.any(array != np.floor(array)):
        bad = array[array != np.floor(array)].flat[0]
        raise fail(f"{owner}: {name} counts whole things", "Give whole numbers", name, bad)


def whole_number(owner: str, name: str, value: Any, low: int, high: int) -> int:
    """`value` as an int in [low, high], exact at any size."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        number = low - 1
    if number != value or not low <= number <= high:
        raise fail(f"{owner}: {name} out of range", f"Give a whole number from {low} to {high}", name, value)
    return number


def one_of(owner: str, name: str, value: Any, allowed: tuple[str, ...]) -> None:
    """Raise unless `value` is one of the allowed words."""
    if value not in allowed:
        raise fail(f"{owner}: unknown {name}", f"Use one of: {', '.join(allowed)}", name, value)
