"""The JSON Schema of assessment.json, made from what the answers declare: `tocsin schema` prints it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tocsin.answers.declare import Column
from tocsin.answers.question import Question
from tocsin.answers.registry import questions
from tocsin.lineage import Lineage
from tocsin.say import msg

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VALUES: dict[str, Any] = {
    "text": {"type": ["string", "number", "null"]},
    "number": {"type": ["number", "null"]},
    "share": {"type": ["number", "null"]},
    "usd": {"type": ["number", "null"]},
    "period": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}$"},
    "date": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}"},
    "flag": {"type": ["boolean", "null"]},
    "ids": {"type": ["array", "string", "null"], "items": {"type": "string"}},
}
"""What a cell of each column type may hold; null where a row has nothing to say."""
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
SAID = {"type": "object", "required": ["message", "values"]}


def json_schema() -> dict[str, Any]:
    """Schema of a whole assessment: every answer that is installed, under its own columns."""
    return {
        "$schema": DRAFT,
        "title": msg("assessment.json of Tocsin"),
        "type": "object",
        "required": [
            "case",
            "as_of",
            "version",
            "seed",
            "draws",
            "converged",
            "answers",
            "about",
            "evidence",
        ],
        "properties": {
            "case": TEXT,
            "as_of": {"type": "string", "format": "date"},
            "version": TEXT,
            "seed": {"type": "integer"},
            "draws": {"type": "integer", "minimum": 1},
            "converged": {"type": "boolean"},
            "about": {"type": "object"},
            "evidence": {"type": "object", "additionalProperties": {"$ref": "#/$defs/table"}},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {id: _answer(question) for id, question in questions().items()},
            },
        },
        "$defs": {"column": _column(), "table": _table(), "figure": _figure(), "lineage": _lineage()},
    }


def _answer(question: Question) -> dict[str, Any]:
    """One answer: its rows hold declared columns alone."""
    return {
        "type": "object",
        "title": str(question.asks),
        "required": [
            "kind",
            "question",
            "headline",
            "unit",
            "columns",
            "rows",
            "lineage",
            "said",
            "parts",
            "figures",
            "tables",
        ],
        "properties": {
            "kind": {"const": question.kind},
            "question": TEXT,
            "headline": TEXT,
            "note": TEXT,
            "unit": {"const": question.unit},
            "section": {"const": question.section},
            "columns": TEXTS,
            "declared": {"type": "array", "items": {"$ref": "#/$defs/column"}},
            "rows": {"type": "array", "items": _row(question.columns)},
            "lineage": {"$ref": "#/$defs/lineage"},
            "said": {"type": "object", "additionalProperties": SAID},
            "parts": {"type": "object"},
            "figures": {"type": "array", "items": {"$ref": "#/$defs/figure"}},
            "tables": {"type": "array", "items": {"$ref": "#/$defs/table"}},
        },
    }


def _row(columns: Iterable[Column]) -> dict[str, Any]:
    properties = {}
    for column in columns:
        said = f"{column.title}, {column.unit}" if column.unit else str(column.title)
        properties[column.name] = {**VALUES[column.type], "description": said}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _column() -> dict[str, Any]:
    properties = {
        "name": TEXT,
        "title": TEXT,
        "type": {"enum": list(VALUES)},
        "unit": TEXT,
        "key": {"type": "boolean"},
    }
    return _closed(properties)


def _table() -> dict[str, Any]:
    properties = {
        "id": TEXT, "caption": {"type": ["string", "object"]}, "columns": {"type": "array", "items": {"$ref": "#/$defs/column"}},
        "rows": {"type": "array", "items": {"type": "object"}}, "searchable": {"type": "boolean"},
    }  # fmt: skip
    return _closed(properties)


def _figure() -> dict[str, Any]:
    text = {"type": ["string", "object"]}
    properties: dict[str, Any] = {
        "id": TEXT, "answer": TEXT, "chart": TEXT, "data": {"type": "object"}, "table": {"$ref": "#/$defs/table"},
        "title": text, "subtitle": text, "alt": text, "how": text, "source": text, "legend": {"type": "array"},
    }  # fmt: skip
    return _closed(properties)


def _lineage() -> dict[str, Any]:
    return _closed(dict.fromkeys(Lineage().to_json(), TEXTS))


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that holds all these properties and no other."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
