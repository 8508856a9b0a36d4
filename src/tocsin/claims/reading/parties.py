"""States and the names that stand for them: capitals, seats of government, adjectives."""

from __future__ import annotations

_ALIASES: dict[str, str] = {
    "RU": "russia moscow kremlin russian|russian federation|the kremlin",
    "IR": "iran tehran iranian|islamic republic",
    "UA": "ukraine kyiv kiev ukrainian",
    "US": "us u.s. usa washington american pentagon|united states|white house",
    "CN": "china beijing chinese",
    "TW": "taiwan taipei taiwanese",
    "KP": "pyongyang|north korea|north korean",
    "KR": "seoul|south korea|south korean",
    "JP": "japan tokyo japanese",
    "IN": "india indian|new delhi",
    "PK": "pakistan islamabad pakistani",
    "IL": "israel jerusalem israeli|tel aviv",
    "TR": "turkey türkiye ankara turkish turkiye",
    "GB": "britain uk u.k. london british|united kingdom",
    "FR": "france paris french",
    "DE": "germany berlin german",
    "PL": "poland warsaw polish",
    "BY": "belarus minsk belarusian",
    "SA": "riyadh saudi|saudi arabia",
    "AE": "emirati uae|united arab emirates|abu dhabi",
    "SY": "syria damascus syrian",
    "IQ": "iraq baghdad iraqi",
    "YE": "yemen sanaa yemeni",
    "LB": "lebanon beirut lebanese",
    "EG": "egypt cairo egyptian",
    "SE": "sweden stockholm swedish",
    "NO": "norway oslo norwegian",
    "FI": "finland helsinki finnish",
    "EE": "estonia tallinn estonian",
    "LV": "latvia riga latvian",
    "LT": "lithuania vilnius lithuanian",
    "CZ": "czech prague|czech republic czechia",
    "AM": "armenia yerevan armenian",
    "AZ": "azerbaijan baku azerbaijani",
    "GE": "georgia tbilisi georgian",
    "RO": "romania bucharest romanian",
    "IT": "italy rome italian",
    "ES": "spain madrid spanish",
    "CA": "canada ottawa canadian",
    "AU": "australia canberra australian",
    "SD": "sudan khartoum sudanese",
    "ET": "ethiopia|addis ababa ethiopian",
    "NL": "netherlands dutch|the hague",
    "DK": "denmark copenhagen danish",
    "GR": "greece athens greek",
    "HU": "hungary budapest hungarian",
    "BG": "bulgaria sofia bulgarian",
    "KZ": "kazakhstan astana kazakh",
    "AF": "afghanistan kabul afghan",
}
NAMES = {
    "RU": "Russia", "IR": "Iran", "UA": "Ukraine", "US": "United States", "CN": "China", "TW": "Taiwan",
    "KP": "North Korea", "KR": "South Korea", "GB": "United Kingdom", "SA": "Saudi Arabia",
}  # fmt: skip


def _table() -> dict[str, str]:
    table = {}
    for code, line in _ALIASES.items():
        single, *groups = line.split("|")
        for word in single.split():
            table[word] = code
        for group in groups:
            table[group] = code
    table.update({"czechia": "CZ", "ethiopian": "ET"})
    return table


ALIASES = _table()


def party(name: str) -> str:
    """Country code of a name that stands for a state, "" where it is none.

    >>> party("the Kremlin"), party("Tehran"), party("Berlin Wall")
    ('RU', 'IR', '')
    """
    key = name.lower().strip().replace("’s", "").replace("'s", "").removeprefix("the ")
    return ALIASES.get(key) or ALIASES.get(key.rstrip("."), "")


def display(code: str) -> str:
    """A country's name for messages."""
    return NAMES.get(code) or next((alias.title() for alias, c in ALIASES.items() if c == code), code)
