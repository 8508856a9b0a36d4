"""The case's hand-made helper tables, put together as of a date: who is named, and what each side handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def merge_bargain(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """One row per item from bargain.csv, whose rows each rest on one claim.

    Parameters
    ----------
    rows
        Rows with `side`, `item`, `stage` ("promised" or "delivered"), `status`, `text` and `claims`, oldest claim
        first within an item, already cut to the claims in view: the status is that of the last row left, so a view
        as of a date never knows what came later.

    Returns
    -------
    list of dict
        `side`, `item`, `promised`, `delivered`, `status`, `claims` (ids separated by spaces).
    """
    items: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in rows:
        items.setdefault((row["side"], row["item"]), []).append(row)
    return [
        {
            "side": side,
            "item": item,
            "promised": _told(parts, "promised"),
            "delivered": _told(parts, "delivered"),
            "status": parts[-1]["status"],
            "claims": " ".join(dict.fromkeys(" ".join(part["claims"] for part in parts).split())),
        }
        for (side, item), parts in items.items()
    ]


def merge_people(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """One row per name from people.csv, where a name may have several rows, each with the claims that support it.

    Parameters
    ----------
    rows
        Rows with `name`, `kind`, `role`, `claims` and maybe more, oldest first within a name, already cut to the
        claims in view: role and other cells are those of the last row left, so that a view as of a date never knows
        what was said of a name later.

    Returns
    -------
    list of dict
        The same columns, in the order in which names first appear; `claims` holds the ids of all rows, each once.

    Examples
    --------
    >>> merge_people([{"name": "A", "role": "envoy", "claims": "C1"}, {"name": "A", "role": "minister", "claims": "C2"}])
    [{'name': 'A', 'role': 'minister', 'claims': 'C1 C2'}]
    """
    names: dict[str, dict[str, str]] = {}
    for row in rows:
        before = names.get(row["name"], {}).get("claims", "")
        ids = dict.fromkeys(f"{before} {row['claims']}".split())
        names[row["name"]] = {**row, "claims": " ".join(ids)}
    return list(names.values())


def _told(parts: list[Mapping[str, str]], stage: str) -> str:
    return "; ".join(f"{part['text']} ({part['claims']})" for part in parts if part["stage"] == stage)
