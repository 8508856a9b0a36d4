from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from claims_helpers import ROOT, YELABUGA, claim, number

from tocsin.claims import Ledger, read_ledger, write_ledger
from tocsin.claims.checks import all_checks
from tocsin.claims.grading import CREDIBILITY, RELIABILITY, describe
from tocsin.claims.model import COLUMNS
from tocsin.claims.store import (
    accept,
    add_claim,
    append,
    check_claims,
    list_claims,
    next_ids,
    reject,
    supersede,
)
from tocsin.commands.claims import register
from tocsin.errors import InputError
from tocsin.quantities import CREDIBILITY as CREDIBILITY_CODES
from tocsin.quantities import QUANTITIES
from tocsin.quantities import RELIABILITY as RELIABILITY_CODES

CELLS = {
    "published": "2025-03-01", "outlet": "Paper", "attributed_to": "Ministry", "quantity": "launched_in_month",
    "scope": "incl_decoys", "value_low": "500", "unit": "drones", "qualifier": "at_least", "modality": "asserted",
    "statement": "=At least 500 were launched.",
}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    folder.mkdir()
    write_ledger([claim("C001"), claim("C002", status="draft", statement="-draft")], folder / "claims.csv")
    return folder


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args(argv)
    return int(args.run(args))


def test_adding_gives_the_next_id_and_touches_nothing_else(case: Path) -> None:
    before = (case / "claims.csv").read_text().splitlines()
    added = add_claim(case, CELLS)
    after = (case / "claims.csv").read_text().splitlines()
    assert added.id == "C003"
    assert after[:3] == before
    assert read_ledger(case / "claims.csv")["C003"].statement == "=At least 500 were launched."


