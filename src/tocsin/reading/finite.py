"""Finite verbs by their form and their neighbours: "considers", "the army orders 12 boats", "analysts expect the state to"."""

from __future__ import annotations

from tocsin.reading.inflection import forms
from tocsin.reading.lexicon import ADJECTIVAL, ADVERBS, AUXILIARIES, BE, FINITE
from tocsin.reading.tokens import Token
from tocsin.reading.vocabulary import words

# verbs whose third person is no common noun
_CLEAR = words(
    """
    accept accompany acquire adapt adopt agree allocate allow announce appear appoint approve argue arrive assemble assert
    assess assist assume assure attend await beat become begin believe belong bring build buy call carry choose collect
    combine come comprise concede conclude condemn conduct confirm consider consist constitute construct contain continue
    contribute convert create decide declare deliver demonstrate deny depend deploy describe destroy detect determine
    develop differ disclose discover discuss displace dispute double draw eliminate emerge emphasise emphasize employ enable
    enhance ensure enter envisage envision equip establish evolve exceed exist expand expect explain explore expose facilitate
    fail feel fill find foresee fulfil fulfill generate give go grow happen help herald hold identify improve include
    indicate inflict injure insist inspect install integrate intend intercept introduce invade invest involve join keep kill
    know lack lag leave let lie lose maintain make manage manufacture mean meet modernise modernize mull negotiate obtain
    occupy occur open operate oppose oversee own pay perform pose possess prepare prevent produce prohibit promote prove
    propose protect provide publish pursue raise reach receive recall reckon recommend recover reduce refer reflect refuse
    regard reject relate rely render repel replace represent require resemble restore resume retain reveal run say see seem
    seek seize sell send serve sharpen speak specialise specialize spend start stay stem strengthen strive submit succeed
    suffer suggest surpass sustain take tell tend think threaten transform translate travel treat trigger undergo undermine
    align coincide correspond outnumber outpace outweigh underscore underline emphasise emphasize exemplify signify denote
    enrich broaden deepen widen lengthen shorten ensure entail endanger jeopardise jeopardize encounter endure erode escalate
    specify stipulate ignite inspire lure originate overlap overtake possess precede prevail proceed prolong protrude
    recognise recognize reinforce reiterate resonate reveal revolve safeguard span stimulate strive supplement suppress
    surround underlie underpin understand unveil use utilise utilize vary violate visit want warn weigh win withstand write yield remain admit
    """
)
# the third person is also a plural noun: a verb only before what begins an object
_NOUNLIKE = words(
    """
    bear look account aim amount arm attack award bid blame boast book bomb border capture cause charge claim comment contract control cost
    count cover crash damage deal debut defend delay demand design display down drive drop eye face fall favour favor fear
    feature fight fire flight fly focus force forecast gain grant guard hail hit honour hope host house import increase issue
    land last launch lead load lure mark march match move name near need note number offer order outline pack pass pave
    pitch plan plot pledge point power praise press price project promise prompt pump purchase push question quit race raid
    ramp range rank rate release report request rescue rest return rise risk rock rule sail saw score set share shell shift
    ship show shun sign signal slam soar sound spark split stand stage step stock stop store strike supply support surge
    swap sweep target team test threat top total touch tour track trade train transfer turn urge view vow wait walk wield
    work worry yield export expose ease close combat cut kick jam jump reap export fund finance back head pour plug boost
    brace build grip lift list lose mass miss mourn open pull put reap scrap sink slap slow tap trail trim welcome gear
    """
)
_OBJECT_OPENERS = words(
    "the a an its their his her this these those two three four five six seven eight nine ten more up down out about "
    "another some several over nearly almost new to it them him us at least around no all both any each like ready"
)
_BASES = words(
    """
    expect believe plan aim hope want intend say think need seek begin start enter contain include require allow enable
    carry remain produce employ supply operate provide lie hold continue face show suggest indicate represent play serve
    claim fear warn argue consider agree deliver arrive become come go take receive reach fly travel weigh measure range
    use target launch attack strike support oppose back fund build make assemble manufacture export import buy order pay
    exist cover work live know see find assess estimate suspect predict anticipate envisage foresee propose prepare
    """
)
PASTS = frozenset(
    forms(verb).past
    for verb in _CLEAR
    | _NOUNLIKE
    | words(
        "secure ink clinch land obtain earmark commission co-develop arrest detain capture neutralise neutralize liberate shield "
        "outfit refit retrofit modernise dispatch hail mobilise mobilize bolster curb avert thwart foil resupply rearm stall "
        "idle dismantle scrap mothball relaunch restart co-produce license subcontract outsource redirect reroute ground evade "
        "penetrate breach overwhelm bombard pound batter pummel obliterate flatten gut rattle rock shatter engulf scatter veer "
        "hover circle loiter descend soar pilot assassinate massacre execute abduct ambush infiltrate sabotage"
    )
)
CLEAR_THIRD = frozenset(forms(verb).third for verb in _CLEAR)
NOUNLIKE_THIRD = frozenset(forms(verb).third for verb in _NOUNLIKE) - CLEAR_THIRD
BASES = _BASES | _CLEAR
_NOT_BEFORE_VERB = words(
    "the a an its their his her of our my your no some any many several two three four five six seven eight nine ten more "
    "most other these those in on at by for with from into over under between against and or new"
)
PLURALS = words(
    "people troops police forces crews women men they we you who officials both media many some others"
)


