"""States as reports name them: the ledger's table (`tocsin.claims.parties`) and the states it does not hold."""

from __future__ import annotations

from tocsin.claims.parties import NAMES as LEDGER_NAMES
from tocsin.claims.parties import STATES

_MORE: dict[str, str] = {  # code: names, adjectives, capitals; parted by "|"
    "US": "pentagon",
    "GB": "u.k.",
    "IL": "tel aviv",
    "TR": "turkiye",
    "TW": "taiwan|taipei|taiwanese",
    "IQ": "iraq|baghdad|iraqi",
    "YE": "yemen|sanaa|yemeni",
    "LB": "lebanon|beirut|lebanese",
    "EG": "egypt|cairo|egyptian",
    "SE": "sweden|stockholm|swedish",
    "NO": "norway|oslo|norwegian",
    "FI": "finland|helsinki|finnish",
    "LV": "latvia|riga|latvian",
    "LT": "lithuania|vilnius|lithuanian",
    "CZ": "czechia|czech|czech republic|prague",
    "AM": "armenia|yerevan|armenian",
    "AZ": "azerbaijan|baku|azerbaijani",
    "GE": "georgia|tbilisi|georgian",
    "IT": "italy|rome|italian",
    "ES": "spain|madrid|spanish",
    "CA": "canada|ottawa|canadian",
    "AU": "australia|canberra|australian",
    "SD": "sudan|khartoum|sudanese",
    "ET": "ethiopia|addis ababa|ethiopian",
    "NL": "netherlands|dutch|hague",
    "DK": "denmark|copenhagen|danish",
    "GR": "greece|athens|greek",
    "HU": "hungary|budapest|hungarian",
    "BG": "bulgaria|sofia|bulgarian",
    "KZ": "kazakhstan|astana|kazakh",
    "AF": "afghanistan|kabul|afghan",
}
_BLOCS = frozenset(("EU",))  # no states


def _table() -> dict[str, str]:
    table = {
        name.casefold().removeprefix("the "): code
        for code, names in STATES.items()
        if code not in _BLOCS
        for name in names
    }
    table.update((name, code) for code, line in _MORE.items() for name in line.split("|"))
    return table


ALIASES = _table()
_FIRST = {code: line.split("|")[0].title() for code, line in _MORE.items() if code not in STATES}
NAMES = _FIRST | LEDGER_NAMES


def party(name: str) -> str:
    """Country code of a name that stands for a state, "" where it is none.

    >>> party("the Kremlin"), party("Tehran"), party("Berlin Wall")
    ('RU', 'IR', '')
    """
    key = name.lower().strip().replace("’s", "").replace("'s", "").removeprefix("the ")
    return ALIASES.get(key) or ALIASES.get(key.rstrip("."), "")


def display(code: str) -> str:
    """A country's name for messages."""
    return NAMES.get(code, code)
