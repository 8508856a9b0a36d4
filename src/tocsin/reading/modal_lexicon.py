"""Words that show what a clause claims (plan, forecast, capability, assessed, denied), by class and by frame.

Each row is one modality, one frame and the lemmas that take it. Frames of verbs: `to` (an infinitive follows), `to:far`
(an object and then an infinitive), `that`, `ing`, `object`, `prep:X`; behind a form of "be" as a participle: `passive`
(anything), `passive:to`, …; `now:` before a frame asks for the progressive ("is looking to"). Adjectives and nouns have
tables of their own. `tests/reading/test_reading_constructs.py` holds one sentence for each class and frame.
"""

from __future__ import annotations

from tocsin.reading.vocabulary import words

VERBS: tuple[tuple[str, str, str], ...] = (
    # intention
    ("plan", "to", "plan intend aim hope wish aspire want prepare propose pledge vow promise undertake agree resolve "
                   "opt choose offer threaten volunteer bid commit elect swear guarantee consent request vie angle"),
    ("plan", "to:far", "want intend commission contract task order"),
    ("plan", "now:to", "look move push work gear press get strive prepare race rush step line lobby compete"),
    ("plan", "ing", "consider contemplate mull weigh propose envisage envision plan explore discuss intend evaluate"),
    ("plan", "now:ing", "eye study examine"),
    ("plan", "now:object", "plan consider contemplate mull weigh eye explore negotiate pitch target seek propose study "
                           "discuss evaluate examine prepare envisage finalise finalize court"),
    ("plan", "object", "mull eye envisage envision contemplate earmark budget schedule pledge promise plot"),
    ("plan", "now:to", "seek"),
    ("plan", "third:to", "seek"),
    ("plan", "third:object", "want plan seek weigh target request"),
    ("plan", "that", "propose pledge vow promise"),
    ("plan", "whether", "consider discuss weigh explore study evaluate mull examine"),
    ("plan", "prep:on", "plan"),
    ("forecast", "now:prep:on", "count bank bet"),
    ("plan", "prep:for", "aim plan opt prepare"),
    ("plan", "prep:at", "aim"),
    ("plan", "now:prep:ahead", "go press push forge"),
    ("plan", "now:prep:at", "look"),
    ("plan", "now:prep:into", "look"),
    ("plan", "now:prep:for", "look bid push gear prepare vie"),
    ("plan", "now:prep:up", "gear line"),
    ("plan", "now:prep:toward", "work"),
    ("plan", "now:prep:towards", "work"),
    ("plan", "to:ing", "commit"),
    ("plan", "passive:to:ing", "dedicate commit devote"),
    ("plan", "aside", "set put"),
    ("plan", "perfect:to", "decide"),
    # arranged
    ("plan", "passive", "schedule slate earmark plan budget envisage envision foresee pencil allot destine time"),
    ("plan", "passive:to", "intend aim allocate propose commit task contract commission"),
    ("plan", "passive:for", "intend propose set destine"),
    ("plan", "passive:at", "aim"),
    # expectation
    ("forecast", "to", "expect anticipate stand"),
    ("forecast", "to:far", "expect forecast"),
    ("forecast", "third:object", "foresee predict forecast anticipate project fear"),
    ("forecast", "that", "expect predict forecast foresee anticipate project fear hope worry warn prophesy"),
    ("forecast", "third:object", "expect risk herald augur portend"),
    ("forecast", "perfect:object", "expect anticipate"),
    ("forecast", "now:object", "expect anticipate risk"),
    ("forecast", "passive", "expect forecast project predict anticipate tip fear"),
    ("forecast", "paves", "pave"),
    # judgement
    ("assessed", "to", "appear seem"),
    ("assessed", "seems", "appear seem look sound"),
    ("assessed", "that", "believe think assume presume estimate assess judge conclude suspect reckon doubt guess infer "
                         "speculate theorise theorize surmise suppose feel calculate deduce appear seem "
                         "suggest indicate"),
    ("assessed", "object", "suspect estimate believe think reckon doubt assume presume calculate speculate guess surmise"),
    ("assessed", "passive", "believe think suspect presume assume estimate assess judge conclude reckon deem attribute "
                            "speculate rumour rumor determine calculate"),
    ("assessed", "passive:as", "see view regard"),
    ("assessed", "third:object", "suggest indicate"),
    ("assessed", "passive:responsible", "consider hold"),
    ("assessed", "third:prep:to", "point"),
    ("assessed", "deem", "consider"),
    ("assessed", "hallmark", "bear carry have"),
    # ability
    ("capability", "to:far", "enable allow"),
    ("capability", "lets", "let"),
    ("capability", "passive:act", "design"),
)  # fmt: skip

