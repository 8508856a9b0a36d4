"""The hub: its configuration against the schema's rules, its files, and scoring them as they stand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tocsin.arrays import FINE_LEVELS
from tocsin.case import Case, load_case
from tocsin.errors import InputError
from tocsin.record import Record
from tocsin.score import backtest, crps_quantile
from tocsin.score.hub.config import metadata, metadata_schema, tasks
from tocsin.score.hub.export import COLUMNS, export_hub, write_hub
from tocsin.score.hub.scoring import score_hub
from tocsin.score.replay.models import ENSEMBLE, Model, all_models
from tocsin.score.replay.store import write_backtest

CASES = Path(__file__).parents[2] / "cases"
MODELS = (ENSEMBLE, "tocsin-level", "baseline-random_walk")
ORIGINS = ("2025-01", "2025-02", "2025-03")


def chosen() -> tuple[Model, ...]:
    return tuple(model for model in all_models() if model.name in MODELS)


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASES / "miniature")


@pytest.fixture(scope="module")
def hub(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hub(case, ORIGINS, tmp_path_factory.mktemp("hub"), models=chosen(), draws=400)


@pytest.fixture(scope="module")
def grown(case: Case) -> Record:
    """The record with three more invented months."""
    rows = case.record.rows
    later = rows.assign(start=rows["start"] + pd.Timedelta(days=91), end=rows["end"] + pd.Timedelta(days=91))
    return Record(pd.concat([rows, later], ignore_index=True))


# ---- configuration


def test_config_files(hub: Path) -> None:
    config = {file.stem: json.loads(file.read_text()) for file in (hub / "hub-config").glob("*.json")}
    assert set(config) == {"admin", "tasks", "target-data", "model-metadata-schema"}
    for name in ("admin", "tasks", "target-data"):
        assert config[name]["schema_version"].endswith(f"v6.0.0/{name}-schema.json")
    admin = config["admin"]
    required = {"schema_version", "name", "maintainer", "contact", "repository", "file_format", "timezone"}
    assert required <= set(admin)
    assert admin["timezone"] == "Europe/Kyiv"  # the miniature case says UTC, which the schema refuses
    assert set(config["target-data"]) == {
        "schema_version", "observable_unit", "date_col", "time-series", "oracle-output"
    }  # fmt: skip
    assert config["tasks"]["derived_task_ids"] == ["target_end_date"]


def test_tasks_follow_the_schema() -> None:
    """The parts of tasks-schema.json v6.0.0 that bear on this hub, written out as a schema of our own."""
    jsonschema = pytest.importorskip("jsonschema")
    ids = {
        "type": "object",
        "required": ["required", "optional"],
        "additionalProperties": False,
        "properties": {
            key: {"type": ["array", "null"], "uniqueItems": True} for key in ("required", "optional")
        },
    }
    value = {
        "type": "object",
        "required": ["type"],
        "additionalProperties": False,
        "properties": {"type": {"enum": ["double", "integer"]}, "minimum": {"type": "number"},
                       "maximum": {"type": "number"}},
    }  # fmt: skip
    quantile = {
        "type": "object",
        "required": ["output_type_id", "value", "is_required"],
        "additionalProperties": False,
        "properties": {
            "output_type_id": {
                "type": "object",
                "required": ["required"],
                "additionalProperties": False,
                "properties": {
                    "required": {"type": "array", "uniqueItems": True,
                                 "items": {"type": "number", "minimum": 0, "maximum": 1}}
                },
            },
            "value": value,
            "is_required": {"type": "boolean"},
        },
    }  # fmt: skip
    sample = {
        "type": "object",
        "required": ["output_type_id_params", "value", "is_required"],
        "additionalProperties": False,
        "properties": {
            "output_type_id_params": {
                "type": "object",
                "required": ["type", "min_samples_per_task", "max_samples_per_task"],
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": ["character", "integer"]},
                    "max_length": {"type": "integer"},
                    "min_samples_per_task": {"type": "integer", "minimum": 1},
                    "max_samples_per_task": {"type": "integer", "minimum": 1},
                    "compound_taskid_set": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {"type": "string"},
                    },
                },
            },
            "value": value,
            "is_required": {"type": "boolean"},
        },
    }
    target = {
        "type": "object",
        "required": ["target_id", "target_name", "target_units", "target_type", "target_keys", "is_step_ahead",
                     "time_unit"],
        "additionalProperties": False,
        "properties": {
            "target_id": {"type": "string", "maxLength": 30},
            "target_name": {"type": "string", "maxLength": 100},
            "target_units": {"type": "string", "maxLength": 100},
            "target_keys": {"type": "object", "minProperties": 1, "maxProperties": 1},
            "description": {"type": "string"},
            "target_type": {"enum": ["continuous", "discrete", "date", "binary", "nominal", "ordinal", "compositional"]},
            "is_step_ahead": {"type": "boolean"},
            "time_unit": {"enum": ["day", "week", "month"]},
        },
    }  # fmt: skip
    schema = {
        "type": "object",
        "required": ["rounds", "schema_version"],
        "additionalProperties": False,
        "properties": {
            "schema_version": {"type": "string"},
            "output_type_id_datatype": {
                "enum": ["auto", "character", "double", "integer", "logical", "Date"]
            },
            "derived_task_ids": {"type": ["array", "null"], "items": {"type": "string"}},
            "rounds": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["round_id_from_variable", "round_id", "model_tasks", "submissions_due"],
                    "additionalProperties": False,
                    "properties": {
                        "round_id_from_variable": {"type": "boolean"},
                        "round_id": {"type": "string"},
                        "submissions_due": {"type": "object", "required": ["relative_to", "start", "end"]},
                        "model_tasks": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["task_ids", "output_type", "target_metadata"],
                                "additionalProperties": False,
                                "properties": {
                                    "task_ids": {"type": "object", "additionalProperties": ids},
                                    "output_type": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {"quantile": quantile, "sample": sample},
                                    },
                                    "target_metadata": {"type": "array", "items": target},
                                },
                            },
                        },
                    },
                },
            },
        },
    }
    config = json.loads(json.dumps(tasks(ORIGINS)))
    jsonschema.validate(config, schema)
    for task in config["rounds"][0]["model_tasks"]:
        compound = task["output_type"]["sample"]["output_type_id_params"]["compound_taskid_set"]
        assert set(compound) <= set(task["task_ids"])
        assert not set(compound) & set(config["derived_task_ids"])
        keys = {meta["target_keys"]["target"] for meta in task["target_metadata"]}
        assert keys == set(task["task_ids"]["target"]["optional"])


def test_model_metadata() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for model in all_models():
        jsonschema.validate(metadata(model), metadata_schema())
        assert model.name == f"{model.team}-{model.abbreviation}"
        assert len(model.methods) <= 200, model.name


# ---- files


def test_model_output_holds_every_task(hub: Path) -> None:
    files = sorted((hub / "model-output").glob("*/*.csv"))
    assert len(files) == 2 * len(ORIGINS)  # three months are too short a history for the random walk
    for file in files:
        model = file.parent.name
        table = pd.read_csv(file)
        assert tuple(table.columns) == COLUMNS
        assert file.name == f"{table['reference_date'].iloc[0]}-{model}.csv"
        assert table["value"].notna().all()
        assert (table["value"] >= 0).all()
        sizes = table.groupby(["target", "horizon", "output_type"]).size().unstack()
        assert (sizes["quantile"] == 23).all()
        assert (sizes["sample"] == 100).all()
        assert set(table["horizon"]) == set(range(1, 13))
        ends = pd.to_datetime(table["target_end_date"])
        assert ends.dt.is_month_end.all()
    assert set(pd.read_csv(files[-1])["target"]) <= {"launches", "leak_share", "leakers"}


def test_samples_are_trajectories(hub: Path) -> None:
    """A sample's number names one path and one target; the same draw lies behind k, 100 + k and 200 + k."""
    table = pd.read_csv(hub / "model-output" / ENSEMBLE / f"2025-03-31-{ENSEMBLE}.csv")
    samples = table[table["output_type"] == "sample"]
    numbers = samples.groupby("target")["output_type_id"].agg(["min", "max"])
    assert numbers.loc["launches"].tolist() == [0, 99]
    assert numbers.loc["leak_share"].tolist() == [100, 199]
    assert numbers.loc["leakers"].tolist() == [200, 299]
    wide = {
        target: rows.pivot(index="output_type_id", columns="horizon", values="value").to_numpy()
        for target, rows in samples.groupby("target")
    }
    assert wide["leakers"] == pytest.approx(wide["launches"] * wide["leak_share"], rel=0.02, abs=0.5)
    assert samples[samples["target"] == "leak_share"]["value"].max() <= 1
    quantiles = table[(table["output_type"] == "quantile") & (table["output_type_id"] == 0.5)]
    medians = quantiles[quantiles["target"] == "launches"].set_index("horizon")["value"]
    assert np.median(wide["launches"], axis=0) == pytest.approx(medians.to_numpy(), rel=0.2)


