"""What a number of a claim counts: the act that governs it, as a quantity of the ledger or left open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.reading.finite import is_finite
from tocsin.reading.lexicon import index_forms, lex
from tocsin.reading.model import ClaimMention, DateMention, QuantityMention
from tocsin.reading.plaintext import plain
from tocsin.reading.tokens import Token, lower, tokenise

_VERBS = {
    form: (act, kind)
    for act, lemmas in lex.groups("act_verbs").items()
    for form, (_, kind) in index_forms(lemmas).items()
}
_NOUNS = {noun: act for act, nouns in lex.groups("act_nouns").items() for noun in nouns}
_SCOPES = lex.keys("weapon_scopes", str)
_ANY_KIND = "all_drones"
_AHEAD = ("plan", "forecast")


@dataclass(frozen=True, slots=True)
class Part:
    """A number in its clause: the clause's tokens, and the number's [start, stop) among them."""

    quantity: QuantityMention
    claim: ClaimMention
    tokens: list[Token]
    start: int
    stop: int
    when: DateMention | None = None

    @property
    def words(self) -> frozenset[str]:
        """The clause's words, hyphenated ones also in their parts."""
        return frozenset(word for token in self.tokens for word in (token.lower, *token.lower.split("-")))

    @property
    def ahead(self) -> bool:
        return self.claim.modality in _AHEAD

    @property
    def drones(self) -> bool:
        """Whether drones are counted."""
        unit = self.quantity.unit
        return (
            self.quantity.kind == "count" and unit is not None and unit.split()[-1] in lex.drones | lex.decoys
        )


def parts(claim: ClaimMention, inside: list[QuantityMention], whens: list[DateMention]) -> list[Part]:
    """Every number of a claim in its place, with the date that governs it."""
    clause = plain(claim.surface)
    tokens = [token for token in tokenise(clause.text) if token.kind != "break"]
    places = [claim.start_char + clause.back(token.start, token.end)[0] for token in tokens]
    found = []
    for quantity in inside:
        if quantity.kind == "duration" and any(_holds(when, quantity) for when in whens):
            continue  # "the first nine months of 2024"
        start = next((k for k, place in enumerate(places) if place >= quantity.start_char), len(tokens))
        stop = next((k for k, place in enumerate(places) if place >= quantity.end_char), len(tokens))
        found.append(
            Part(quantity, claim, tokens, start, stop, _date_of(quantity, inside, whens, tokens, places))
        )
    return found


def _holds(when: DateMention, quantity: QuantityMention) -> bool:
    return when.start_char <= quantity.start_char and quantity.end_char <= when.end_char


def _date_of(
    quantity: QuantityMention,
    numbers: list[QuantityMention],
    whens: list[DateMention],
    tokens: list[Token],
    places: list[int],
) -> DateMention | None:
    """The governing date, unless it is that of a number compared with ("1,500, up from 600 a year ago")."""
    found = governing_date(quantity, numbers, whens)
    if found is None or found.start_char < quantity.end_char:
        return found
    between = range(bisect_left(places, quantity.end_char), bisect_left(places, found.start_char))
    return None if any(tokens[k].lower in lex.comparing for k in between) else found


def governing_date(
    quantity: QuantityMention, numbers: list[QuantityMention], whens: list[DateMention]
) -> DateMention | None:
    """The date behind a number and before the next one; else the nearest before it; else the clause's only other."""
    later = [q.start_char for q in numbers if q.start_char >= quantity.end_char and q.kind != "duration"]
    limit = min(later, default=None)
    behind = [w for w in whens if w.end_char > quantity.end_char and (limit is None or w.start_char < limit)]
    if behind:
        return behind[0]
    before = [w for w in whens if w.end_char <= quantity.start_char]
    own = [w for w in before if not _taken(w, quantity, numbers)]
    if own or before:
        return (own or before[:1])[-1]
    return whens[0] if whens else None


