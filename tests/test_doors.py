"""What comes through a door: from this source tree, from installed packages, and what is refused at it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin import doors
from tocsin.answers.declare import Chart
from tocsin.answers.question import Question
from tocsin.claims.checks import Check, all_checks
from tocsin.files import identity
from tocsin.programme.ensemble.member import Member
from tocsin.programme.ensemble.members import members, pooled
from tocsin.record import Source, all_sources
from tocsin.score.replay.models import all_models

ROOT = Path(__file__).parents[1]
GOOD = """
from tocsin.claims.checks import looks_for

@looks_for("nothing at all")
def quiet(ledger, tools):
    return []
"""

MEMBER = """
import numpy as np

from tocsin.programme.ensemble.member import Member


def again(history, view, draws, seed, months):
    return np.full((draws, months), history.iloc[-1])


member = Member("again", "The last month again.", again)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Put a distribution with one entry point on the path, as pip would."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def put(name: str, code: str, *, entry: str = "", group: str = "tocsin.checks") -> None:
        module = name.replace("-", "_") if name != "tocsin" else "not_tocsin"
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        about = tmp_path / f"{module}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8"
        )
        (about / "entry_points.txt").write_text(f"[{group}]\nmine = {entry or module}\n", encoding="utf-8")
        made.append(module)
        doors.load.cache_clear()
        doors.rooms.cache_clear()

    yield put
    doors.load.cache_clear()
    doors.rooms.cache_clear()
    for module in made:
        sys.modules.pop(module, None)


def test_a_source_tree_needs_no_installation() -> None:
    assert {"date_order", "denial", "linked_contradiction"} <= all_checks().keys()
    assert list(all_checks())[-1] == "linked_contradiction"
    assert all_sources()["attacks"].title == "Massive Missile Attacks on Ukraine"


def test_every_door_of_the_project_opens_onto_something() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    kinds = {
        "tocsin.answers": Question, "tocsin.charts": Chart, "tocsin.checks": Check, "tocsin.members": Member,
        "tocsin.record_sources": Source,
    }  # fmt: skip
    assert kinds.keys() == project["entry-points"].keys()
    names = {"tocsin.answers": "id"}
    assert all(doors.load(group, kind, names.get(group, "name")) for group, kind in kinds.items())


@pytest.mark.parametrize("entry", ["", "other_package:quiet", "other_package:TABLE", "other_package:BY_NAME"])
def test_a_module_one_thing_or_a_table_of_things(install: Callable[..., None], entry: str) -> None:
    install("other-package", f"{GOOD}\nTABLE = [quiet]\nBY_NAME = {{'quiet': quiet}}\n", entry=entry)
    assert all_checks()["quiet"].label == "nothing at all"


def test_a_member_of_another_package_is_scored_and_pooled_only_where_it_says_so(
    install: Callable[..., None],
) -> None:
    install("other-package", MEMBER, group="tocsin.members")
    assert [member.name for member in members()][-1] == "again"
    assert "again" not in {member.name for member in pooled()}
    model = next(model for model in all_models() if model.name == "tocsin-again")
    assert (model.methods, model.code) == ("The last month again.", ("other_package",))


def test_what_a_module_only_borrows_is_not_its_own(install: Callable[..., None]) -> None:
    install("other-package", f"from tocsin.claims.checks.facts import date_order\n{GOOD}")
    assert {"quiet", "date_order"} <= all_checks().keys()


def test_code_of_other_packages_counts_in_an_identity(install: Callable[..., None]) -> None:
    before = identity(rooms=doors.rooms())
    install("other-package", GOOD)
    assert doors.rooms() == ("other_package", "tocsin")
    assert identity(rooms=doors.rooms()) != before


def test_one_name_for_two_things_names_both(install: Callable[..., None]) -> None:
    install("other-package", GOOD.replace("quiet", "date_order"))
    with pytest.raises(
        doors.DoorError, match=r"'date_order'.*tocsin \(.*other-package \(entry point mine = other"
    ):
        all_checks()


@pytest.mark.parametrize(
    ("code", "entry", "words"),
    [
        ("import no_such_module", "", "can't be loaded: ModuleNotFoundError"),
        ("raise SystemError('broken')", "", "can't be loaded: SystemError: broken"),
        (GOOD, "other_package:absent", "can't be loaded: AttributeError"),
        ("X = 1", "", "holds nothing of the kind"),
        ("X = ['a check']", "other_package:X", "holds a str"),
        ("X = 3", "other_package:X", "can't be loaded: TypeError"),
    ],
)
def test_what_cannot_be_used_says_who_brought_it(
    install: Callable[..., None], code: str, entry: str, words: str
) -> None:
    install("other-package", code, entry=entry)
    with pytest.raises(doors.DoorError) as caught:
        all_checks()
    assert words in str(caught.value)
    assert f"other-package (entry point mine = {entry or 'other_package'}) of tocsin.checks" in str(
        caught.value
    )


def test_installed_the_entry_points_are_those_of_the_metadata(
    monkeypatch: pytest.MonkeyPatch, install: Callable[..., None]
) -> None:
    monkeypatch.setattr(doors, "SOURCE", Path("absent"))
    install("tocsin", GOOD, entry="tocsin.claims.checks")
    assert "date_order" in all_checks()