def test_target_data(hub: Path, case: Case) -> None:
    series = pd.read_csv(hub / "target-data" / "time-series.csv")
    oracle = pd.read_csv(hub / "target-data" / "oracle-output.csv")
    assert list(series.columns) == ["as_of", "target_end_date", "target", "location", "observation"]
    assert list(oracle.columns) == ["target_end_date", "target", "location", "oracle_value"]
    assert set(series["as_of"]) == {"2025-04-01"}
    assert not oracle.duplicated(["target_end_date", "target", "location"]).any()
    march = oracle[(oracle["target_end_date"] == "2025-03-31") & (oracle["target"] == "launches")]
    assert march["oracle_value"].item() == case.record.monthly()["launched"]["2025-03"]


def test_the_hub_is_the_same_twice(hub: Path, case: Case, tmp_path: Path) -> None:
    again = write_hub(case, ORIGINS, tmp_path, models=chosen(), draws=400, resume_dir=tmp_path / "kept")
    third = write_hub(case, ORIGINS, tmp_path / "b", models=chosen(), draws=400, resume_dir=tmp_path / "kept")
    for file in sorted(again.glob("model-output/*/*.csv")):
        text = file.read_bytes()
        assert text == (third / file.relative_to(again)).read_bytes()
    for file in sorted(again.glob("hub-config/*")) + sorted(again.glob("target-data/*")):
        assert file.read_bytes() == (hub / file.relative_to(again)).read_bytes()


