"""States and the names they go by: a capital or a government's seat stands for its state."""

from __future__ import annotations

import re
from functools import lru_cache

# ISO code: names, adjectives and capitals. A capital in a sentence about a deal means the state.
STATES: dict[str, tuple[str, ...]] = {
    "RU": ("Russia", "Russian", "Russian Federation", "Moscow", "the Kremlin", "Kremlin"),
    "IR": ("Iran", "Iranian", "Tehran", "Teheran", "Islamic Republic"),
    "UA": ("Ukraine", "Ukrainian", "Kyiv", "Kiev"),
    "US": (
        "United States",
        "U.S.",
        "US",
        "USA",
        "America",
        "American",
        "Washington",
        "White House",
        "Pentagon",
    ),
    "GB": ("United Kingdom", "UK", "Britain", "British", "London", "U.K."),
    "CN": ("China", "Chinese", "Beijing"),
    "KP": ("North Korea", "North Korean", "Pyongyang"),
    "KR": ("South Korea", "South Korean", "Seoul"),
    "BY": ("Belarus", "Belarusian", "Minsk"),
    "PL": ("Poland", "Polish", "Warsaw"),
    "DE": ("Germany", "German", "Berlin"),
    "FR": ("France", "French", "Paris"),
    "IL": ("Israel", "Israeli", "Jerusalem", "Tel Aviv"),
    "TR": ("Turkey", "Türkiye", "Turkish", "Ankara", "Turkiye"),
    "IN": ("India", "Indian", "New Delhi", "Delhi"),
    "PK": ("Pakistan", "Pakistani", "Islamabad"),
    "SA": ("Saudi Arabia", "Saudi", "Riyadh"),
    "AE": ("United Arab Emirates", "UAE", "Emirati", "Abu Dhabi"),
    "SY": ("Syria", "Syrian", "Damascus"),
    "JP": ("Japan", "Japanese", "Tokyo"),
    "EU": ("European Union", "EU", "Brussels"),
    "UZ": ("Uzbekistan", "Uzbek", "Tashkent"),
    "RO": ("Romania", "Romanian", "Bucharest"),
    "EE": ("Estonia", "Estonian", "Tallinn"),
    "TW": ("Taiwan", "Taipei", "Taiwanese"),
    "IQ": ("Iraq", "Baghdad", "Iraqi"),
    "YE": ("Yemen", "Sanaa", "Yemeni"),
    "LB": ("Lebanon", "Beirut", "Lebanese"),
    "EG": ("Egypt", "Cairo", "Egyptian"),
    "SE": ("Sweden", "Stockholm", "Swedish"),
    "NO": ("Norway", "Oslo", "Norwegian"),
    "FI": ("Finland", "Helsinki", "Finnish"),
    "LV": ("Latvia", "Riga", "Latvian"),
    "LT": ("Lithuania", "Vilnius", "Lithuanian"),
    "CZ": ("Czechia", "Czech", "Czech Republic", "Prague"),
    "AM": ("Armenia", "Yerevan", "Armenian"),
    "AZ": ("Azerbaijan", "Baku", "Azerbaijani"),
    "GE": ("Georgia", "Tbilisi", "Georgian"),
    "IT": ("Italy", "Rome", "Italian"),
    "ES": ("Spain", "Madrid", "Spanish"),
    "CA": ("Canada", "Ottawa", "Canadian"),
    "AU": ("Australia", "Canberra", "Australian"),
    "SD": ("Sudan", "Khartoum", "Sudanese"),
    "ET": ("Ethiopia", "Addis Ababa", "Ethiopian"),
    "NL": ("Netherlands", "Dutch", "Hague"),
    "DK": ("Denmark", "Copenhagen", "Danish"),
    "GR": ("Greece", "Athens", "Greek"),
    "HU": ("Hungary", "Budapest", "Hungarian"),
    "BG": ("Bulgaria", "Sofia", "Bulgarian"),
    "KZ": ("Kazakhstan", "Astana", "Kazakh"),
    "AF": ("Afghanistan", "Kabul", "Afghan"),
}
_BLOCS = frozenset(("EU",))  # no states
NAMES = {code: names[0] for code, names in STATES.items()}
_BY_NAME = {name.casefold(): code for code, names in STATES.items() for name in names}
_PATTERN = re.compile(
    r"(?<![\w.])(" + "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True)) + r")(?!\w)", re.I
)
_BETWEEN = re.compile(r"\bbetween (?:the )?([^.;:!?]{2,60}?) and (?:the )?([^.,;:!?]{2,60})", re.I)


def states_in(text: str) -> list[str]:
    """ISO codes of the states a text names, in order, each once.

    Examples
    --------
    >>> states_in("a deal between Moscow and Tehran, says the White House")
    ['RU', 'IR', 'US']
    """
    found = (_code(match.group(1)) for match in _PATTERN.finditer(text))
    return list(dict.fromkeys(code for code in found if code))


def bilateral(text: str) -> list[tuple[str, str, str]]:
    """Pairs told as "between A and B": the phrase, and the codes of both states.

    Examples
    --------
    >>> bilateral("part of a deal between Russia and Moscow")
    [('between Russia and Moscow', 'RU', 'RU')]
    """
    pairs = []
    for match in _BETWEEN.finditer(text):
        first, second = _leading(match.group(1)), _leading(match.group(2))
        if first and second:
            pairs.append((f"between {first[0]} and {second[0]}", first[1], second[1]))
    return pairs


def _leading(text: str) -> tuple[str, str] | None:
    """The state at the start of a phrase, where the phrase is the state's name and not "Russian cities"."""
    match = _PATTERN.match(text.strip())
    if not match:
        return None
    rest = text.strip()[match.end() :]
    if re.match(r"[’']s\b|\s+[a-z]+(?:s|ed|ing)?\b", rest) and not re.match(
        r"\s+(?:for|to|in|on|that|over|as|at|is|was|worth|signed)\b", rest
    ):
        return None
    code = _code(match.group(1))
    return (match.group(1), code) if code else None


@lru_cache(maxsize=1024)
def _code(name: str) -> str:
    """ "us" the pronoun is not the US: two-letter names count only in capitals."""
    if len(name) <= 2 and not name.isupper():
        return ""
    return _BY_NAME.get(name.casefold(), "")


# what a report calls a state, lower case and without "the"; a bloc is none
ALIASES = {name.removeprefix("the "): code for name, code in _BY_NAME.items() if code not in _BLOCS}


def party(name: str) -> str:
    """Country code of a name that stands for a state, "" where it is none.

    >>> party("the Kremlin"), party("Tehran"), party("Berlin Wall")
    ('RU', 'IR', '')
    """
    key = name.lower().strip().replace("’s", "").replace("'s", "").removeprefix("the ")
    return ALIASES.get(key) or ALIASES.get(key.rstrip("."), "")