def _taken(when: DateMention, quantity: QuantityMention, numbers: list[QuantityMention]) -> bool:
    """Whether an earlier number stands before the date, which is then that number's."""
    return any(q.end_char <= when.start_char for q in numbers if q.start_char < quantity.start_char)


def act_of(part: Part) -> str:
    """The act whose object or subject the number is: made, delivered, launched, intercepted, ordered, cost …, or ""."""
    if whole_of(part):
        return _participle(part.tokens, part.stop) or "launched"
    tokens, stop = part.tokens, part.stop
    verb = lower(tokens, stop) in lex.be or (stop < len(tokens) and is_finite(tokens, stop))
    if verb and lower(tokens, part.start - 1) != "of":
        order: tuple[int, ...] = (
            *range(stop, min(stop + 6, len(tokens))),
        )  # "and 66 were destroyed", "30 failed to reach"
    else:
        order = (*range(part.start - 1, -1, -1), *range(stop, len(tokens)))
    return next((act for at in order if (act := _act_at(tokens, at))), "")


def whole_of(part: Part) -> bool:
    """Whether the number is the 17 of "downed 14 of 17 drones": what there was to down."""
    tokens, at = part.tokens, part.start
    if lower(tokens, at - 1) == "the":
        at -= 1
    if lower(tokens, at - 1) != "of":
        return False
    if at == 1:  # "Of 17 drones, 14 were downed"
        later = [k for k in range(part.stop, len(tokens)) if tokens[k].kind == "number"]
        return bool(later) and any(_act_at(tokens, k) == "intercepted" for k in range(later[0], len(tokens)))
    at -= 2 if lower(tokens, at - 2) == "out" else 1
    number = tokens[at - 1] if at > 0 else None
    counted = number is not None and (number.kind == "number" or number.lower in lex.number_starts)
    return counted and any(_act_at(tokens, k) == "intercepted" for k in range(len(tokens)))


def _participle(tokens: list[Token], at: int) -> str:
    """The act of "17 drones launched overnight"."""
    act, kind = _VERBS.get(lower(tokens, at), ("", ""))
    return act if kind in ("past", "participle") else ""


def _act_at(tokens: list[Token], at: int) -> str:
    """The act that a noun or verb tells."""
    word, before = tokens[at].lower, lower(tokens, at - 1)
    if word == "down":
        return "intercepted" if before in lex.bringing else ""
    if word in lex.handing and lower(tokens, at + 1) != "over":
        return ""
    act, kind = _VERBS.get(word, ("", ""))
    verb = (
        kind in ("past", "participle", "gerund")
        or before in lex.verb_leads
        or (act and is_finite(tokens, at))
    )
    return act if act and verb else _NOUNS.get(word, "")


def quantity_of(part: Part) -> str:
    """Name of the ledger's quantity, "" where the text does not settle it."""
    kind = part.quantity.kind
    if part.drones:
        return _OF_DRONES.get(act_of(part), _open)(part)
    return _OF_KIND.get(kind, _open)(part)


def _open(part: Part) -> str:
    return ""


def _made(part: Part) -> str:
    per = part.quantity.per
    if part.quantity.unit in lex.decoys:
        return "decoy_production_target_units" if per is None and part.ahead else ""
    if per in ("day", "month", "year"):
        return f"production_{'target' if part.ahead else 'rate'}_per_{per}"
    if per is not None:
        return ""
    ahead = part.ahead or part.claim.modality == "capability"
    return "production_target_units" if ahead else "produced_in_period"


def _delivered(part: Part) -> str:
    return "delivered_from_iran_units" if _from_iran(part) else ""


def _ordered(part: Part) -> str:
    return "ordered_from_iran_units" if _from_iran(part) else ""


def _from_iran(part: Part) -> bool:
    return part.quantity.per is None and bool(part.words & {"iran", "tehran", "iranian"})