def test_hubdata_reads_it(hub: Path) -> None:
    """The hubverse's own Python reader, where it is installed."""
    hubdata = pytest.importorskip("hubdata")
    table = hubdata.connect_hub(hub).to_table()
    rows = [len(pd.read_csv(file)) for file in hub.glob("model-output/*/*.csv")]
    assert table.num_rows == sum(rows)


# ---- scoring stored files


def test_stored_files_are_scored_on_a_newer_record(hub: Path, case: Case, grown: Record) -> None:
    before, after = score_hub(hub, case.record), score_hub(hub, grown)
    assert set(before["month"]) == {"2025-02", "2025-03"}
    assert set(after["month"]) >= {"2025-04", "2025-05"}
    keys = ["model", "origin", "target", "horizon"]
    both = before.merge(after, on=keys, suffixes=("_old", "_new"))
    assert len(both) == len(before)
    assert (both["crps_raw_old"] == both["crps_raw_new"]).all()
    cut = score_hub(hub, grown, as_of="2025-05-01")
    assert cut["month"].max() == "2025-04"


def test_stored_scores_by_hand(hub: Path, case: Case) -> None:
    table = pd.read_csv(hub / "model-output" / ENSEMBLE / f"2025-01-31-{ENSEMBLE}.csv")
    chosen = table[
        (table["target"] == "launches") & (table["horizon"] == 1) & (table["output_type"] == "quantile")
    ]
    truth = float(case.record.monthly()["launched"]["2025-02"])
    scored = score_hub(hub, case.record)
    row = scored[(scored["model"] == ENSEMBLE) & (scored["origin"] == "2025-01") & (scored["horizon"] == 1)
                 & (scored["target"] == "launches")].iloc[0]  # fmt: skip
    values = chosen["value"].to_numpy()
    assert row["crps_raw"] == pytest.approx(float(crps_quantile(values, truth, levels=FINE_LEVELS)))
    assert row["in80"] == float(values[FINE_LEVELS.index(0.10)] <= truth <= values[FINE_LEVELS.index(0.90)])
    assert row["observed"] == truth
    assert 0 < row["pit"] < 1


