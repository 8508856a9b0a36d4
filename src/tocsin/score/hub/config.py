"""The configuration files of a hubverse hub, schema v6.0.0, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.arrays import FINE_LEVELS
from tocsin.periods import HORIZON, month_end, months_after
from tocsin.score.replay.models import Model
from tocsin.score.replay.targets import TARGETS, Target

SCHEMA = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v6.0.0"
LOCATION = "UA"
SAMPLES = 100
DUE_DAYS = 14  # after the reference date: a retrospective hub accepts no others
METHODS_LIMIT = 200  # characters of a model's short description


def admin(title: str, timezone: str) -> dict[str, Any]:
    """`admin.json`. Time zones come from the schema's list, which holds Europe/Kyiv but refuses UTC."""
    return {
        "schema_version": f"{SCHEMA}/admin-schema.json",
        "name": f"Tocsin: {title}",
        "maintainer": "The Tocsin developers",
        "contact": {"name": "The Tocsin developers"},
        "repository": {"host": "github", "owner": "tocsin", "name": "tocsin-hub"},
        "file_format": ["csv"],
        "timezone": timezone if "/" in timezone else "Europe/Kyiv",
    }


def tasks(origins: Sequence[str]) -> dict[str, Any]:
    """`tasks.json`: one round a month-end, counts and the share as two groups of tasks."""
    counts = [target for target in TARGETS.values() if target.unit == "drones"]
    shares = [target for target in TARGETS.values() if target.unit != "drones"]
    return {
        "schema_version": f"{SCHEMA}/tasks-schema.json",
        "rounds": [
            {
                "round_id_from_variable": True,
                "round_id": "reference_date",
                "model_tasks": [_task(counts, origins), _task(shares, origins)],
                "submissions_due": {"relative_to": "reference_date", "start": 0, "end": DUE_DAYS},
            }
        ],
        "output_type_id_datatype": "auto",
        "derived_task_ids": ["target_end_date"],
    }


def _task(targets: Sequence[Target], origins: Sequence[str]) -> dict[str, Any]:
    ends = sorted({month_end(month).isoformat() for origin in origins for month in months_after(origin)})
    value: dict[str, Any] = {"type": "double", "minimum": 0}
    if targets[0].unit == "fraction":
        value["maximum"] = 1
    return {
        "task_ids": {
            "reference_date": _ids(optional=[month_end(origin).isoformat() for origin in origins]),
            "target": _ids(optional=[target.name for target in targets]),
            "horizon": _ids(required=list(range(1, HORIZON + 1))),
            "target_end_date": _ids(optional=ends),
            "location": _ids(required=[LOCATION]),
        },
        "output_type": {
            "quantile": {
                "output_type_id": {"required": list(FINE_LEVELS)},
                "is_required": True,
                "value": value,
            },
            "sample": {
                "output_type_id_params": {
                    "type": "integer",
                    "min_samples_per_task": SAMPLES,
                    "max_samples_per_task": SAMPLES,
                    "compound_taskid_set": ["reference_date", "target", "location"],
                },
                "is_required": True,
                "value": value,
            },
        },
        "target_metadata": [_target_metadata(target) for target in targets],
    }


def _ids(*, required: list[Any] | None = None, optional: list[Any] | None = None) -> dict[str, Any]:
    return {"required": required, "optional": optional}


def _target_metadata(target: Target) -> dict[str, Any]:
    return {
        "target_id": target.name,
        "target_name": f"Monthly {target.name.replace('_', ' ')}",
        "target_units": "count" if target.unit == "drones" else target.unit,
        "target_keys": {"target": target.name},
        "description": target.meaning,
        "target_type": "discrete" if target.unit == "drones" else "continuous",
        "is_step_ahead": True,
        "time_unit": "month",
    }


def target_data() -> dict[str, Any]:
    """`target-data.json`."""
    return {
        "schema_version": f"{SCHEMA}/target-data-schema.json",
        "observable_unit": ["target_end_date", "target", "location"],
        "date_col": "target_end_date",
        "time-series": {"non_task_id_schema": {"as_of": "Date"}, "versioned": True},
        "oracle-output": {"has_output_type_ids": False, "versioned": False},
    }


def metadata(model: Model) -> dict[str, Any]:
    """One model's metadata (YAML with JSON values)."""
    own = model.kind != "baseline"
    return {
        "team_name": "Tocsin" if own else "Baselines",
        "team_abbr": model.team,
        "model_name": model.abbreviation.replace("_", " "),
        "model_abbr": model.abbreviation,
        "model_contributors": [{"name": "The Tocsin developers", "affiliation": "Tocsin"}],
        "license": "CC-BY-4.0",
        "designated_model": model.kind == "ensemble",
        "data_inputs": "Daily counts of launched and downed drones"
        + ("; published claims about the programme." if own and model.kind != "noclaims" else "."),
        "methods": model.methods[:METHODS_LIMIT],
        "methods_long": f"{model.methods} See docs/forecasting.md and docs/score.md of Tocsin.",
        "ensemble_of_models": model.kind == "ensemble" or model.abbreviation.startswith("ens_"),
        "ensemble_of_hub_models": model.kind == "ensemble" or model.abbreviation.startswith("ens_"),
    }


def metadata_schema() -> dict[str, Any]:
    """`model-metadata-schema.json`: the fields of `metadata`, all required."""
    text = {"type": "string"}
    abbreviation = {"type": "string", "pattern": "^[a-zA-Z0-9_+]+$", "maxLength": 16}
    yes_no = {"type": "boolean"}
    person = {"type": "object", "properties": {"name": text, "affiliation": text}, "required": ["name"]}
    properties: dict[str, Any] = {
        "team_name": text, "team_abbr": abbreviation, "model_name": text, "model_abbr": abbreviation,
        "model_contributors": {"type": "array", "items": person}, "license": {"type": "string", "enum": ["CC-BY-4.0"]},
        "designated_model": yes_no, "data_inputs": text, "methods": {"type": "string", "maxLength": METHODS_LIMIT},
        "methods_long": text, "ensemble_of_models": yes_no, "ensemble_of_hub_models": yes_no,
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Schema for model metadata",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
