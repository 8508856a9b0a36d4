"""A wrong input gets an error that names its place and remedy; a good one loads and is cut by date."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin import load_case
from tocsin.case import known_by
from tocsin.claims import read_ledger, write_ledger
from tocsin.claims.tables import merge_people
from tocsin.commands.cli import main
from tocsin.errors import InputError
from tocsin.periods import month_end

ROOT = Path(__file__).parents[2]
MINIATURE = ROOT / "cases" / "miniature"


@pytest.fixture
def case_dir(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIATURE, tmp_path / "case"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problem(case_dir: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_case(case_dir)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("claims.csv", "2024-11-04", "2024-13-04", ["row 2", "published", "2024-13-04", "YYYY-MM-DD"]),
        ("claims.csv", "production_target_units", "production_targets", ["row 2", "quantity", "production_targets"]),
        ("claims.csv", "M02,", "M01,", ["row 3", "id", "M01"]),
        ("record.csv", ",50,29,8,0,", ",-50,29,8,0,", ["row 2", "launched", "-50"]),
        ("record.csv", "2024-12-31 19:00", "31.12.2024", ["row 2", "start", "31.12.2024", "YYYY-MM-DD"]),
        ("case.toml", "milestones", "milestoness", ["case.toml", "milestoness", "Did you mean `milestones`?"]),
        ("case.toml", 'id = "miniature"', "id = miniature", ["case.toml", "broken TOML", "line 4"]),
        ("case.toml", "confidence = 0.9", 'confidence = "high"', ["decisions.confidence", "high", "number"]),
        ("case.toml", "[output]", "[outputs]", ["outputs", "unknown section"]),
    ],
)  # fmt: skip
def test_each_mistake_names_its_place(
    case_dir: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    edit(case_dir / file, old, new)
    message = problem(case_dir)
    assert file in message
    for part in expected:
        assert part in message


def test_low_above_high_is_named(case_dir: Path) -> None:
    edit(case_dir / "claims.csv", "20000", "90000")
    message = problem(case_dir)
    assert "claims.csv" in message
    assert "row 9" in message


def test_a_report_given_twice_is_named_unless_the_case_knows_it(case_dir: Path) -> None:
    file = case_dir / "record.csv"
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, *rows, rows[0]]) + "\n", encoding="utf-8")
    said = problem(case_dir)
    assert f"row {len(rows) + 2}" in said
    assert "same report as row 2" in said
    edit(case_dir / "case.toml", "[geography]", "[record]\nrepeated_rows = 1\n\n[geography]")
    assert len(load_case(case_dir).record) == len(rows) + 1


def test_missing_file_is_named(case_dir: Path) -> None:
    (case_dir / "record.csv").unlink()
    assert "record.csv" in problem(case_dir)
    assert "missing" in problem(case_dir)


@pytest.mark.parametrize(
    "name", ["case.toml", "claims.csv", "record.csv", "parameters.csv", "sources.toml", "defence.toml"]
)
def test_non_utf8_byte_is_named(case_dir: Path, name: str) -> None:
    path = case_dir / name
    path.write_bytes(path.read_bytes() + b"# caf\xe9\n")
    message = problem(case_dir)
    assert name in message
    assert "UTF-8" in message


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("milestones", '["many"]', "Write a whole number"),
        ("milestones", "[]", "at least one whole number"),
        ("scope", '"everything"', "alabuga_strike"),
        ("confidence", "1.0", "between 0 and 1"),
        ("leakers_per_month", "nan", "finite number"),
        ("launch_states", "[3]", "text in quotes"),
        ("leakers_per_month", "0", "above 0"),
        ("launch_states", '["Russia"]', "two capital letters"),
        ("programme_states", '["ru"]', "two capital letters"),
        ("defender", '"UKR"', "two capital letters"),
        ("defended", '"XX"', "no map data for this state"),
        ("timezone", '"Europe/Kyjiv"', "Did you mean 'Europe/K"),
        ("id", '"../x"', "letters, digits"),
        ("milestones", "[20, 10]", "from low to high"),
        ("low", "9000", "beyond high (2400.0)"),
        ("end", "2024-12-31", "beyond end (2024-12-31)"),
        ("default_as_of", "2025-02-30", "not a date (got '2025-02-30')"),
        ("default_as_of", "31.12.2025", "not a date (got '31.12.2025')"),
    ],
)
def test_unusable_settings_are_named(case_dir: Path, key: str, value: str, words: str) -> None:
    path = case_dir / "case.toml"
    path.write_text(re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", path.read_text()))
    message = problem(case_dir)
    assert key in message
    assert words in message


FACT = (
    '[facts.F1]\ntopic = "t"\nitem = "i"\nquantity = "q"\nunit = "u"\nknown_from = 2022-01-01\n'
    'outlet = "o"\nurl = ""\nstatement = "s"\n'
)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("case.toml", "case = 3", "[case]"),
        ("case.toml", "breaks = 3", "[[breaks]]"),
        ("sources.toml", "facts = 3", "[facts.ID]"),
        ("sources.toml", "[facts]\nF1 = 3", "[facts.F1]"),
        ("sources.toml", '[facts.F1]\nid = "F2"', "column 'facts.F1.id'"),
        ("sources.toml", FACT + 'known_precision = "week"', "'facts.F1.known_precision'"),
        ("people.csv", "name,kind,role,claims,role\nA,person,x,M01,y", "appears twice"),
        ("people.csv", 'name;kind;role;claims\nA;person;"x;y";M01', "the separator is ;"),
        ("people.csv", "name,claims\nA,M01", "'kind'"),
        ("bargain.csv", "item,claims\nA,M01", "'side'"),
    ],
)
def test_wrong_shapes_are_named(case_dir: Path, name: str, text: str, words: str) -> None:
    (case_dir / name).write_text(text + "\n")
    message = problem(case_dir)
    assert name in message
    assert words in message


ROW = "{name},,%,normal,1,2,3,meaning,{source},2022-01-01,"


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("defence.gunz.kill", "assumption: x", ["'name'", "'defence.gunz.kill'", "Did you mean 'defence.guns.kill'?"]),
        ("defence.guns.kill", "M01;M99", ["'source'", "'M99'", "no claim or fact has this id", "Did you mean"]),
        ("defence.guns.kill", "DF999", ["'source'", "'DF999'"]),
    ],
)  # fmt: skip
def test_a_parameter_no_model_reads_or_no_source_supports(
    case_dir: Path, name: str, source: str, words: list[str]
) -> None:
    file = case_dir / "parameters.csv"
    rows = file.read_text(encoding="utf-8").count("\n")
    file.write_text(file.read_text(encoding="utf-8") + ROW.format(name=name, source=source) + "\n")
    message = problem(case_dir)
    for word in ["parameters.csv", f"row {rows + 1}", *words]:
        assert word in message


def test_a_case_may_name_its_own_layers(case_dir: Path) -> None:
    with (case_dir / "parameters.csv").open("a", encoding="utf-8") as stream:
        stream.write(
            ROW.format(name="defence.balloons.kill", source="assumption: DF999 is for comparison") + "\n"
        )
    with (case_dir / "defence.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[layers.balloons]\nlabel = "b"\norder = 9\nsource = "s"\nknown_from = 2022-01-01\n')
    assert load_case(case_dir).parameters.best("defence.balloons.kill") == 2


LAYER = (
    '[layers.{name}]\nlabel = "b"\norder = {order}\nsource = "{source}"\nknown_from = 2022-01-01\n{more}\n'
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": " "}, ["'layers.b.source'", "no source", "assumption"]),
        ({"source": "M01, M77"}, ["'layers.b.source'", "no claim or fact has this id", "'M77'"]),
        ({"order": 1}, ["'layers.b.order'", "the same order as layers.a", "'1'"]),
        ({"more": "max_speed_kmh = -200.0"}, ["'layers.b.max_speed_kmh'", "not a speed", "'-200.0'"]),
        ({"more": "max_speed_kmh = 0"}, ["'layers.b.max_speed_kmh'", "not a speed"]),
    ],
)
def test_a_defence_that_contradicts_itself_is_named(
    case_dir: Path, change: dict[str, object], words: list[str]
) -> None:
    good = {"name": "b", "order": 2, "source": "M01; assumption: as M77 might", "more": ""}
    first = LAYER.format(**good | {"name": "a", "order": 1})
    (case_dir / "defence.toml").write_text(first + LAYER.format(**good))
    assert set(load_case(case_dir).defence["layers"]) == {"a", "b"}
    (case_dir / "defence.toml").write_text(first + LAYER.format(**good | change))
    message = problem(case_dir)
    for word in ["defence.toml", *words]:
        assert word in message


def test_a_source_cites_by_the_letters_that_the_case_uses(case_dir: Path) -> None:
    (case_dir / "sources.toml").write_text(FACT)
    with (case_dir / "parameters.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROW.format(name="defence.guns.kill", source="F1; F2") + "\n")
    assert "no claim or fact has this id (got 'F2')" in problem(case_dir)


def test_a_later_row_leaves_earlier_views_as_they_were(case_dir: Path) -> None:
    name = "geography.relay_delay_min"  # a default that the case does not state
    before = load_case(case_dir).as_of("2025-01-31").parameters
    with (case_dir / "parameters.csv").open("a", encoding="utf-8") as stream:
        stream.write(ROW.format(name=name, source="M12").replace("2022-01-01", "2025-02-01") + "\n")
    case = load_case(case_dir)
    assert list(case.as_of("2025-01-31").parameters) == list(before)
    assert case.as_of("2025-02-01").parameters.best(name) == 2


def test_views_with_other_counts_have_other_hashes() -> None:
    case = load_case(MINIATURE)
    views = (case.as_of("2025-01-31"), case.origin("2025-01"), case.as_of("2025-02-01"))
    assert len({view.content_hash() for view in views}) == 3
    assert case.as_of("2025-01-31").content_hash() == views[0].content_hash()


def test_nobody_is_named_by_a_claim_that_was_not_accepted(case_dir: Path) -> None:
    (case_dir / "people.csv").write_text(
        "name,kind,role,claims\nA,person,envoy,M01\nB,person,general,M02 M03\n"
    )
    whole = read_ledger(case_dir / "claims.csv")
    drafted = [replace(claim, status="draft") if claim.id == "M01" else claim for claim in whole]
    write_ledger(drafted, case_dir / "claims.csv")
    names = [row["name"] for row in load_case(case_dir).view().tables["people"]]
    assert names == ["B"]


@pytest.mark.parametrize("name", ["claims.csv", "record.csv", "parameters.csv", "people.csv"])
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda raw: raw.replace(b",", b";"), ["the separator is ;, expected ,"]),
        (lambda raw: raw.decode().encode("utf-16"), ["the file is UTF-16", "UTF-8"]),
        (lambda raw: raw.decode().encode("utf-16-le"), ["the file is UTF-16"]),
        (lambda raw: raw + b'"open,\nx,\n', ["a quote opens in this row", "row {last}"]),
        (lambda raw: raw + b"caf\xe9\n", ["0xe9 is not UTF-8", "row {last}", "column"]),
        (lambda raw: raw + b"a\0b\n", ["NUL", "row {last}", "column"]),
    ],
)
def test_files_that_are_no_comma_separated_utf8(
    case_dir: Path, name: str, spoil: Callable[[bytes], bytes], words: list[str]
) -> None:
    file = case_dir / name
    if not file.exists():
        file.write_text("name,kind,role,claims\nA,person,minister,M01\n")
    raw = file.read_bytes()
    file.write_bytes(spoil(raw))
    message = problem(case_dir)
    assert len(message.splitlines()) == 1
    for word in [name, *words]:
        assert word.format(last=raw.count(b"\n") + 1) in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("side,item,stage,status,text,claims\nIran,x,promissed,promised,t,M01\n", ["'stage'", "promissed"]),
        (
            "side,item,stage,status,text,claims\n\nIran,x,promised,promised,t,M98\n",
            ["row 3", "'claims'", "M98"],
        ),
        ("side,item,stage,status,text,claims\nIran,x,promised,promised,t\n", ["row 2", "5 cells under 6"]),
        ("side,item,stage,status,text,claims\nIran,,promised,promised,t,M01\n", ["'item'", "empty"]),
    ],
)
def test_a_wrong_row_of_the_bargain_is_named(case_dir: Path, text: str, words: list[str]) -> None:
    (case_dir / "bargain.csv").write_text(text)
    message = problem(case_dir)
    for word in ["bargain.csv", *words]:
        assert word in message


def test_a_wrong_known_from_in_the_defence_is_named(case_dir: Path) -> None:
    path = case_dir / "defence.toml"
    path.write_text(path.read_text() + "\n[extra]\nknown_from = 2024\n")
    with pytest.raises(InputError, match=r"defence.toml: known_from is not a date"):
        load_case(case_dir).as_of("2024-12-31")


@pytest.mark.parametrize(
    "form", ["20250131", "2025-W05-5", "2025-1-31", "31.01.2025", "2025-01-31T00:00", ""]
)
def test_one_form_of_date_everywhere(case_dir: Path, form: str) -> None:
    with pytest.raises(InputError, match="--as-of is not a date"):
        load_case(case_dir).as_of(form)
    row = ROW.format(name="defence.guns.kill", source="M01").replace("2022-01-01", form)
    (case_dir / "parameters.csv").write_text((case_dir / "parameters.csv").read_text() + row + "\n")
    edit(case_dir / "claims.csv", "2024-11-04", form)
    edit(case_dir / "case.toml", "default_as_of = ", f'default_as_of = "{form}" # ')
    message = problem(case_dir)
    for column in ("'known_from'", "'published'", "'case.default_as_of'"):
        assert column in message


def test_as_of_takes_a_datetime_as_its_day() -> None:
    case = load_case(MINIATURE)
    assert case.as_of(datetime(2025, 1, 31, 18, 0)).as_of_date == date(2025, 1, 31)


def test_all_files_are_checked_in_one_go(case_dir: Path) -> None:
    edit(case_dir / "case.toml", "confidence", "confidense")
    edit(case_dir / "record.csv", ",50,29,8,0,", ",-50,29,8,0,")
    message = problem(case_dir)
    assert "confidense" in message
    assert "-50" in message


def test_command_line_exits_non_zero_without_a_traceback(
    case_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(case_dir / "case.toml", "confidence", "confidense")
    assert main(["why", str(case_dir), "launches"]) == 2
    printed = capsys.readouterr().err
    assert "confidense" in printed
    assert "Traceback" not in printed


def test_a_wrong_as_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", str(MINIATURE), "launches", "--as-of", "2025-02-30"]) == 2
    assert "2025-02-30" in capsys.readouterr().err


def test_new_case_loads_and_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "my-case"
    assert main(["new", str(folder)]) == 0
    case = load_case(folder)
    assert len(case.claims) == 0
    assert len(case.record) == 0
    assert main(["new", str(folder)]) == 2


@pytest.mark.parametrize("name", ['a "quoted" one', "back\\slash", "42", "{braces}", "ключ", "---"])
def test_a_new_case_loads_whatever_its_folder_is_called(tmp_path: Path, name: str) -> None:
    assert main(["new", str(tmp_path / name)]) == 0
    assert load_case(tmp_path / name).settings.about.title


def test_as_of_keeps_only_what_was_public() -> None:
    case = load_case(MINIATURE)
    view = case.as_of("2025-02-01")
    assert {claim.id for claim in view.claims} == {"M01", "M02", "M03", "M04", "M05"}
    assert view.record.rows["end"].max().date() == date(2025, 1, 31)
    assert len(case.origin("2025-01").record) == 31
    assert len(case.as_of("2025-01-31").record) == 30


def test_a_role_enters_with_the_claim_that_states_it(case_dir: Path) -> None:
    rows = [
        "name,kind,role,claims",
        "A,person,envoy,M01",
        "B,person,general,M02 M03",
        "A,person,minister,M07",
    ]
    (case_dir / "people.csv").write_text("\n".join(rows) + "\n")
    case = load_case(case_dir)
    roles = {
        day: [
            (row["name"], row["role"], row["claims"])
            for row in merge_people(case.as_of(day).tables["people"])
        ]
        for day in ("2025-01-10", "2025-04-01")
    }
    assert roles["2025-01-10"][0] == ("A", "envoy", "M01")
    assert roles["2025-04-01"] == [("A", "minister", "M01 M07"), ("B", "general", "M02 M03")]


def test_a_view_cannot_look_ahead() -> None:
    view = load_case(MINIATURE).as_of("2025-02-01")
    with pytest.raises(InputError, match="this view ends"):
        view.as_of("2025-03-01")


@given(st.dates(date(2024, 10, 1), date(2025, 6, 1)), st.dates(date(2024, 10, 1), date(2025, 6, 1)))
def test_cutting_twice_is_cutting_at_the_earlier_date(first: date, second: date) -> None:
    case = load_case_once()
    early, late = sorted((first, second))
    once, twice = case.as_of(early), case.as_of(late).as_of(early)
    assert once.claims.claims == twice.claims.claims
    assert once.record.rows.equals(twice.record.rows)
    assert list(once.parameters) == list(twice.parameters)


def load_case_once() -> object:
    if not hasattr(load_case_once, "case"):
        load_case_once.case = load_case(MINIATURE)
    return load_case_once.case


def test_known_by_drops_later_tables() -> None:
    nested = {"a": {"known_from": date(2025, 1, 1), "x": 1}, "b": [{"known_from": "2026-01-01"}, {"y": 2}]}
    assert known_by(nested, date(2025, 6, 1)) == {"a": nested["a"], "b": [{"y": 2}]}


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_month_end_is_the_last_day(day: date) -> None:
    last = month_end(day.strftime("%Y-%m"))
    assert last.month == day.month
    assert last >= day
    assert date.fromordinal(last.toordinal() + 1).day == 1