def _launched(part: Part) -> str:
    per, when = part.quantity.per, part.when
    grain = "" if when is None else when.grain if when.relation in ("on", "during") else "span"
    if part.ahead or part.claim.modality == "capability":
        raid = per is None and bool(part.words & lex.raid_words)
        return "launch_capacity_per_day" if per == "day" else "launch_capacity_single_strike" if raid else ""
    if per in ("day", "month"):
        return "launched_per_day" if per == "day" else "launched_in_month"
    if per is not None:
        return ""
    if grain == "month":
        return "launched_in_month"
    if grain == "day" or whole_of(part) or (not grain and part.words & lex.raid_words):
        return "launched_single_raid"
    return "launched_in_period" if grain else ""


def _intercepted(part: Part) -> str:
    return "intercepted_units" if part.quantity.per is None else ""


def _stocked(part: Part) -> str:
    return "stockpile_units" if part.quantity.per is None else ""


def _of_money(part: Part) -> str:
    currency, act = (part.quantity.unit or "").lower(), act_of(part)
    each = act == "cost" or part.words & {"each", "apiece"}
    if currency in ("usd", "eur") and each and part.words & (lex.drones | _SCOPES.keys()):
        return f"unit_cost_{currency}"
    agreed = part.words & frozenset(noun for noun, act in _NOUNS.items() if act == "agreed")
    return f"contract_value_{currency}" if agreed and currency in ("usd", "rub") else ""


def _of_speed(part: Part) -> str:
    return "cruise_speed_kmh" if part.quantity.unit in ("km/h", "mile/h") else ""


def _of_distance(part: Part) -> str:
    return "range_km" if part.quantity.unit in ("km", "mile") and part.words & lex.flying_words else ""


def _of_mass(part: Part) -> str:
    charge = part.words & {"warhead", "explosives", "payload"}
    return "warhead_kg" if part.quantity.unit == "kg" and charge else ""


def _of_people(part: Part) -> str:
    if part.quantity.unit not in ("workers", "employees"):
        return ""
    return "workforce_planned" if part.claim.modality == "plan" else "workforce"


def _of_share(part: Part) -> str:
    return "interception_rate" if act_of(part) == "intercepted" and part.words & lex.drones else ""


Namer = Callable[[Part], str]
_OF_DRONES: dict[str, Namer] = {
    "made": _made,
    "delivered": _delivered,
    "ordered": _ordered,
    "launched": _launched,
    "intercepted": _intercepted,
    "stocked": _stocked,
}
_OF_KIND: dict[str, Namer] = {
    "money": _of_money,
    "speed": _of_speed,
    "distance": _of_distance,
    "mass": _of_mass,
    "count": _of_people,
    "percent": _of_share,
}


def scope_of(part: Part) -> str:
    """The scope that the weapon's name suggests."""
    if part.words & lex.missiles and lower(part.tokens, part.stop) == "and":
        return "with_missiles"
    return next((scope for word, scope in _SCOPES.items() if word in part.words), _ANY_KIND)


def subject_of(part: Part) -> str:
    """What is counted, in the text's own unit and rate, where no quantity of the ledger is named: "boats a month"."""
    act, quantity = act_of(part), part.quantity
    unit = quantity.unit or ("percent" if quantity.kind == "percent" else "")
    told = act if act in ("delivered", "ordered", "launched", "intercepted") else ""
    rate = f"a {quantity.per}" if quantity.per and not unit.endswith("/h") else ""
    return " ".join(filter(None, (unit, told, rate))) or quantity.kind


def is_part(part: Part) -> bool:
    """Whether the number is one part of a total named before it: "21 drones: 9 over …", "including 2"."""
    before = [token.lower for token in part.tokens[: part.start]]
    first = next((k for k, token in enumerate(part.tokens) if token.kind == "number"), part.start)
    if first >= part.start or not part.drones:
        return False
    opened = [k for k, word in enumerate(before) if word in (":", "including", "comprising") and k > first]
    which = [
        k for k, word in enumerate(before[:-1]) if word == "of" and before[k + 1] == "which" and k > first
    ]
    return bool(opened or which)
