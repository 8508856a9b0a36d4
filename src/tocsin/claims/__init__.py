"""Claims: what was said, by whom, through whom, when and how firmly; and where claims clash."""

from __future__ import annotations

from tocsin.claims.checks import Finding, check
from tocsin.claims.ledger import Ledger, read_ledger, write_ledger
from tocsin.claims.model import Claim

__all__ = ["Claim", "Finding", "Ledger", "check", "read_ledger", "write_ledger"]