def third_here(word: str, before: str, after: str, *, after_number: bool) -> bool:
    """Whether a third-person form is a verb between its neighbours.

    Examples
    --------
    >>> third_here("considers", "cabinet", "buying", after_number=False)
    True
    >>> third_here("orders", "navy", "two", after_number=False), third_here("orders", "export", "for", after_number=False)
    (True, False)
    """
    if before in _NOT_BEFORE_VERB:
        return False
    if word in CLEAR_THIRD:
        return True
    return word in NOUNLIKE_THIRD and (after in _OBJECT_OPENERS or after_number or after.endswith("ing"))


def base_here(word: str, before: str, after: str, *, after_number: bool) -> bool:
    """Whether a base form is a finite verb: behind a plural, before an object, infinitive or clause."""
    plural = before in PLURALS or (before.endswith("s") and not before.endswith(("ss", "us", "is")))
    if word in _CLEAR and word not in _BASES:
        return plural and before not in _NOT_BEFORE_VERB
    return word in BASES and plural and (after in _AFTER_BASE or after_number)


_AFTER_BASE = _OBJECT_OPENERS | words("that in on from by for with between he she they we not only")


def is_finite(tokens: list[Token], at: int) -> bool:
    """Whether the token is a finite verb by the lists (participles inside noun phrases excluded)."""
    token = tokens[at]
    if at and tokens[at - 1].lower == "to" and token.lower not in BE:
        return False
    if token.kind == "word" and at and tokens[at - 1].lower in ("we", "they", "i") and token.text.islower():
        return token.lower not in ADVERBS or token.lower in AUXILIARIES
    if token.kind != "word":
        return False
    if token.lower not in FINITE and token.lower not in PASTS:
        if token.lower.endswith("ed"):
            return _active_past(tokens, at)
        return token.lower in _BY_FORM and not token.capital and _verb_by_neighbours(tokens, at)
    arranged = (
        token.lower in ("planned", "proposed") and at + 1 < len(tokens) and tokens[at + 1].lower == "to"
    )
    if (token.lower in ADJECTIVAL and not arranged) or (
        token.lower in NOUNLIKE_THIRD and _next_of(tokens, at)
    ):
        return False
    if token.lower in NOUNLIKE_THIRD and not _third_listed(tokens, at):
        return False
    if token.lower in _NOUN_BASES and not _verb_by_neighbours(tokens, at) and not _joined_verb(tokens, at):
        return False
    if token.capital and at > 0 and token.lower not in ("is", "was", "has", "will"):
        return False
    before = tokens[at - 1].lower if at else ""
    if before in ("newly", "recently") and at > 1:
        before = tokens[at - 2].lower  # "the newly released images"; "The ministry recently denied this"
    return before not in ("the", "a", "an", "its", "their", "his", "of", "with", "by")


def _next_of(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].lower == "of"


def _active_past(tokens: list[Token], at: int) -> bool:
    """ "a cycle of violence gripped the state": an unlisted past form right before its object."""
    if not at or at + 1 >= len(tokens) or len(tokens[at].text) < 5 or tokens[at].capital:
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    if (
        before.kind != "word"
        or before.lower in _NO_SUBJECT
        or before.lower.endswith("ly")
        or before.text.endswith(("’s", "'s"))
    ):
        return False
    return after.kind == "word" and (after.lower in _OBJECTS or (after.capital and not before.capital))


def _third_listed(tokens: list[Token], at: int) -> bool:
    """Whether "supplies", "strikes", "accounts" … is a verb here, not a plural noun."""
    if not at:
        return False
    before, after = tokens[at - 1], tokens[at + 1] if at + 1 < len(tokens) else None
    if before.lower in _VERB_BEFORE or before.lower.endswith("ly") or before.lower in ADVERBS:
        return True
    named = after is not None and after.capital and after.kind == "word" and before.text.islower() is False
    return named or _verb_by_neighbours(tokens, at)


_VERB_BEFORE = words("which that who it he she and what")


_NOUN_BASES = words("use cost need")


def _joined_verb(tokens: list[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].lower in ("that", "which", "who", "and", "to", "also")


_NO_SUBJECT = BE | words(
    "the a an its their his her our my of in on at by for with from to and or as than no any some this that these those has have "
    "had having be not more most very being so newly too"
)


_OBJECTS = words("the a an its their his her our this these those it them him us what how whether")


_BY_FORM = CLEAR_THIRD | NOUNLIKE_THIRD | BASES


def _verb_by_neighbours(tokens: list[Token], at: int) -> bool:
    """Third persons and base forms outside the list of finite verbs."""
    if not at or tokens[at - 1].kind == "number":
        return False
    last = (
        at - 2
        if at > 1 and (tokens[at - 1].lower in ADVERBS or tokens[at - 1].lower.endswith("ly"))
        else at - 1
    )
    before = tokens[last].lower
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    number = after is not None and (after.kind == "number" or after.text in "$€£₹¥")
    word, follows = tokens[at].lower, after.lower if after is not None else ""
    third = third_here(word, before, follows, after_number=number)
    return third or base_here(word, before, follows, after_number=number)
