"""Rebuild cases/yelabuga/sources.toml from a table of public figures.

    python scripts/build_sources.py FACTS.csv CLAIMS.csv cases/yelabuga/sources.toml

The table has columns id, topic, item, quantity, low, best, high, unit, as_of, source_title, url,
statement_in_own_words. Everything is carried over mechanically; only `known_from` is derived, because the table's
`as_of` says when a figure holds and rarely when it was published:

1. a day in `as_of` is that day; a month, a year or a range ends on its last day; of several days the last counts;
   a named publication day ("pub.", "reported") wins; an undated part counts as the table's last day;
2. a figure that measures a month or a year (harm, outcomes, launches, alerts, …) cannot be public before that period
   is over: it enters at the end of the next month;
3. a day visible in the address, or given by the claims table for the same page (unless inferred), replaces a vaguer
   date and moves an earlier one forward; a month visible in the address does so only where it lies later;
4. figures from one page become public together, on the latest of its exact days, or else of its vague ones;
5. nothing found by these rules alone enters later than the table's last day. A page that carries a later date in its
   address keeps it, and so stays out of every view before that day.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

LAST_DAY = date(2025, 12, 31)
FIRST_DAY = date(2022, 1, 1)
MEASURED = {
    "harm",
    "outcomes",
    "launches",
    "raid size",
    "decoy share",
    "salvos",
    "alerts",
}  # topics and items
# Figures without a date of their own: a US federal standard of 1996, and plain arithmetic.
FIXED = {"DF123": date(1996, 8, 7), "DF124": date(2022, 9, 1)}
Dated = tuple[date, str]  # day, precision


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def one_date(text: str) -> Dated | None:
    """A day, month or year as its last day, with its precision."""
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
        return date(*map(int, match.groups())), "day"
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return month_end(int(match[1]), int(match[2])), "month"
    if match := re.fullmatch(r"(\d{4})(-late)?", text):
        return date(int(match[1]), 12, 31), "year"
    return None


def stated_date(text: str) -> Dated:
    """When a figure holds, by rule 1."""
    if named := re.search(r"\((?:pub\.|reported) ([\d-]+)\)", text):
        return one_date(named[1]) or (LAST_DAY, "undated")
    parts, year = [], ""
    for part in re.split(r";|\.\.", text.strip()):
        if re.fullmatch(r"\d{2}-\d{2}", part) or re.fullmatch(r"\d{2}", part):
            part = f"{year}-{part}"
        found = one_date(part)
        if found is None:
            return LAST_DAY, "undated"
        year = part[:4]
        parts.append(found)
    return max(parts)


def dates_in(url: str) -> Iterator[Dated]:
    """Publication dates visible in an address."""
    patterns = (
        (r"(20\d\d)[/-](\d{2})[/-](\d{2})(?!\d)", (1, 2, 3)),
        (r"(?<!\d)(\d{2})\.(\d{2})\.(20\d\d)(?!\d)", (3, 2, 1)),
        (r"/(20\d\d)(\d{2})(\d{2})(?:/|\d{4,6}\.)", (1, 2, 3)),
        (r"\.A(\d{2})(\d{2})(\d{2})_", (1, 2, 3)),
    )
    for pattern, order in patterns:
        for match in re.finditer(pattern, url):
            year, month, day = (int(match[k]) for k in order)
            year += 2000 * (year < 100)
            if 1 <= month <= 12 and 1 <= day <= 31 and FIRST_DAY.year <= year:
                yield date(year, month, day), "day"
    for match in re.finditer(r"/(20\d\d)/(\d{1,2})/(?!\d)", url):
        if 1 <= int(match[2]) <= 12:
            yield month_end(int(match[1]), int(match[2])), "month"
    for match in re.finditer(r"(?<!\d)(1[67]\d{8})(?!\d)", url):  # seconds since 1970
        yield datetime.fromtimestamp(int(match[1]), UTC).date(), "day"


def known_from(row: dict[str, str], page_day: date | None) -> Dated:
    """When a figure became public, by rules 1 to 3."""
    if row["id"] in FIXED:
        return FIXED[row["id"]], "day"
    day, precision = stated_date(row["as_of"])
    start = {"month": day.replace(day=1), "year": day.replace(month=1, day=1)}.get(precision, day)
    if {row["topic"], row["item"]} & MEASURED and precision in ("month", "year"):
        following = day + timedelta(days=1)
        day = month_end(following.year, following.month)
    seen = [found for found in dates_in(row["url"]) if precision != "undated" or found[0] > LAST_DAY]
    seen += [(page_day, "day")] if page_day and precision != "undated" else []
    exact = max((found[0] for found in seen if found[1] == "day" and found[0] >= start), default=None)
    if exact and (precision != "day" or exact > day):
        return exact, "day"
    later = max(
        (found for found in seen if found[1] == "month" and found[0].replace(day=1) > day), default=None
    )
    if later:
        return later
    return min(day, LAST_DAY), precision


def page_days(claims: list[dict[str, str]]) -> dict[str, date]:
    """Publication day of each page in the claims table whose date is not inferred (address → day)."""
    inferred = {page(row["url"]) for row in claims if is_inferred(row)}
    return {
        page(row["url"]): date.fromisoformat(row["published"])
        for row in claims
        if page(row["url"]) not in inferred
    }


def is_inferred(row: dict[str, str]) -> bool:
    return row.get("published_precision", "") == "inferred" or bool(
        re.search(r"date (inferred|approximated)", row.get("note") or "")
    )


def page(url: str) -> str:
    """An address without its query, so that two links to one page agree."""
    return url.split("?")[0].rstrip("/")


def build(rows: list[dict[str, str]], claims: list[dict[str, str]]) -> str:
    """The text of sources.toml."""
    days = page_days(claims)
    known = {row["id"]: known_from(row, days.get(page(row["url"]))) for row in rows}
    parts = [HEADER]
    for row in rows:
        own = known[row["id"]]
        if own[1] != "undated" and row["id"] not in FIXED:
            shared = [known[other["id"]] for other in rows if page(other["url"]) == page(row["url"])]
            exact = [found for found in shared if found[1] == "day"]
            own = max(exact or [found for found in shared if found[1] != "undated"])
        parts.append(table(row, *own))
    return "\n".join(parts)


def table(row: dict[str, str], day: date, precision: str) -> str:
    """One fact as a TOML table."""
    lines = [f"[facts.{row['id']}]"]
    lines += [f"{key} = {text(row[key])}" for key in ("topic", "item", "quantity")]
    lines += [f"{key} = {float(row[key]):g}" for key in ("low", "best", "high") if row[key]]
    lines += [f"unit = {text(row['unit'])}", f"known_from = {day}", f"known_precision = {text(precision)}"]
    lines += [
        f"outlet = {text(row['source_title'])}",
        f"url = {text(row['url'])}",
        f"statement = {text(row['statement_in_own_words'])}",
    ]
    return "\n".join(lines) + "\n"


def text(value: str) -> str:
    """A TOML basic string (JSON's escapes are valid in TOML)."""
    return json.dumps(value.strip(), ensure_ascii=False)


HEADER = """\
# Public figures behind the parameters: low/best/high are the printed range, not quantiles.
# Written by scripts/build_sources.py, which states how `known_from` is derived; known_precision says how vague it is
# (day, month, year, undated): a vague date enters at its latest plausible day. Statements are in own words.
"""
BY_HAND = "\n# Added by hand"  # what stands below this line is kept


def read(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    facts, claims, target = read(sys.argv[1]), read(sys.argv[2]), Path(sys.argv[3])
    _, mark, own = target.read_text(encoding="utf-8").partition(BY_HAND) if target.is_file() else ("", "", "")
    target.write_text(build(facts, claims) + mark + own, encoding="utf-8")
    print(f"{target}: {len(facts)} facts")


if __name__ == "__main__":
    main()