def test_adding_a_wrong_claim_writes_nothing(case: Path) -> None:
    before = (case / "claims.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        add_claim(case, {**CELLS, "modality": "fact", "value_low": "-1", "colour": "red"})
    assert {problem.column for problem in caught.value.problems} == {"modality", "value_low", "colour"}
    with pytest.raises(InputError, match="duplicate"):
        append(case, [claim("C001")])
    with pytest.raises(InputError, match="no row has this id"):
        append(case, [claim("C009", relation="relays", related_id="C100")])
    assert (case / "claims.csv").read_bytes() == before


def test_drafts_count_for_nothing_until_accepted(case: Path) -> None:
    assert [row.id for row in list_claims(case)] == ["C001"]
    assert [row.id for row in list_claims(case, status="draft")] == ["C002"]
    accept(case, ["C002"], modality="plan")
    assert [(row.id, row.modality) for row in list_claims(case)] == [("C001", "asserted"), ("C002", "plan")]
    assert read_ledger(case / "claims.csv")["C002"].statement == "-draft"


def test_accepting_needs_a_scope_and_a_draft(case: Path) -> None:
    append(case, [number("C003", "launched_in_month", "5", status="draft", scope="")])
    with pytest.raises(InputError, match="needs a scope"):
        accept(case, ["C003"])
    accept(case, ["C003"], scope="all_strike")
    append(case, [number("C004", "launched_in_month", "5", status="draft", outlet="", scope="all_strike")])
    with pytest.raises(InputError, match="no outlet"):
        accept(case, ["C004"])
    assert read_ledger(case / "claims.csv")["C004"].status == "draft"
    with pytest.raises(InputError, match="not a draft"):
        accept(case, ["C001"])
    with pytest.raises(InputError, match="no row has this id"):
        reject(case, ["C777"])


def test_rejected_rows_stay_in_the_file(case: Path) -> None:
    reject(case, ["C002"])
    assert read_ledger(case / "claims.csv")["C002"].status == "rejected"
    assert [row.id for row in list_claims(case, all_rows=True)] == ["C001", "C002"]


def test_a_correction_is_a_new_row(case: Path) -> None:
    new = supersede(case, "C001", statement="Something else was said.")
    ledger = read_ledger(case / "claims.csv")
    assert new.links == (("supersedes", "C001"),)
    assert ledger["C001"].statement == "Something was said."
    assert [row.id for row in ledger.accepted()] == [new.id]


def test_a_correction_keeps_the_links_and_unknown_columns_of_the_row(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    relay = claim("C002", relation="relays", related_id="C001")
    write_ledger([claim("C001"), replace(relay, extra=(("reviewer", "me"),))], path)
    new = supersede(path, "C002", statement="Something was relayed.")
    assert new.links == (("relays", "C001"), ("supersedes", "C002"))
    assert read_ledger(path)[new.id].extra == (("reviewer", "me"),)
    assert [row.id for row in read_ledger(path).accepted().originals()] == ["C001"]


def test_only_the_row_that_counts_is_corrected(case: Path) -> None:
    first = supersede(case, "C001", statement="A first correction.")
    before = (case / "claims.csv").read_bytes()
    with pytest.raises(InputError, match=f"superseded by {first.id} already.*Correct {first.id} instead"):
        supersede(case, "C001", statement="A second one beside it.")
    with pytest.raises(InputError, match="draft counts for nothing"):
        supersede(case, "C002", statement="A correction of what nobody accepted.")
    assert (case / "claims.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda case: accept(case, ["C002"], relation="relays", related_id="C999"), "no row has this id"),
        (lambda case: add_claim(case, {**CELLS, "id": "C9", "relation": "relays", "related_id": "C9"}), "to itself"),
        (lambda case: append(case, [claim("C009"), claim("C009")]), "a duplicate id"),
        (lambda case: append(case, [number("C009", "launched_in_month", "5", status="draft", scope="")] * 2), "dupl"),
    ],
)  # fmt: skip
def test_nothing_is_written_that_could_not_be_read_again(
    case: Path, change: Callable[[Path], object], said: str
) -> None:
    before = (case / "claims.csv").read_bytes()
    with pytest.raises(InputError, match=said):
        change(case)
    assert (case / "claims.csv").read_bytes() == before


def test_next_ids() -> None:
    rows = Ledger((claim("C007"), claim("C012"), claim("S99")))
    assert next_ids(rows, 2) == ["C013", "C014"]
    assert next_ids(Ledger(), 1) == ["C001"]


def test_as_of_reaches_list_and_check() -> None:
    early = list_claims(YELABUGA, as_of=date(2023, 2, 15))
    assert 0 < len(early) < len(list_claims(YELABUGA))
    assert len(check_claims(YELABUGA, as_of=date(2023, 2, 15))) < len(check_claims(YELABUGA))


def test_commands(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("claims", "add", str(case), "--set", *(f"{key}={value}" for key, value in CELLS.items())) == 0
    assert run("claims", "accept", str(case), "C002", "--set", "modality=forecast") == 0
    assert run("claims", "add", str(case), "--supersedes", "C003", "--set", "value_low=600") == 0
    capsys.readouterr()
    assert run("claims", "list", str(case), "--quantity", "launched_in_month", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["value_low"]) for row in listed] == [("C004", "600")]
    assert run("claims", "list", str(case), "--all") == 0
    assert "4 claims" in capsys.readouterr().out
    with pytest.raises(InputError, match="not COLUMN=VALUE"):
        run("claims", "add", str(case), "--set", "modality")
    with pytest.raises(InputError, match="unknown rule"):
        run("claims", "check", str(case), "--rule", "gaps")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--quantity", "launched_in_mnth", "Did you mean 'launched_in_month'?"),
        ("--scope", "everything", "Use one of: alabuga_strike"),
        ("--outlet", "Papr", "Did you mean 'Paper'?"),
    ],
)
def test_an_unknown_filter_value_is_an_error(case: Path, option: str, value: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        run("claims", "list", str(case), option, value)
    assert option in str(caught.value)
    assert value in str(caught.value)
    assert said in str(caught.value)


def test_a_list_of_one_and_a_text_that_nobody_said(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("claims", "list", str(case), "--text", "something was said") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 claim"
    assert run("claims", "list", str(case), "--text", "nothing of the kind") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 claims"


def test_check_command_prints_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("claims", "check", str(YELABUGA), "--as-of", "2023-02-15") == 0
    out = capsys.readouterr().out
    assert "party_alias_collision" in out
    assert "Iran, which is probably meant" in out
    assert run("claims", "check", str(YELABUGA), "--rule", "unit_slip", "--json") == 0
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["claims"] == ["C090"]


def test_import_as_csv_and_ftm(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.csv"
    shutil.copy(case / "claims.csv", other)
    write_ledger([*read_ledger(other), number("C050", "launched_in_month", "5+")], other)
    assert run("claims", "import", str(case), str(other)) == 0
    assert "C001 is already in the ledger" in capsys.readouterr().out
    stored = read_ledger(case / "claims.csv")
    assert [row.id for row in stored] == ["C001", "C002", "C050"]
    assert stored["C050"].status == "draft"


def test_other_tools_get_the_rows_that_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(ROOT / "cases" / "miniature", tmp_path / "case"))
    reject_me, correct_me = (
        claim(name, status=status) for name, status in (("M90", "draft"), ("M91", "accepted"))
    )
    append(folder, [reject_me, correct_me])
    reject(folder, ["M90"])
    supersede(folder, "M91", statement="Something else was said.")
    held = {}
    for form in ("csv", "ftm", "stix", "geojson", "annotation"):
        out = tmp_path / f"out.{form}"
        assert run("export", str(folder), "--to", form, "--out", str(out)) == 0
        held[form] = {name for name in ("M01", "M90", "M91", "M92") if f"{name}" in out.read_text()}
    assert held.pop("csv") == {"M01", "M90", "M91", "M92"}
    assert all("M90" not in ids and {"M01", "M92"} <= ids for ids in held.values())
    assert "Something was said." not in (tmp_path / "out.geojson").read_text()


def test_grading_tables() -> None:
    assert tuple(grade.code for grade in RELIABILITY) == RELIABILITY_CODES
    assert tuple(grade.code for grade in CREDIBILITY) == CREDIBILITY_CODES
    assert describe("F", "6") == "F6: reliability cannot be judged; truth cannot be judged"
    assert describe("", "") == "not graded"


def test_the_docs_list_the_whole_vocabulary() -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    rows = {
        line.split("|")[2].replace("(scope)", "").strip(): line
        for line in page.splitlines()
        if line.count("|") == 5
    }
    assert QUANTITIES.keys() <= rows.keys()
    for name, kind in QUANTITIES.items():
        assert f"| {', '.join(kind.units)} |" in rows[name]
        assert kind.meaning in rows[name]
        assert ("(scope)" in rows[name]) is kind.scoped
    assert all(rule in page for rule in all_checks())
    assert all(f"`{column}`" in page for column in COLUMNS)


CHANGE = """
import json, sys, time
from pathlib import Path
from tocsin.claims.store import add_claim, supersede
case, cells = Path(sys.argv[1]), json.loads(sys.argv[2])
print("ready", flush=True)
while not (case / "go").exists():
    time.sleep(0.002)
"""


def _at_once(case: Path, change: str, cells: list[dict[str, str]]) -> list[tuple[int, str]]:
    """Run `change` in one process for each of `cells`, all let go together: exit status and what went wrong."""
    (case / "go").unlink(missing_ok=True)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CHANGE + change, str(case), json.dumps(of_one)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for of_one in cells
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    (case / "go").touch()
    said = [process.communicate()[1] for process in running]
    return [(process.returncode, text) for process, text in zip(running, said, strict=True)]


@pytest.mark.parametrize("writers", [12, pytest.param(100, marks=pytest.mark.integration)])
def test_writers_at_once_leave_a_claim_each(case: Path, writers: int) -> None:
    cells = [CELLS | {"outlet": f"Paper {number}"} for number in range(writers)]
    for start in range(0, writers, 50):  # so many interpreters as fit into memory
        done = _at_once(case, "add_claim(case, cells)", cells[start : start + 50])
        assert done == [(0, "")] * len(done)
    added = [claim for claim in read_ledger(case / "claims.csv") if claim.id not in {"C001", "C002"}]
    assert len({claim.id for claim in added}) == len(added) == writers
    assert {claim.outlet for claim in added} == {of_one["outlet"] for of_one in cells}


def test_correcting_a_claim_twice_at_once_is_refused_once(case: Path) -> None:
    done = _at_once(case, "supersede(case, 'C001', **cells)", [{"statement": "one"}, {"statement": "other"}])
    assert sorted(status for status, _ in done) == [0, 1]
    assert sum("superseded by C003 already" in text for _, text in done) == 1