# behind a form of "be": "is keen to build"; "agent": plan where the subject can decide, forecast where it cannot
ADJECTIVES_TO = {
    "plan": words(
        "ready prepared willing keen eager committed determined supposed minded inclined anxious happy content resolved "
        "intent obliged"
    ),
    "agent": words("set going about poised"),
    "forecast": words("likely unlikely bound sure certain tipped destined"),
    "capability": words("able unable fit"),
}
READY_FOR = words("ready prepared")
# nouns of a frame "the X is to …", "X is that …", "there is a X that …"
COPULAR = {
    "plan": words(
        "plan plans aim aims goal goals target targets objective objectives intention intentions ambition idea priority "
        "desire purpose proposal step task mission"
    ),
    "forecast": words(
        "expectation expectations forecast forecasts prediction hope hopes fear fears risk risks prospect prospects "
        "likelihood chance chances danger worry concern outlook possibility"
    ),
    "assessed": words(
        "belief assessment view opinion estimate suspicion impression conclusion hypothesis theory verdict guess "
        "assumption understanding consensus judgment judgement likelihood probability thinking feeling"
    ),
}
EXISTING = {  # "there are X": the same, with signs that point somewhere
    "plan": words("plan plans intention proposal proposals"),
    "forecast": words("fear fears risk chance chances danger prospect possibility expectation expectations concern concerns likelihood"),
    "assessed": words("sign signs indication indications suspicion suspicions belief speculation reason suggestion suggestions possibility"),
}  # fmt: skip
# "has plans to", "announced a plan for": a holder's verb and the noun
PLAN_NOUNS = words(
    "plan plans ambition ambitions intention intentions goal target aim commitment hopes desire"
)
HOLDING = words(
    "has have had having announced announce announces announcing unveiled unveils unveiling revealed reveals revealing "
    "outlined outlines outlining disclosed discloses confirmed laid details detailed set sets made makes "
    "voiced harbours harbors expressed expresses"
)
DEFIANCE = words(
    "respond meet defend deal fight act face confront counter repel protect retaliate do"
)  # "ready to respond"
ABILITY_NOUNS = words("ability capacity capability means power potential resources capabilities")
MEASURES = words("speeds ranges payloads range payload capacity endurance speed ceiling reach altitude")
UNDER_WAY = words("talks negotiations consideration discussion discussions pipeline cards")
ADVERBS_ASSESSED = words(
    "probably presumably apparently seemingly possibly perhaps evidently supposedly conceivably arguably"
)
OPINION_NOUNS = words("view opinion assessment estimation judgment judgement estimate estimates belief mind")
# what one calls a claim that one rejects
FALSE = words(
    "false baseless untrue unfounded fabricated fake nonsense lies lie propaganda absurd groundless misinformation "
    "disinformation fiction incorrect wrong ridiculous slander"
)
CLAIM_NOUNS = words(
    "claim claims accusation accusations allegation allegations charge charges report reports suggestion suggestions "
    "assertion assertions involvement notion idea speculation rumours rumors as reporting role responsibility"
)
REJECTING = words("denied denies deny denying refuted refutes rejected rejects rejecting dismissed dismisses dismissing "
                  "rebuffed rebutted rebuts disputed disputes disputing repudiated")  # fmt: skip
WEAK_REJECTING = words(
    "rejected rejects rejecting dismissed dismisses dismissing rebuffed disputed disputes disputing"
)
GRANTS = words("access entry permission visas visa bail request requests license licence export licences")
# dates ahead: "Deliveries start in 2026", "The yard delivers the first boat next year"
SETTING_OUT = words(
    "begins starts opens begin start open arrives arrive enters enter resumes resume delivers deliver leaves leave ends "
    "end expires expire launches receives receive visits meets takes goes go comes come follows follow travels holds"
)