def broken(hub: Path, tmp_path: Path) -> tuple[Path, Path]:
    copy = tmp_path / "hub"
    shutil.copytree(hub, copy)
    return copy, copy / "model-output" / ENSEMBLE / f"2025-02-28-{ENSEMBLE}.csv"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.drop(columns="value"), "missing column.*value"),
        (lambda t: t[t["horizon"] != "7"], "horizon.*7"),
        (lambda t: t[t["output_type_id"] != "0.3"], "no quantile 0.3 at horizon 1"),
        (lambda t: t.assign(value=t["value"].where(t.index != 10, "many")), "row 12.*not a number.*many"),
        (lambda t: t.assign(target=t["target"].where(t.index != 5, "hits")), "row 7.*unknown target.*hits"),
        (lambda t: t.assign(reference_date="2025-02-27"), "file name says 2025-02-28"),
        (lambda t: t.assign(value=t["value"].where(t.index != 3, "1e9")), "quantiles cross at horizon 1"),
        (lambda t: pd.concat([t, t.iloc[[0]]]), "level given twice"),
    ],
)
def test_spoilt_files_name_their_fault(
    hub: Path, case: Case, tmp_path: Path, spoil: object, said: str
) -> None:
    copy, file = broken(hub, tmp_path)
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    spoil(table).to_csv(file, index=False)  # type: ignore[operator]
    with pytest.raises(InputError, match=said) as error:
        score_hub(copy, case.record)
    assert file.name in str(error.value)


def test_wrong_folder_and_wrong_names(hub: Path, case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no forecasts found"):
        score_hub(tmp_path, case.record)
    copy, file = broken(hub, tmp_path)
    file.rename(file.with_name("forecast.csv"))
    with pytest.raises(InputError, match="unexpected file name"):
        score_hub(copy, case.record)
    (file.parent / "forecast.csv").unlink()
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not a CSV table"):
        score_hub(copy, case.record)


def test_future_months_alone_score_nothing(hub: Path, case: Case, tmp_path: Path) -> None:
    later = write_hub(case, ("2025-03",), tmp_path, models=chosen()[:1], draws=100)
    assert score_hub(later, case.record).empty


def test_a_stored_backtest_is_scored_like_its_hub(
    hub: Path, case: Case, grown: Record, tmp_path: Path
) -> None:
    result = backtest(case, ORIGINS, chosen(), draws=400)
    folder = write_backtest(result, pd.DataFrame({"date": ["2025-01-01"]}), tmp_path)
    keys = ["model", "origin", "target", "horizon"]
    both = score_hub(folder, grown).merge(score_hub(hub, grown), on=keys, suffixes=("", "_hub"))
    assert len(both) == len(score_hub(hub, grown))
    assert both["wis_raw"].to_numpy() == pytest.approx(both["wis_raw_hub"].to_numpy(), rel=1e-3, abs=0.02)
    from_draws = result.pairs.merge(both, on=keys, suffixes=("_draws", ""))
    gap = from_draws["crps_raw"] / from_draws["crps_raw_draws"]
    assert gap.between(0.94, 1.03).all()
    assert gap.mean() == pytest.approx(1, abs=0.02)


def test_export_writes_the_latest_origin(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.score.replay.models.PEERS", ())
    folder = export_hub(case.as_of("2025-03-15"), tmp_path)
    assert {file.name[:10] for file in folder.glob("model-output/*/*.csv")} == {"2025-02-28"}
