"""assessment.json against the schema that its answers' declarations make."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from fake_assessment import fake_assessment
from tocsin.answers.contract import json_schema
from tocsin.answers.registry import questions

jsonschema = pytest.importorskip("jsonschema")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_an_assessment_keeps_its_schema() -> None:
    document = json.loads(fake_assessment().dumps())
    jsonschema.validate(document, json_schema())


def test_an_undeclared_column_is_refused() -> None:
    document = json.loads(fake_assessment(keep={"launches"}).dumps())
    document["answers"]["launches"]["rows"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(document, json_schema())


@pytest.mark.parametrize("id", list(questions()))
def test_every_question_declares_itself_whole(id: str) -> None:
    question = questions()[id]
    names = [column.name for column in question.columns]
    assert len(names) == len(set(names)), f"{id}: a column is declared twice"
    assert question.keys, f"{id}: no column tells rows apart: mark the keys with key=True"
    bare = [c.name for c in question.columns if c.type in {"number", "share", "usd"} and not c.unit]
    assert not bare, f"{id}: give {bare} a unit"
    page = Path(__file__).parents[2] / "docs" / question.documented
    assert page.is_file(), (
        f"{id}: `documented` names no page of docs/; name the one that says how it is answered"
    )
    assert sys.modules[question.compute.__module__].__doc__, (
        f"{id}: say in the module's docstring what it answers"
    )
    drawn = (*question.figures, *question.tables)
    assert drawn, f"{id}: give it a figure or a table, or no one will see it on the page"
    assert all(make.__doc__ for make in drawn), f"{id}: say in a docstring what each figure shows"
