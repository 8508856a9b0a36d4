"""Whatever is done to a ledger on disk: it reads, rows stay as they were, and every origin counts at most once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from claims_helpers import claim, number
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tocsin.claims import Claim, Ledger, read_ledger, write_ledger
from tocsin.claims.exchange import export, import_claims
from tocsin.claims.store import accept, add_claim, reject, supersede
from tocsin.errors import InputError

TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)
PLACES = st.integers(0, 30)


class History(RuleBasedStateMachine):
    """Commands in any order, valid or not; what they refuse must leave no trace."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "claims.csv"
        rows = (claim("C001"), number("C002", "launched_in_month", "5", status="draft", scope=""))
        write_ledger([*rows, claim("C003", relation="relays", related_id="C001")], self.path)
        self.seen: dict[str, Claim] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def one(self, place: int) -> str:
        rows = read_ledger(self.path).claims
        return rows[place % len(rows)].id

    def attempt(self, change: object, *args: object, **cells: object) -> None:
        before = self.path.read_bytes()
        try:
            change(self.path, *args, **cells)  # type: ignore[operator]
        except InputError:
            assert self.path.read_bytes() == before

    @rule(text=TEXTS, place=PLACES, how=st.sampled_from(["relays", "denies", "supersedes", "echoes"]))
    def add(self, text: str, place: int, how: str) -> None:
        cells = {
            "published": "2025-03-01",
            "outlet": "Paper",
            "quantity": "qualitative_statement",
            "unit": "topic",
        }
        cells |= {"modality": "asserted", "statement": text, "relation": how, "related_id": self.one(place)}
        self.attempt(add_claim, cells)

    @rule(place=PLACES, text=TEXTS)
    def correct(self, place: int, text: str) -> None:
        self.attempt(supersede, self.one(place), statement=text)

    @rule(place=PLACES, scope=st.sampled_from(["", "all_strike"]), related=PLACES)
    def accept(self, place: int, scope: str, related: int) -> None:
        link = {"relation": "repeats", "related_id": self.one(related)} if related % 2 else {}
        self.attempt(accept, [self.one(place)], scope=scope, **link)

    @rule(place=PLACES)
    def reject(self, place: int) -> None:
        self.attempt(reject, [self.one(place)])

    @rule(form=st.sampled_from(["csv", "ftm"]), trusted=st.booleans(), prefix=st.sampled_from(["", "X"]))
    def bring(self, form: str, trusted: bool, prefix: str) -> None:
        rows = [row for row in read_ledger(self.path) if not row.links][-3:]
        renamed = Ledger(
            tuple(claim(f"{prefix}{row.id}", statement=f"{row.statement}!", note=prefix) for row in rows)
        )
        file = export(renamed, "x", form, self.folder / f"in.{form}")
        self.attempt(import_claims, file, status="accepted" if trusted else "draft")

    @invariant()
    def the_ledger_reads_and_remembers(self) -> None:
        now = {row.id: row for row in read_ledger(self.path)}
        for name, row in self.seen.items():
            assert now[name] == row or row.status == "draft"
        self.seen = now

    @invariant()
    def what_counts_is_one_row_an_origin(self) -> None:
        counted = read_ledger(self.path).accepted()
        replaced = {to for row in read_ledger(self.path) if row.status == "accepted"
                    for how, to in row.links if how == "supersedes"}  # fmt: skip
        assert all(row.status == "accepted" and row.id not in replaced for row in counted)
        assert not any(to in counted.originals() for row in counted.originals() for to in row.echoes)


History.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
test_any_history = History.TestCase
