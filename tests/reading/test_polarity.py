"""What a text does not assert never becomes an asserted point in a draft."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.reading import drafts, read

PUBLISHED = date(2024, 3, 15)
# sentence | low–high that the number's draft holds ("": open) | modality
CASES = """
The yard did not build 40 boats a month. | -40 | denied
The yard didn’t build 40 boats a month. | -40 | denied
The yard has not built more than 40 boats. | -40 | denied
The yard never sold 40 boats. | -40 | denied
The yard failed to deliver 40 boats in May. | -40 | denied
The yard has failed to deliver 40 boats. | -40 | denied
The yard has yet to deliver 40 boats. | -40 | denied
The yard is yet to deliver 40 boats. | -40 | denied
The yard will not build 40 boats this year. | -40 | denied
The yard cannot build 40 boats a month. | -40 | capability
The yard did not, in May, build 40 boats. | -40 | denied
The yard has not yet reached 40 boats. | -40 | denied
The yard does not expect output to exceed 40 boats. | -40 | forecast
None of the 40 boats was lost. | -40 | denied
40 boats were not delivered. | - | denied
It is not true that the yard sold 40 boats. | - | denied
It is untrue that the yard sold 40 boats. | - | denied
The report that the yard sold 40 boats is false. | - | denied
Claims that 40 boats were sold are not true, Karl Holm said. | - | denied
The navy denied that it had lost 40 boats. | - | denied
Had it received the parts, the yard would have built 40 boats. | - | denied
The yard would have built 40 boats if it had received the parts. | - | denied
If the parts had come, the yard would have built 40 boats. | - | denied
It is unclear whether 40 boats were sold. | - | asserted
It is not known how many of the 40 boats were sold. | - | asserted
The yard sold not only 40 boats. | 40-40 | asserted
The yard sold no fewer than 40 boats. | 40- | asserted
The navy did not say that the yard sold 40 boats. | 40-40 | asserted
The yard sold 40 boats, but it did not deliver them. | 40-40 | asserted
The yard has not opened since 2019 but sold 40 boats. | 40-40 | asserted
"""
SILENT = [
    "To ask the Minister of Defence how many of the 40 boats have been sold.",
    "How many of the 40 boats were sold?",
    "The police asked whether 40 boats had been sold.",
    "Reporters asked the minister how 40 boats had been lost.",
]


@pytest.mark.parametrize("row", CASES.strip().splitlines())
def test_what_a_number_lets_stand(row: str) -> None:
    text, values, modality = row.split(" | ")
    reading = read(text, PUBLISHED)
    held = [r for r in drafts(reading, text) if "40" in r["statement"]]
    assert [f"{r['value_low']}-{r['value_high']}" for r in held] == [values]
    assert [r["modality"] for r in held] == [modality]


@pytest.mark.parametrize("text", SILENT)
def test_a_question_claims_nothing(text: str) -> None:
    assert read(text, PUBLISHED).claims == ()
