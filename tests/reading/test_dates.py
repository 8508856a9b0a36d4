"""Dates, one own sentence per construct; published Friday 15 March 2024."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import read

PUBLISHED = date(2024, 3, 15)

# sentence → (start, end, relation) of each date phrase
CASES = {
    "The treaty was signed on 5 January 2021.": [("2021-01-05", "2021-01-05", "on")],
    "The treaty was signed on January 5, 2021.": [("2021-01-05", "2021-01-05", "on")],
    "A blast was heard on 2 February.": [("2024-02-02", "2024-02-02", "on")],
    "A blast was heard on Nov. 23.": [("2023-11-23", "2023-11-23", "on")],
    "The ship will sail on 2 April.": [("2024-04-02", "2024-04-02", "on")],
    "It was logged as 2024-02-29.": [("2024-02-29", "2024-02-29", "on")],
    "It was logged on 16.02.2023.": [("2023-02-16", "2023-02-16", "on")],
    "The vote was on Tuesday, 12 March.": [("2024-03-12", "2024-03-12", "on")],
    "The vote was on Tuesday (March 12).": [("2024-03-12", "2024-03-12", "on")],
    "Raids went on from 3 March to 7 March.": [("2024-03-03", "2024-03-07", "during")],
    "The visit of 14-15 February was secret.": [("2024-02-14", "2024-02-15", "on")],
    "In December the yard shut.": [("2023-12-01", "2023-12-31", "on")],
    "In May the yard shut.": [("2023-05-01", "2023-05-31", "on")],
    "It may rain; they may leave.": [],
    "The yard opened in August 2022.": [("2022-08-01", "2022-08-31", "on")],
    "In early January a team arrived.": [("2024-01-01", "2024-01-10", "on")],
    "In mid-February a team arrived.": [("2024-02-11", "2024-02-20", "on")],
    "In late 2023 a team arrived.": [("2023-09-01", "2023-12-31", "on")],
    "Work ends by the end of the year.": [(None, "2024-12-31", "by")],
    "Work ends by year-end.": [(None, "2024-12-31", "by")],
    "Work ends by 2030.": [(None, "2030-12-31", "by")],
    "Work ends by the end of 2027.": [(None, "2027-12-31", "by")],
    "Tests have run since 2021.": [("2021-01-01", None, "since")],
    "Tests have run since last week.": [("2024-03-04", None, "since")],
    "Details will not be published until Tuesday.": [(None, "2024-03-19", "by")],
    "The ban lasted until Tuesday.": [(None, "2024-03-12", "by")],
    "Work is likely to begin in the third quarter.": [("2024-07-01", "2024-09-30", "on")],
    "The launch date is in May.": [("2024-05-01", "2024-05-31", "on")],
    "Sales rose 5 percent over 2023.": [("2023-01-01", "2023-12-31", "during")],
    "It will run until June.": [(None, "2024-06-30", "by")],
    "The strike came on Wednesday.": [("2024-03-13", "2024-03-13", "on")],
    "The strike came last Friday.": [("2024-03-08", "2024-03-08", "on")],
    "Talks resume next Monday.": [("2024-03-18", "2024-03-18", "on")],
    "The strike came late on Sunday.": [("2024-03-10", "2024-03-10", "on")],
    "Sirens sounded yesterday.": [("2024-03-14", "2024-03-14", "on")],
    "Output rose last year.": [("2023-01-01", "2023-12-31", "on")],
    "Output rose late last year.": [("2023-09-01", "2023-12-31", "on")],
    "Deliveries begin next month.": [("2024-04-01", "2024-04-30", "on")],
    "A batch arrived earlier this year.": [("2024-01-01", "2024-03-15", "on")],
    "A batch arrived in February last year.": [("2023-02-01", "2023-02-28", "on")],
    "The plant grew over the past two years.": [("2022-03-15", "2024-03-15", "during")],
    "It will grow over the next six months.": [("2024-03-15", "2024-09-15", "during")],
    "It was found two weeks ago.": [("2024-03-01", "2024-03-01", "on")],
    "It closed between 2019 and 2021.": [("2019-01-01", "2021-12-31", "during")],
    "The fiscal 2026 budget is ready.": [("2026-01-01", "2026-12-31", "on")],
    "Sales fell in the first quarter of 2023.": [("2023-01-01", "2023-03-31", "on")],
    "Sales fell in the second half of 2023.": [("2023-07-01", "2023-12-31", "on")],
    "They came in the summer of 2022.": [("2022-06-01", "2022-08-31", "on")],
    "Eight came in 2022 and five the following year.": [
        ("2022-01-01", "2022-12-31", "on"),
        ("2023-01-01", "2023-12-31", "on"),
    ],
    "In the first two months of 2024 none came.": [("2024-01-01", "2024-02-29", "on")],
    "It was built in the 1980s.": [("1980-01-01", "1989-12-31", "on")],
    "They own 2000 drones.": [],
}


@pytest.mark.parametrize("sentence", CASES)
def test_date(sentence: str) -> None:
    found = [
        (d.start.isoformat() if d.start else None, d.end.isoformat() if d.end else None, d.relation)
        for d in read(sentence, PUBLISHED).dates
    ]
    assert found == CASES[sentence]


def test_day_and_month_follow_the_publication_date() -> None:
    text = "The visit took place on 5 January."
    assert read(text, date(2023, 2, 6)).dates[0].start == date(2023, 1, 5)
    assert read(text, date(2023, 1, 2)).dates[0].start == date(2023, 1, 5)
    assert read(text, date(2022, 12, 20)).dates[0].start == date(2022, 1, 5)


def test_the_preposition_belongs_to_the_span_where_it_changes_the_meaning() -> None:
    reading = read("It ends by the end of the year. It began in March.", PUBLISHED)
    assert [d.surface for d in reading.dates] == ["by the end of the year", "March"]
