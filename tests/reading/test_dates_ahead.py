"""Dates of the future, of fiscal years and of trailing windows."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)  # a Friday
# text | every date, first/last day
CASES = """
The yard expects 40 boats in July. | 2024-07-01/2024-07-31
The yard built 40 boats in July. | 2023-07-01/2023-07-31
The yard forecasts 40 boats in May and 50 in June. | 2024-05-01/2024-05-31 2024-06-01/2024-06-30
The boats will be delivered on Tuesday. | 2024-03-19/2024-03-19
The boats were delivered on Tuesday. | 2024-03-12/2024-03-12
The yard will close, the minister said on Tuesday. | 2024-03-12/2024-03-12
The yard will close, the minister said in February. | 2024-02-01/2024-02-29
Work will start in April 2025. | 2025-04-01/2025-04-30
The contract will end in May 2026. | 2026-05-01/2026-05-31
The boats came at the start of April 2023. | 2023-04-01/2023-04-10
The boats came early in April 2023. | 2023-04-01/2023-04-10
The boats will come no later than June. | /2024-06-30
The boats will come not later than 5 May. | /2024-05-05
The boats came in the week of 4 March. | 2024-03-04/2024-03-10
The boats came in the week beginning 4 March. | 2024-03-04/2024-03-10
The yard built 40 boats in the week to March 10. | 2024-03-04/2024-03-10
The yard built 40 boats in the week ended 10 March. | 2024-03-04/2024-03-10
The yard built 40 boats in the six months to June 2023. | 2023-01-01/2023-06-30
The yard built 40 boats in the year to March 2023. | 2022-04-01/2023-03-31
The yard built 40 boats in the three months ended 30 June 2023. | 2023-04-01/2023-06-30
The yard will build 40 boats within 30 days. | 2024-03-15/2024-04-14
The yard will open in two weeks. | 2024-03-29/2024-03-29
The boats were built in two weeks. |
The yard worked 2019-2021. | 2019-01-01/2021-12-31
The yard sold 40 boats in fiscal 2022-23. | 2022-04-01/2023-03-31
The yard sold 40 boats in FY2023. | 2023-01-01/2023-12-31
The yard sold 40 boats in FY23. | 2023-01-01/2023-12-31
It does not last beyond 2030. | 2030-01-01/2030-12-31
During the past night 40 boats left. | 2024-03-14/2024-03-15
"""


@pytest.mark.parametrize("row", CASES.strip().splitlines())
def test_dates(row: str) -> None:
    text, wanted = (part.strip() for part in row.split("|"))
    found = [f"{when.start or ''}/{when.end or ''}" for when in read(text, PUBLISHED).dates]
    assert " ".join(found) == wanted


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("The yard sold 40 boats on 03/04/2023.", "ambiguous_date"),
        ("The yard sold 40 boats in fiscal 2023.", "fiscal_year"),
        ("The yard sold 40 boats in FY2023.", "fiscal_year"),
    ],
)
def test_what_depends_on_a_habit_is_flagged(text: str, flag: str) -> None:
    assert flag in {found.type for found in read(text, PUBLISHED).flags}


@pytest.mark.parametrize(
    "text", ["Boats were sold on 23/04/2023.", "Boats were sold on 04/04/2023.", "Boats were sold in 2023."]
)
def test_what_is_plain_is_not(text: str) -> None:
    assert not {"ambiguous_date", "fiscal_year"} & {found.type for found in read(text, PUBLISHED).flags}
