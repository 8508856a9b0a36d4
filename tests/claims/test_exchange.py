from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from claims_helpers import YELABUGA, claim, number

from tocsin.claims import Ledger, read_ledger, write_ledger
from tocsin.claims.exchange import FORMATS, export, import_claims
from tocsin.claims.exchange.followthemoney import entities, statements
from tocsin.claims.exchange.inward import read_ftm
from tocsin.claims.files import claims_text
from tocsin.claims.store import supersede
from tocsin.errors import InputError


@pytest.fixture(scope="module")
def people() -> list[dict[str, str]]:
    with (YELABUGA / "people.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def written(
    yelabuga: Ledger, people: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("export")
    return {
        name: export(yelabuga, "yelabuga", name, folder / f"out.{name}", people=people) for name in FORMATS
    }


def test_exports_are_repeatable(
    written: dict[str, Path], yelabuga: Ledger, people: list[dict[str, str]]
) -> None:
    for name, path in written.items():
        again = export(yelabuga, "yelabuga", name, path.parent / "again", people=people)
        assert again.read_bytes() == path.read_bytes()


def test_csv_opens_in_a_spreadsheet_and_comes_back(written: dict[str, Path], yelabuga: Ledger) -> None:
    assert written["csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_ledger(written["csv"]).claims == yelabuga.claims


def _strictly_valid(path: Path) -> None:
    stix2validator = pytest.importorskip("stix2validator")
    options = stix2validator.ValidationOptions(strict=True, disabled="103", version="2.1")
    result = stix2validator.validate_file(str(path), options)
    problems = [str(error) for item in result.object_results for error in item.errors or ()]
    assert result.is_valid, problems[:5]


def test_stix_is_strictly_valid(yelabuga: Ledger, people: list[dict[str, str]], tmp_path: Path) -> None:
    early = yelabuga.as_of(date(2023, 6, 30))
    _strictly_valid(export(early, "yelabuga", "stix", tmp_path / "early.json", people=people))


@pytest.mark.integration
def test_the_whole_bundle_is_strictly_valid(written: dict[str, Path]) -> None:
    _strictly_valid(written["stix"])


def test_stix_holds_every_claim_once(written: dict[str, Path], yelabuga: Ledger) -> None:
    bundle = json.loads(written["stix"].read_text(encoding="utf-8"))
    objects = {item["id"]: item for item in bundle["objects"]}
    assert len(objects) == len(bundle["objects"])
    contents = [item["content"] for item in objects.values() if item["type"] == "note"]
    assert sum(content.startswith(yelabuga["C058"].statement) for content in contents) == 1
    referred = {ref for item in objects.values() for ref in item.get("object_refs", ())}
    assert referred <= objects.keys()


def test_geojson_is_valid(written: dict[str, Path], yelabuga: Ledger) -> None:
    pydantic = pytest.importorskip("geojson_pydantic")
    collection = pydantic.FeatureCollection.model_validate_json(
        written["geojson"].read_text(encoding="utf-8")
    )
    assert len(collection.features) == len(yelabuga)
    located = [feature for feature in collection.features if feature.geometry is not None]
    assert len(located) > 30
    first = json.loads(written["geojson"].read_text(encoding="utf-8"))["features"]
    report = next(item for item in first if item["id"] == "S15")
    assert report["geometry"]["coordinates"] == [[52.0547, 55.7567], [37.6173, 55.7558]]


def test_ftm_round_trip_keeps_every_value(written: dict[str, Path]) -> None:
    model = pytest.importorskip("followthemoney").model
    lines = written["ftm"].read_text(encoding="utf-8").splitlines()
    for line in lines:
        entity = json.loads(line)
        proxy = model.get_proxy(entity, cleaned=False)
        assert _sorted(proxy.to_dict()["properties"]) == _sorted(entity["properties"])
        schema = model.get(entity["schema"])
        schema.validate(entity)
        for name, values in entity["properties"].items():
            kind = schema.properties[name].type
            assert all(kind.clean(value, proxy=proxy) for value in values), (name, values)
    ids = [json.loads(line)["id"] for line in lines]
    assert len(ids) == len(set(ids))


def test_ftm_statements(yelabuga: Ledger) -> None:
    few = Ledger(yelabuga.claims[:3])
    rows = list(statements(few, "yelabuga"))
    made = list(entities(few, "yelabuga"))
    assert len(rows) == sum(1 + sum(map(len, item["properties"].values())) for item in made)
    assert len({row["id"] for row in rows}) == len(rows)


def test_annotations_follow_the_model(written: dict[str, Path], yelabuga: Ledger) -> None:
    collection = json.loads(written["annotation"].read_text(encoding="utf-8"))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["total"] == len(collection["first"]["items"]) == len(yelabuga)
    for item in collection["first"]["items"]:
        assert item["type"] == "Annotation"
        assert item["id"].startswith("urn:uuid:")
        assert item["motivation"] == "describing"
        assert item["body"][0]["type"] == "TextualBody"
        _check_target(item["target"])
    positions = [item for item in collection["first"]["items"] if isinstance(item["target"], dict)]
    assert len(positions) == 28


def test_ftm_import_gives_every_column_back(yelabuga: Ledger, tmp_path: Path) -> None:
    few = Ledger(tuple(row for row in yelabuga if row.id in {"C056", "C058", "S02", "C080"}))
    path = export(few, "yelabuga", "ftm", tmp_path / "out.json")
    back = {row.id: row for row in read_ftm(path)}
    assert back == {row.id: row for row in few}


def test_foreign_events_become_qualitative_drafts(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    write_ledger([claim("C001")], case / "claims.csv")
    page = {
        "id": "p",
        "schema": "Article",
        "properties": {"publisher": ["Gazette"], "publishedAt": ["2024-02"]},
    }
    event = {"id": "e", "schema": "Event", "properties": {
        "name": ["A visit"], "summary": ["A delegation came."], "startDate": ["2024-01-05"], "proof": ["p"]}}  # fmt: skip
    file = tmp_path / "foreign.json"
    file.write_text("\n".join(map(json.dumps, (page, event))))
    stored, notes = import_claims(case, file)
    assert notes == []
    assert [(row.id, row.status, row.outlet, row.statement) for row in stored] == [
        ("C002", "draft", "Gazette", "A delegation came.")
    ]
    assert stored[0].known_on == date(2024, 2, 29)
    assert len(read_ledger(case / "claims.csv")) == 2


def test_a_taken_id_gets_a_new_one_and_links_follow(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    write_ledger([number("C001", "launched_in_month", "500")], case / "claims.csv")
    incoming = [
        number("C001", "launched_in_month", "700"),
        number("C009", "launched_in_month", "700", relation="repeats", related_id="C001"),
    ]
    write_ledger(incoming, tmp_path / "in.csv")
    stored, _ = import_claims(case, tmp_path / "in.csv", status="accepted")
    assert [row.id for row in stored] == ["C010", "C009"]
    assert stored[1].links == (("repeats", "C010"),)


def test_what_nobody_accepted_is_not_accepted_by_an_import(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    write_ledger([claim("C001")], case / "claims.csv")
    draft = number(
        "C008", "launched_in_month", "5", status="draft", scope=""
    )  # accepted, it would need a scope
    incoming = [claim("C007"), draft, claim("C009", status="rejected")]
    write_ledger(incoming, tmp_path / "in.csv")
    stored, _ = import_claims(case, tmp_path / "in.csv", status="accepted")
    assert [row.status for row in stored] == ["accepted", "draft", "rejected"]
    assert [row.id for row in read_ledger(case / "claims.csv").accepted()] == ["C001", "C007"]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\t", "\r\n", "\n"])
def test_every_line_separator_inside_a_text_survives(tmp_path: Path, mark: str) -> None:
    row = replace(
        claim("C001", statement=f"One{mark}two.", exact=f"One{mark}"), extra=(("reviewer", f"a{mark}b"),)
    )
    write_ledger([row], tmp_path / "claims.csv")
    assert read_ledger(tmp_path / "claims.csv").claims == (row,)
    assert read_ftm(export(Ledger((row,)), "x", "ftm", tmp_path / "out.json")) == [row]


@pytest.mark.parametrize("mark", ["\x85", "\x0b", "\r", "\x1b", "\x7f", "\0"])
def test_control_characters_are_refused_at_every_door(tmp_path: Path, mark: str) -> None:
    row = replace(claim("C001"), statement=f"One{mark}two.")
    path = tmp_path / "claims.csv"
    path.write_bytes(claims_text([row]).encode())
    with pytest.raises(InputError, match=rf"row 2, column 'statement': .*\(U\+{ord(mark):04X}\)"):
        read_ledger(path)
    with pytest.raises(InputError, match=rf"column 'statement': .*\(U\+{ord(mark):04X}\)"):
        read_ftm(export(Ledger((row,)), "x", "ftm", tmp_path / "out.json"))
    write_ledger([claim("C001")], path)
    before = path.read_bytes()
    with pytest.raises(InputError, match=rf"column 'statement': .*\(U\+{ord(mark):04X}\)"):
        supersede(path, "C001", statement=row.statement)
    assert path.read_bytes() == before


def test_two_entities_with_one_claim_id_change_nothing(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    write_ledger([claim("C001")], case / "claims.csv")
    twice = [
        {**entity, "id": f"{entity['id']}{n}"}
        for n in "ab"
        for entity in entities(Ledger((claim("C5"),)), "x")
    ]
    (tmp_path / "in.json").write_text("\n".join(map(json.dumps, twice)))
    with pytest.raises(InputError, match="a duplicate id"):
        import_claims(case, tmp_path / "in.json")
    assert [row.id for row in read_ledger(case / "claims.csv")] == ["C001"]


def test_a_broken_line_and_an_entity_without_an_id_are_named(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('{"id": "a", "schema": "Event"}\n\n{"id": \n')
    with pytest.raises(InputError, match="row 3: not JSON"):
        read_ftm(path)
    path.write_text('{"schema": "Event", "properties": {}}\n')
    with pytest.raises(InputError, match="without an id"):
        read_ftm(path)


@pytest.mark.parametrize("text", ["{", "[1]", "not json at all"])
def test_broken_imports_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError):
        read_ftm(tmp_path / "x.json")
    with pytest.raises(InputError, match="missing"):
        read_ftm(tmp_path / "none.json")
    for name in ("none.json", "none.csv"):
        with pytest.raises(InputError, match="Give a file that exists"):
            import_claims(YELABUGA, tmp_path / name)
    (tmp_path / "x.json").write_bytes(b'{"schema": "caf\xe9"}')
    with pytest.raises(InputError, match="not UTF-8"):
        read_ftm(tmp_path / "x.json")


def _sorted(properties: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in properties.items()}


def _check_target(target: Any) -> None:
    if isinstance(target, str):
        assert target.partition(":")[0] in {"http", "https", "urn"}
        return
    assert target["type"] == "SpecificResource"
    selector = target["selector"]
    assert selector["type"] == "TextPositionSelector"
    assert 0 <= selector["start"] < selector["end"]
    assert selector["refinedBy"]["type"] == "TextQuoteSelector"
    assert selector["refinedBy"]["exact"]
