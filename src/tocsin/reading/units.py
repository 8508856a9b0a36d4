"""Units of measure and currencies as news reports write them, and the kind of quantity each one makes."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.reading.vocabulary import words


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: the kind of quantity, its name in drafts, a scale and a built-in period."""

    kind: str
    name: str
    scale: float = 1.0
    per: str | None = None


def _table() -> dict[str, Unit]:
    rows: tuple[tuple[str, str, str], ...] = (
        ("distance", "km", "km kms kilometer kilometers kilometre kilometres"),
        ("distance", "mile", "mile miles"),
        ("distance", "m", "meter meters metre metres"),
        ("distance", "foot", "foot feet ft"),
        ("distance", "nautical mile", "nm nmi"),
        ("distance", "yard", "yard yards"),
        ("mass", "kg", "kg kgs kilogram kilograms kilogramme kilogrammes kilo kilos"),
        ("mass", "tonne", "tonne tonnes"),
        ("mass", "ton", "ton tons"),
        ("mass", "pound", "lb lbs"),
        ("mass", "g", "gram grams gramme grammes"),
        ("mass", "ounce", "ounce ounces oz"),
        ("duration", "second", "second seconds sec secs"),
        ("duration", "minute", "minute minutes min mins"),
        ("duration", "hour", "hour hours hr hrs"),
        ("duration", "day", "day days"),
        ("duration", "week", "week weeks"),
        ("duration", "month", "month months"),
        ("duration", "year", "year years yr yrs"),
        ("duration", "decade", "decade decades"),
        ("speed", "knot", "knot knots"),
        ("percent", "percent", "percent % pct"),
    )
    table = {word: Unit(kind, name) for kind, name, words in rows for word in words.split()}
    for word in ("kmh", "kph", "kmph"):
        table[word] = Unit("speed", "km/h", per="hour")
    table["mph"] = Unit("speed", "mile/h", per="hour")
    return table


UNITS = _table()
DURATIONS = frozenset(word for word, unit in UNITS.items() if unit.kind == "duration")
CALIBRES = words("mm millimetre millimeter millimetres millimeters cm inch inches caliber calibre")
PERIODS = {
    "hour": "hour", "hours": "hour", "hr": "hour", "h": "hour", "day": "day", "week": "week", "month": "month",
    "year": "year", "annum": "year", "yr": "year", "night": "day", "mo": "month",
}  # fmt: skip
ADVERB_PERIODS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year",
    "annual": "year", "nightly": "day",
}  # fmt: skip
SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₴": "UAH", "₩": "KRW", "₺": "TRY",
    "₪": "ILS", "₦": "NGN",
}  # fmt: skip
PREFIXES = {  # before a symbol: NT$, US$, A$ …
    "us": "USD", "nt": "TWD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "s": "SGD", "nz": "NZD",
    "r": "BRL",
}  # fmt: skip
LETTERS = {  # letters before a number: "Rs 500 crore", "P18.9 billion"; a plain word where several states share the sign
    "Rs": "INR", "Rs.": "INR", "INR": "INR", "P": "PHP", "Php": "PHP", "₱": "PHP", "R": "ZAR", "N": "NGN", "RM": "MYR", "Rp": "IDR", "Rp.": "IDR",
    "Tk": "BDT", "Tk.": "BDT", "Sh": "shilling", "KSh": "KES", "Ksh": "KES", "TSh": "TZS", "USh": "UGX", "kr": "krone",
    "Kr": "krone", "SKr": "SEK", "NKr": "NOK", "DKr": "DKK", "Skr": "SEK", "Nkr": "NOK", "Dkr": "DKK", "zł": "PLN",
    "Zł": "PLN", "Fr": "CHF", "SFr": "CHF", "฿": "THB", "₫": "VND", "Bs": "BOB",
}  # fmt: skip
CODES = words(
    "USD EUR GBP JPY INR RUB UAH KRW TRY ILS TWD AUD CAD HKD SGD NZD CNY RMB PLN SEK NOK DKK CHF CZK HUF "
    "RON BGN IRR AED SAR QAR EGP PKR BRL ZAR IDR PHP MYR THB VND KES NGN BDT KZT MXN COP CLP PEN ARS UZS GEL AMD AZN RSD KWD BHD OMR"
)
CURRENCY_WORDS = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "sterling": "GBP",
    "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH",
    "hryvnya": "UAH", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "rupees": "INR", "won": "KRW",
    "zloty": "PLN", "zlotys": "PLN", "zlotych": "PLN", "kronor": "SEK", "kroner": "NOK", "krona": "SEK", "lira": "TRY",
    "liras": "TRY", "shekel": "ILS", "shekels": "ILS", "rial": "IRR", "rials": "IRR", "toman": "IRT",
    "tomans": "IRT", "dirham": "AED", "dirhams": "AED", "riyal": "SAR", "riyals": "SAR", "francs": "CHF",
    "zł": "PLN", "zl": "PLN", "kr": "krone", "taka": "BDT", "baht": "THB", "rand": "ZAR", "naira": "NGN", "peso": "peso",
    "pesos": "peso", "ringgit": "MYR", "rupiah": "IDR", "dinar": "dinar", "dinars": "dinar", "dong": "VND", "tenge": "KZT",
    "shillings": "shilling", "birr": "ETB", "leva": "BGN", "manat": "AZN", "lari": "GEL", "reais": "BRL", "crowns": "krone",
    "krone": "krone", "forint": "HUF", "lei": "RON", "koruna": "CZK", "korunas": "CZK", "bitcoin": "BTC",
}  # fmt: skip
NATIONAL = {
    ("us", "dollars"): "USD", ("u.s.", "dollars"): "USD", ("american", "dollars"): "USD",
    ("australian", "dollars"): "AUD", ("canadian", "dollars"): "CAD", ("taiwan", "dollars"): "TWD",
    ("taiwanese", "dollars"): "TWD", ("singapore", "dollars"): "SGD", ("zealand", "dollars"): "NZD",
    ("swedish", "kronor"): "SEK", ("swedish", "crowns"): "SEK", ("norwegian", "kroner"): "NOK",
    ("norwegian", "crowns"): "NOK", ("danish", "kroner"): "DKK", ("danish", "crowns"): "DKK",
    ("czech", "crowns"): "CZK", ("swiss", "francs"): "CHF", ("korean", "won"): "KRW", ("russian", "rubles"): "RUB",
    ("russian", "roubles"): "RUB", ("indian", "rupees"): "INR", ("pakistani", "rupees"): "PKR",
    ("british", "pounds"): "GBP", ("polish", "zlotys"): "PLN", ("turkish", "lira"): "TRY", ("chinese", "yuan"): "CNY",
    ("japanese", "yen"): "JPY", ("canadian", "dollar"): "CAD", ("egyptian", "pounds"): "EGP",
}  # fmt: skip
IRREGULAR_PLURALS = words(
    "people troops aircraft personnel police men women children staff spacecraft watercraft helicopters "
    "crew ammunition munitions vessels militants deaths jets ordnance cattle fish livestock servicemen "
    "servicewomen firemen policemen businessmen"
)
NOT_PLURAL = words(
    "is was has does this his its us plus across previous various serious hypersonic yes less unless as "
    "always perhaps afterwards towards besides sometimes ours hers theirs gas bus news series cross loss "
    "mass pass press access process success business class glass overseas"
)
