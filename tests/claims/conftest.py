from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from claims_helpers import YELABUGA

from tocsin.claims import Ledger, read_ledger


@pytest.fixture(scope="session")
def yelabuga() -> Ledger:
    return read_ledger(YELABUGA / "claims.csv")
