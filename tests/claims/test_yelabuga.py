"""The flagship case: nothing dropped, words as intervals, the fourteen known clashes found, consistent rows left alone."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from claims_helpers import ROOT, YELABUGA

from tocsin.claims import Finding, Ledger, check
from tocsin.claims.tables import merge_bargain

HERE = Path(__file__).parent
SHARED = ROOT.parent / "shared"
# Clashes of the case's list that the ledger's numbers and links can show: all fourteen.
CONFLICTS = set(map(str, range(1, 15)))
PRECISION = 0.95


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def findings(yelabuga: Ledger) -> list[Finding]:
    return check(yelabuga)


def key(finding: Finding) -> tuple[str, str]:
    return finding.rule, " ".join(finding.claims)


def test_every_known_clash_is_found_and_labelled(findings: list[Finding]) -> None:
    labels = {(row["rule"], row["claims"]): row for row in rows(HERE / "labelled_findings.csv")}
    found = {key(finding) for finding in findings}
    shown = {
        labels[item]["conflict"] for item in found if item in labels and labels[item]["verdict"] == "true"
    }
    assert shown >= CONFLICTS


def test_precision_on_the_labelled_sample(findings: list[Finding]) -> None:
    labels = {(row["rule"], row["claims"]): row["verdict"] for row in rows(HERE / "labelled_findings.csv")}
    verdicts = [labels.get(key(finding), "unlabelled") for finding in findings]
    assert "unlabelled" not in verdicts, "label new findings in labelled_findings.csv"
    assert verdicts.count("true") / len(verdicts) >= PRECISION


def test_consistent_rows_are_left_alone(yelabuga: Ledger) -> None:
    """Two rows labelled as consistent, checked alone, give no finding (being counted in two scopes is none)."""
    pairs = [(row["first"], row["second"]) for row in rows(HERE / "consistent_pairs.csv")]
    alarms = [
        (finding.rule, *pair)
        for pair in pairs
        for finding in check(Ledger((yelabuga[pair[0]], yelabuga[pair[1]])))
        if len(finding.claims) > 1 and finding.rule != "mixed_scopes"
    ]
    assert len(pairs) >= 60
    assert len(alarms) / len(pairs) <= 0.05, alarms


def test_messages_are_sentences(findings: list[Finding]) -> None:
    for finding in findings:
        assert finding.message[0].isupper() or finding.message[0].isdigit()
        assert finding.message.rstrip()[-1] in ".!)”"
        assert not re.search(r"\bNone\b|nan|_units|_per_", finding.message), finding.message


def test_counts_and_shape(yelabuga: Ledger) -> None:
    kinds = Counter("first report" if row.id.startswith("S") else "collected" for row in yelabuga)
    split = [row for row in yelabuga if row.id.endswith("a")]
    assert kinds == {"first report": 28, "collected": 374 + len(split)}
    assert {row.id for row in yelabuga} >= {f"C{number:03d}" for number in range(1, 375)}
    assert all(row.origin_group and row.source_class and row.attributed_to for row in yelabuga)
    assert all(row.scope for row in yelabuga if row.kind.scoped and row.has_value)


def test_words_are_intervals(yelabuga: Ledger) -> None:
    vague = {row.id: row.numbers for row in yelabuga.where() if row.qualifier == "vague"}
    assert vague["C053"] == (200, None, 999)
    assert vague["C135"] == (2000, None, 9999)
    assert vague["S07"] == (200, None, 999)


def test_nothing_is_known_after_2025(yelabuga: Ledger) -> None:
    assert max(row.known_on for row in yelabuga) <= date(2025, 12, 31)
    inferred = [row for row in yelabuga if row.published_precision == "inferred"]
    assert 90 <= len(inferred) <= 180
    assert all(row.known_on == row.published_latest for row in inferred)
    assert all(row.known_on == row.published for row in yelabuga if row.published_precision == "day")


def test_the_first_report_carries_positions_not_text(yelabuga: Ledger) -> None:
    seed = [row for row in yelabuga if row.id.startswith("S")]
    assert all(row.text_sha256 and row.start_char is not None and row.end_char for row in seed)
    assert all(0 < len(row.exact.split()) <= 4 for row in seed)
    assert not any(row.prefix or row.suffix for row in seed)


@pytest.mark.skipif(not (SHARED / "seed" / "report.txt").is_file(), reason="the report is not shipped")
def test_positions_point_into_the_report(yelabuga: Ledger) -> None:
    text = (SHARED / "seed" / "report.txt").read_text(encoding="utf-8")
    for row in yelabuga:
        if row.id.startswith("S"):
            assert row.start_char is not None
            assert text[row.start_char :].startswith(row.exact)
            assert row.statement not in text


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the collected table is not shipped")
def test_nothing_was_dropped(yelabuga: Ledger) -> None:
    for row in rows(SHARED / "data" / "claims_to_2025-12.csv"):
        claim = yelabuga[row["id"]]
        assert (claim.outlet, claim.url, claim.attributed_to) == (
            row["outlet"],
            row["url"],
            row["attributed_to"],
        )
        assert claim.published.isoformat() == row["published"]
        assert claim.note.startswith(row["note"])
        given = {
            float(row[name]) for name in ("value_low", "value_best", "value_high") if _is_number(row[name])
        }
        kept = {value for value in claim.numbers if value is not None} | set(_numbers(claim.note))
        assert given <= kept or claim.kind.is_date, (row["id"], given, kept)


def test_bargain_as_of_a_date_knows_no_later_status(yelabuga: Ledger) -> None:
    table = rows(YELABUGA / "bargain.csv")
    assert all(row["claims"] in yelabuga for row in table)

    def status(day: str) -> dict[str, str]:
        view = yelabuga.as_of(date.fromisoformat(day))
        return {row["item"]: row["status"] for row in merge_bargain(r for r in table if r["claims"] in view)}

    assert status("2023-02-15")["Su-35 fighters"] == "promised"
    assert status("2025-12-31")["Su-35 fighters"] == "not delivered"
    assert "faster drone with a new engine" in status("2023-02-15")
    assert len(merge_bargain(table)) == 8


def test_people_are_named_in_claims(yelabuga: Ledger) -> None:
    table = rows(YELABUGA / "people.csv")
    names = {row["name"] for row in table}
    assert {"Abdollah Mehrabi", "Ghassem Damavandian", "Quds Aviation Industry"} <= names
    assert len(names) == len(table)
    for row in table:
        assert all(claim in yelabuga for claim in row["claims"].split())
        assert row["kind"] in {"person", "organisation"}
    assert "address" not in json.dumps(table).lower()


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?(e\d+)?", text))


def _numbers(text: str) -> list[float]:
    return [float(part) for part in re.findall(r"\d+(?:\.\d+)?", text)]
