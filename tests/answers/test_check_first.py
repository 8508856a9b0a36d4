"""What to check first: the claims that move the forecast are a list in parts, and nobody parses a row's name."""

from __future__ import annotations

from tocsin import Assessment
from tocsin.answers.check_first import UNCERTAIN, _effect, _headline

INPUT = {"name": "x", "meaning": "growth: of launches", "answer": "leakers", "share_explained": 0.4}


def moved(*claims: str, change: float = 0.05) -> dict[str, object]:
    return {
        "rank": 2,
        "origin": "an origin: with a colon",
        "claims": list(claims),
        "answer": "launches",
        "change": change,
    }


def test_parts_carry_each_origins_claims(early: Assessment) -> None:
    answer = early["watch"]
    rows = {row["rank"]: row for row in answer.rows if row["kind"] == "claim"}
    assert rows.keys() == {item["rank"] for item in answer.parts["claims"]}
    for item in answer.parts["claims"]:
        assert rows[item["rank"]]["claim"] == " ".join(item["claims"])
        assert rows[item["rank"]]["meaning"] == _effect(item)
    (figure,) = answer.figures
    assert [row["claims"] for row in figure.table.rows if row["claims"]] == [
        item["claims"] for item in answer.parts["claims"]
    ]


def test_rows_are_told_apart_by_their_keys(early: Assessment) -> None:
    answer = early["watch"]
    keys = [tuple(row[key] for key in answer.keys) for row in answer.rows]
    assert len(keys) == len(set(keys))
    assert {row["answer"] for row in answer.rows if row["kind"] == "parameter"} <= set(UNCERTAIN)


def test_the_headline_takes_origin_and_claims_as_they_are() -> None:
    first = INPUT
    one = _headline({"first": first, "claims": [moved("M05")]})
    assert "Check first: growth: of launches. Knowing it would settle 40\u00a0%" in one
    assert one.endswith(
        "M05, from an origin: with a colon: counting it raises the median of launches by 5\u00a0%."
    )
    several = _headline({"first": first, "claims": [moved("M04", "M12", change=-0.02)]})
    assert (
        "are 2 from an origin: with a colon: counting them lowers the median of launches by 2\u00a0%."
        in several
    )
    assert _headline({"first": {}, "claims": []}) == "No single uncertainty stands out in these draws."
