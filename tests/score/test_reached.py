"""What a replay can run, read from imports, holds all that it does run."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

import tocsin
from tocsin.case import load_case
from tocsin.score import backtest
from tocsin.score.replay import reached
from tocsin.score.replay.backtest import MODELS, NIGHTLY, fingerprint
from tocsin.score.replay.models import all_models
from tocsin.score.replay.nightly import nightly_scores
from tocsin.score.replay.peers import PEERS
from tocsin.score.replay.reached import modules_reached

CASES = Path(tocsin.__file__).parents[2] / "cases"
REPLAY = "tocsin.score.replay.backtest"


def test_all_that_a_replay_runs_is_reached() -> None:
    case = load_case(CASES / "yelabuga")
    models = [model for model in all_models() if model.abbreviation not in PEERS]
    root, ran = str(Path(tocsin.__file__).parent), set[str]()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(root):
            ran.add(frame.f_globals["__name__"])

    sys.setprofile(note)
    try:
        backtest(case, ["2024-06"], models, draws=100)
        nightly_scores(case.record.as_of("2024-12-31"))
    finally:
        sys.setprofile(None)
    assert "tocsin.programme.ensemble.kalman" in ran
    held = {*modules_reached(REPLAY), *modules_reached(NIGHTLY)}
    assert not ran - held


def test_a_replay_reaches_no_sampler_no_page_and_no_campaign() -> None:
    held = modules_reached(REPLAY)
    for room in (
        "tocsin.answers",
        "tocsin.report",
        "tocsin.campaign",
        "tocsin.calibration",
        "tocsin.reading",
    ):
        assert not [name for name in held if name.startswith(room)]
    assert "tocsin.programme.fit.sampler" not in held  # kept fits are hashed themselves
    assert set(modules_reached(MODELS)) < set(held)


@pytest.mark.parametrize(
    "module", ["tocsin.record.series", "tocsin.case.view", "tocsin.programme.flow", "tocsin.arrays"]
)
def test_a_change_of_what_a_replay_runs_changes_the_fingerprint(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = load_case(CASES / "miniature")
    before = fingerprint(case)
    monkeypatch.setattr(
        "tocsin.score.replay.backtest.modules_reached",
        lambda start: tuple(name for name in reached.modules_reached(start) if name != module),
    )
    after = fingerprint(case)
    assert {name for name in before if before[name] != after[name]} == {"code"}
