"""One independent random stream per label, so that adding an input later never moves the draws of an earlier one."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, *labels: str | int) -> np.random.Generator:
    """A generator addressed by `seed` and a path of labels.

    Examples
    --------
    >>> bool(stream(1, "launches").random() == stream(1, "launches").random())
    True
    >>> bool(stream(1, "launches").random() == stream(1, "leak_share").random())
    False
    """
    # The type is part of the address: the label "1" and the label 1 are different streams.
    path = "\x1f".join(f"{type(label).__name__}:{label}" for label in labels)
    digest = hashlib.sha256(f"{seed}\x1f{path}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))
