"""Checks of what a user gives: every error names the field, the rule, the value and the remedy.

One rule for all arguments: a number is an int or a float of Python or NumPy (or an array or list of them). Text,
booleans, dates and durations are refused, also where they could be read as numbers, and so is NaN.
"""

from __future__ import annotations

from contextlib import suppress
from numbers import Real
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from tocsin.errors import InputError, Problem


def fail(message: str, remedy: str, column: str = "", value: object = "") -> InputError:
    """The error to raise for one field."""
    return InputError(Problem(message, remedy, column=column, value=str(value)))


def _is_real(value: object) -> TypeGuard[Real]:
    kind = np.asarray(value).dtype.kind
    return kind in "iuf" or (kind == "O" and isinstance(value, Real))


def numbers(owner: str, name: str, value: object, most_axes: int = 1) -> npt.NDArray[np.float64]:
    """`value` as floats; raise unless it is a number or an array with at most `most_axes` axes, without NaN."""
    try:
        array = np.asarray(value)
        if array.size == 0 and array.dtype.kind == "O":
            raise TypeError
        if array.dtype.kind not in "iuf" and not (
            array.dtype.kind == "O" and all(_is_real(element) for element in array.flat)
        ):
            raise TypeError
        array = array.astype(float)
    except (TypeError, ValueError, OverflowError):
        remedy = "Give numbers (seconds for a time)"
        raise fail(f"{owner}: {name} is not a number", remedy, name, value) from None
    if array.ndim > most_axes:
        shape = "one number" if most_axes == 0 else "a number, or an array with one value per replication"
        raise fail(f"{owner}: {name} has the wrong shape", f"Give {shape}", name, array.shape)
    if np.isnan(array).any():
        raise fail(f"{owner}: {name} is out of range", "Give numbers, not NaN", name, "nan")
    return np.asarray(array)


def within(
    owner: str,
    name: str,
    value: object,
    low: float,
    high: float = np.inf,
    *,
    open_low: bool = False,
    finite: bool = False,
    most_axes: int = 1,
) -> npt.NDArray[np.float64]:
    """Raise unless every element of `value` lies in [low, high] (or ]low, high]), and is finite if asked."""
    array = numbers(owner, name, value, most_axes)
    good = (array > low if open_low else array >= low) & (array <= high) & (np.isfinite(array) | (not finite))
    if not np.all(good):
        bound = f"{'above' if open_low else 'from'} {low:g}" + (f" to {high:g}" if np.isfinite(high) else "")
        what = "finite numbers" if finite else "numbers"
        raise fail(f"{owner}: {name} is out of range", f"Give {what} {bound}", name, array[~good].flat[0])
    return array


def whole(
    owner: str, name: str, value: object, low: float, high: float = np.inf, *, most_axes: int = 1
) -> npt.NDArray[np.float64]:
    """Raise unless every element of `value` is a whole number in [low, high], `inf` included if `high` is."""
    array = within(owner, name, value, low, high, most_axes=most_axes)
    if np.any(array != np.floor(array)):
        bad = array[array != np.floor(array)].flat[0]
        raise fail(f"{owner}: {name} counts whole things", "Give whole numbers", name, bad)
    return array


def number(
    owner: str,
    name: str,
    value: object,
    low: float,
    high: float = np.inf,
    *,
    open_low: bool = False,
    finite: bool = False,
) -> float:
    """One number in [low, high]."""
    return float(within(owner, name, value, low, high, open_low=open_low, finite=finite, most_axes=0))


def whole_number(owner: str, name: str, value: object, low: int, high: int) -> int:
    """`value` as an int in [low, high], exact at any size."""
    exact = None
    if np.ndim(np.asarray(value)) == 0 and _is_real(value):
        with suppress(OverflowError, ValueError):  # inf or NaN
            exact = int(value)  # type: ignore[call-overload]
    if exact is None or exact != value or not low <= exact <= high:
        raise fail(f"{owner}: {name} out of range", f"Give a whole number from {low} to {high}", name, value)
    return int(exact)


def one_of(owner: str, name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise unless `value` is one of the allowed words."""
    if not isinstance(value, str) or value not in allowed:
        raise fail(f"{owner}: unknown {name}", f"Use one of: {', '.join(allowed)}", name, value)


def yes_or_no(owner: str, name: str, value: object) -> None:
    """Raise unless `value` is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise fail(f"{owner}: {name} is a question", "Give True or False", name, value)
