"""The knobs: what they accept, and how a paired difference reads."""

from __future__ import annotations

import argparse

import numpy as np
import pytest

from tocsin.app.knobs import KNOBS, State, Wanted, read_state, read_wanted
from tocsin.app.model import THROUGH, against, change
from tocsin.commands.app import register
from tocsin.errors import InputError
from tocsin.say import msg


def test_defaults_are_today() -> None:
    assert read_state({}) == State()
    assert read_state({knob.id: str(knob.default) for knob in KNOBS}).is_default


@pytest.mark.parametrize(
    "query", [{"volume": "7"}, {"volume": "x"}, {"fast": "nan"}, {"speed": "1"}, {"cut": "-0.5"}]
)
def test_off_the_steps_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InputError, match="One of"):
        read_state(query)


def test_every_knob_says_unit_and_source() -> None:
    for knob in KNOBS:
        assert knob.unit
        assert knob.source
        assert len({value for value, _ in knob.choices}) == len(knob.choices)


@pytest.mark.parametrize(("option", "value"), [("--draws", "0"), ("--seed", "-1")])
def test_serve_refuses_options_that_are_too_small(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["serve", "case", option, value])
    assert "must be at least" in capsys.readouterr().err


def test_difference_is_paired_not_of_medians() -> None:
    before = np.array([100.0, 200.0, 300.0])
    now = before + 53.0
    said = change(msg("q"), THROUGH, now, before, untouched=False)
    assert said.difference.startswith("+53 against today (90\u00a0%: +53 to +53), more in more than 99")
    assert said.today == 200.0


def test_no_difference_and_fewer() -> None:
    assert against(np.zeros(5)) == "No different from today"
    assert "fewer in more than 99 of 100 futures" in against(np.full(5, -2.0))


def test_kept_scenarios_travel_in_the_address() -> None:
    wanted = read_wanted([("fast", "1.0"), ("keep", "cut:0.5"), ("keep", "cut:0.5"), ("add", "1")])
    assert wanted == Wanted(State(fast=1.0), (State(cut=0.5), State(fast=1.0)))
    again = [(name, text) for name, value in wanted.query.items() for text in ([value] if isinstance(value, str) else value)]  # fmt: skip
    assert read_wanted(again) == wanted
    assert read_wanted([*again, ("drop", "fast:1")]).kept == (State(cut=0.5),)


def test_nothing_is_kept_beside_today_but_scenarios() -> None:
    assert read_wanted([("add", "1"), ("keep", "")]).kept == ()


def test_a_fourth_kept_scenario_is_refused() -> None:
    tokens = ["cut:0.1", "cut:0.25", "cut:0.5", "cut:0.75"]
    with pytest.raises(InputError, match="At most 3"):
        read_wanted([("keep", token) for token in tokens])


@pytest.mark.parametrize("token", ["volume:7", "speed:1", "<script>", "fast"])
def test_a_broken_token_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="One of"):
        read_wanted([("keep", token)])
