"""Word lists of the attribution grammar."""

from __future__ import annotations

from tocsin.reading.vocabulary import words

VENUES = words(
    "statement telegram twitter x facebook conference interview briefing reporters speech post release "
    "address message report parliament tv television website video remarks journalists letter bulletin "
    "congress hearing monday meeting testimony lawmakers update media social summit forum channel page "
    "note facebook's bbc cnn platform broadcast event article communique news commentary visit email call "
    "radio document presentation instagram weibo congress newspaper podcast senate brief"
)
BARE = words(
    "report claim warn note add announce confirm reveal suggest show estimate forecast project judge "
    "believe think suspect expect predict anticipate fear deny reject dispute dismiss assess calculate "
    "find read write claims reports details notes estimates forecasts projects hopes fears calls doubts "
    "demands promises"
)
NATIONAL = ("ian", "ean", "can", "ese", "ish", "aeli", "raqi", "ench", "rman", "utch", "wegian")
STATING = words(
    "fear believe think suspect expect suggest show find warn predict note anticipate assess judge"
)
PREPOSITIONS = words("of for from at with in to by on about")
EVIDENT = words(
    "indicates indicated suggests suggested shows showed show suggest indicate highlights highlight reflects"
)
INVERTIBLE = words(  # may stand before their subject: "…," warned the minister
    "said says added adds wrote writes warned explained noted stated announced reported confirmed stressed "
    "claimed explains notes warns announces reports confirms stresses claims argues insists states "
    "emphasised emphasized concluded insisted recalled declared argued tweeted commented continued replied "
    "remarked reads observed responded answered admitted conceded acknowledged asserted complained lamented "
    "boasted joked quipped quips cautioned vowed promised reiterated predicted recounted asked wondered "
    "declares concludes recalls remarks responds replies admits concedes acknowledges asserts complains laments"
)
ADJUNCTS = words("during at in on after before to while via through with by")
AS_SAID = words(
    "said reported stated noted put announced quoted cited told wrote explained confirmed reports notes says indicated "
    "claimed described disclosed revealed acknowledged outlined alleged"
)
SUBORDINATORS = words("although though while whereas when after because since if even")
NOUNS_TOO = BARE | words("states posts shares objects protests questions messages alerts signals")
NOT_VOICES = words(  # "according to the plan"
    "standard standards plan plans schedule agreement treaty contract law rules principle needs requirements criteria model "
    "specification specifications timetable wishes logic type size custom tradition"
)
ADDRESSING = words(
    "told tells reminded reminds assured assures informed notified warned warns advised alerted briefed cautioned"
)
PLACING = words("from of about outside near inside alongside ahead following amid under for")
CONJUNCTIONS = words("after as while that when because since although but before and")
RELAYED = words("cited quoted seen reviewed obtained viewed shared")
HANDED = RELAYED | words(
    "published released issued compiled provided posted submitted carried made sent emailed obtained"
)
ROLES = words(
    "spokesman spokeswoman spokesperson minister president chief commander governor mayor ceo chairman "
    "director head secretary leader ambassador general chancellor chairperson chairwoman founder owner analyst expert "
    "professor fellow researcher adviser advisor envoy deputy officer co-founder president-elect premier coordinator"
)
OBJECT_VERBS = words(
    "announced announces documented confirmed confirms revealed reveals reported reports disclosed denied "
    "denies unveiled claimed claims admitted acknowledged stressed reiterated noted highlighted "
    "underscored welcomed promised pledged suggested emphasised emphasized detailed mentioned repeated "
    "recalled indicated alleged specified shared cautioned declared predicted proposed forecast projected detailed "
    "outlined described boasted touted wrote cited blamed detailed estimated noted shows showed"
)
