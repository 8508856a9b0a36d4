"""Word lists: reporting verbs by class, finite verbs, source nouns, press names, words that end a noun phrase."""

from __future__ import annotations

from tocsin.reading.inflection import forms


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAY = _words(
    "said says say saying told tells tell telling added adds adding reported reports reporting announced announces "
    "announcing stated states stating noted notes noting confirmed confirms confirming warned warns warning explained "
    "explains explaining stressed stresses stressing emphasised emphasized emphasizes emphasises emphasizing emphasising "
    "wrote writes writing tweeted posted revealed reveals revealing disclosed discloses acknowledged acknowledges "
    "acknowledging admitted admits admitting argued argues arguing insisted insists insisting declared declares "
    "declaring asserted asserts asserting remarked remarks observed commented recalled reiterated reiterates "
    "reiterating repeated replied responded suggested suggests suggesting indicated indicates indicating testified "
    "contends contended maintains maintained clarified pointed points specified concedes conceded informed hinted "
    "cautioned cautions underlined underscored underscoring underlining continued wondered detailed elaborated quipped "
    "furthered hints signalled signaled alleges alleged alleging claimed claims claim claiming boasted boasts mentioned "
    "mentions answered cabled recounted relayed joked shared informs counters countered quoted vows notes highlighted "
    "highlights highlighting highlight write report warn note add announce confirm reveal suggest show shows showed showing "
    "shown found finds finding reads read stipulates stipulated details implied implies assured assures assuring documented "
    "lamented touted opined briefed"
)
THINK = _words(
    "believes believe believed thinks think thought estimates estimated estimate estimating assesses assessed assess "
    "assessing concluded concludes concluding suspects suspected suspect reckons reckoned calculates calculated "
    "calculate judged judges judge assumes assumed doubts doubted understands determined believing "
    "speculated speculates feels"
)
DENY = _words(
    "denied denies deny denying rejected rejects rejecting dismissed dismisses dismissing refuted refutes refuting "
    "disputed disputes disputing rebuffed rebutted"
)
FORESEE = _words(
    "predicted predicts predict predicting forecast forecasts forecasting expects expected expect expecting anticipates "
    "anticipated anticipate projected projects projecting fears feared fear hopes hoped foresees foresaw"
)
PROMISE = _words(
    "pledged pledges pledging vowed vowing promised promises promising threatened threatens threatening"
)
ACT = _words(
    "expressed expresses voiced voices condemned condemns condemning accused accuses accusing urged urges urging "
    "criticised criticized criticises criticizes hailed praised welcomed lamented blamed blames called calls calling "
    "demanded demands unveiled unveils denounced denounces slammed decried lauded deplored rebuked labeled labelled "
    "thanked congratulated commended applauded endorsed attributed attributes mocked ridiculed chided lambasted decries supported backed "
    "described describes termed branded characterised characterized"
)
# verbs of speech by class; past forms (and the third person where it is no common noun) speak, where a clause follows
_TELLING = "affirm reaffirm aver proclaim divulge confess attest vouch notify reassure remind alert advise recount relate restate convey"
_FEELING = "complain lament bemoan grumble protest brag joke quip marvel gripe"
_MUSING = "opine muse reason theorize theorise surmise infer deduce learn discover realise realize summarise summarize"
_HINTING = "intimate insinuate imply signal hint"
_RULING = "rule certify swear verify outline stipulate decree propose recommend"
CLAUSAL = frozenset(
    form
    for verb in " ".join((_TELLING, _FEELING, _MUSING, _HINTING, _RULING)).split()
    for form in (forms(verb).past, forms(verb).third)
) - _words("reasons relates protests alerts rules signals outlines hints muses outline")
SAY |= CLAUSAL
SPEECH = SAY | THINK | DENY | FORESEE | PROMISE | ACT
NEEDS_THAT = _words(
    "added adds adding claimed claims claim claiming reports report states details notes note found finds finding read "
    "reads points pointed show shows showed showing shown continued observed determined considers shared maintained "
    "maintains reveal reveals revealed indicated indicates suggests suggested warning finding judge judges thought "
    "implied documented threatened threatens repeated assumed responded informed detailed highlighted highlights quoted projects projected "
    "expects expected expect expecting forecast forecasts hopes hoped fears feared fear anticipates anticipated "
    "anticipate doubts understands calculated estimates estimate feels posted writing recalled remarks vows called "
    "calls calling boasts boasted hints alleged alleges mentioned mentions counters confirm write warn add answered"
)
NEEDS_THAT |= CLAUSAL | _words("foresees foresaw predicts predicted projected considered")
ANYONE = _words(  # whoever is the subject of these speaks
    "said says told tells added adds warned warns explained explains insisted insists argued argues stressed stresses "
    "declared stated admitted conceded complained acknowledged tweeted boasted testified recounted reiterated"
)
PARTICIPLES = _words(
    "saying adding noting stressing warning claiming stating arguing insisting emphasising emphasizing explaining "
    "reporting announcing declaring confirming alleging acknowledging admitting telling suggesting indicating "
    "reiterating underlining underscoring asserting denying estimating predicting highlighting reasoning revealing "
    "writing commenting recalling remarking observing complaining lamenting conceding disclosing cautioning pledging "
    "promising vowing threatening repeating maintaining contending implying hinting boasting pointing concluding believing "
    "fearing hoping forecasting expecting assuring informing notifying"
)
SPEECH |= PARTICIPLES
PRONOUNS = _words("he she it they")
AUXILIARIES = _words(
    "is are was were am be been being has have had do does did will would shall should can could may might must isn't "
    "aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't cannot couldn't shouldn't"
)
MODALS = _words("will would shall should can could may might must cannot can't won't wouldn't couldn't")
BE = _words("is are was were be been being am isn't aren't wasn't weren't")
ADVERBS = _words(
    "also earlier later previously repeatedly reportedly publicly then again further recently already separately now "
    "only not never just still once often initially subsequently immediately quickly openly officially categorically "
    "firmly flatly strongly privately explicitly specifically bluntly consistently long has have had did would could "
    "might may will itself himself themselves herself jointly both all meanwhile additionally frequently yet routinely "
    "simply proudly today yesterday to vehemently strenuously formally first finally"
)
_REGULAR = _words(
    """
    attack launch fire destroy intercept down target land crash explode kill wound injure damage evacuate
    deploy supply deliver produce manufacture assemble develop test approve order purchase acquire receive
    export import sign agree finance fund award contract plan visit inspect arrive return negotiate discuss
    continue expand increase reduce double triple raise boost accelerate delay complete finish start open
    close build use employ operate provide help support train equip replace transfer ship move pass reach
    enter cross approach strike claim fail miss jam disable detect track identify monitor defend protect
    repel suspend ban sanction seize stop halt cancel resume need want seek require include cover carry cost
    amount total exceed remain become appear seem allow enable prevent follow cause threaten involve create
    design own control host serve surpass represent account mark top reveal unveil display showcase
    integrate install store stockpile occur happen prompt trigger pledge promise push press ask request
    accuse invade violate breach ignite collapse burn result force postpone prepare aim intend propose
    allocate spend invest pay earn sell buy plunge surge climb drop decline grow rise fall morph turn
    demonstrate adopt join back lead rely depend recover retrieve shift describe inaugurate attend achieve
    elaborate gather erupt rock blame commemorate drain prove exchange detonate intervene scramble bomb
    shell respond comment brief kick handle publish issue release capture occupy examine check storm rescue
    divert consider announce confirm base expect call work try begin tour exhaust expend convert upgrade
    modify scrap retire allege accept lack contribute donate transform strain deplete replenish restock
    outpace vary average last arm pose pave explain deem remove decide hit sustain provoke maintain
    establish inspire generate escalate deter relocate originate culminate reiterate outline pursue suffer
    regain undergo die
    """
)
_IRREGULAR = _words(
    "made sent built gave took shot hit struck flew fell rose grew began led left lost met paid ran sold bought spent "
    "spoke stood went won wrote became came cut drew drove found fought held kept knew put saw set sought brought "
    "told got had were was did has is are given taken made seen gone done flown shown known been begun hurt burst broke "
    "chose fed hid laid lent meant shut split spread taught threw thought understood withdrew underwent overtook "
    "comes goes makes takes gives sends builds has says gets keeps remains includes appears seems allows enables needs "
    "wants seeks requires provides brings becomes continues carries costs exceeds receives produces relies depends "
    "uses faces employs operates represents consists belongs lies stands serves contains aims intends plans follows "
    "marks covers features holds offers owns sits weighs flies fires runs leads adds means suggests shows "
    "lacks manufactures develops expects hopes accounts ranges measures supplies delivers expands opens begins starts "
    "strikes hits kills downs launches sends destroys unveils signs orders buys sells urges accuses threatens "
    "completes triples doubles boosts ramps wins awards approves agrees vows pledges rejects denies unveils eyes "
    "have are were pose give make need want remain include appear seem carry cost use rely depend helps improves prevents "
    "protects causes poses creates involves indicates reflects requires affects threatens destroys reaches passes moves "
    "stops turns leads follows crosses ends continues works plays lets puts sets cuts reads"
)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


FINITE = (
    frozenset(_past(verb) for verb in _REGULAR)
    | _IRREGULAR
    | AUXILIARIES
    | _words(
        "submitted jammed planned dropped stopped equipped shipped shut bid bet banned transferred occurred"
    )
)
_NOUN_MODIFIERS = _words(
    "estimated projected expected suspected reported alleged repeated detailed determined anticipated feared claimed"
)
FINITE |= {word for word in SPEECH if word.endswith("ed") and word not in _NOUN_MODIFIERS} | _words(
    "said told wrote thought says"
)
ADJECTIVAL = _words(  # past participles that follow or precede a noun inside a noun phrase
    "aligned based named led backed armed unnamed involved familiar briefed linked owned controlled occupied close "
    "sanctioned combined united joint estimated reported alleged advanced so-called proposed planned related appointed "
    "elected retired used given led trained known called dubbed"
)
NP_BREAK = _words(
    "that which who whom whose while whereas but because although though if whether when where as than since after "
    "before until unless so because amid despite what"
)
SOURCE_NOUNS = _words(
    "official officials spokesman spokesmen spokeswoman spokesperson spokespeople minister ministers ministry ministries "
    "president chief chiefs commander commanders general admiral governor mayor secretary director analyst analysts "
    "expert experts source sources witness witnesses resident residents report reports statement statements military "
    "army navy force forces government administration agency agencies office department intelligence police company "
    "companies firm firms manufacturer maker makers group groups people person individuals diplomat diplomats lawmaker "
    "lawmakers senator researchers researcher study studies data documents document newspaper media outlet outlets "
    "broadcaster television tv magazine daily paper image images imagery analysis think-tank tank institute centre "
    "center council coalition command authority authorities executive executives ceo chairman chairwoman boss head "
    "leader leaders ambassador envoy adviser advisor advisers observers critics investigators investigation prosecutors "
    "prosecutor rebels rebel militia insurgents movement organisation organization release post message article "
    "letter memo committee commission board bank union service services staff pentagon kremlin who bloggers blogger "
    "channel channels footage video videos activists monitors monitor some many others another both several delegation "
    "team insider insiders industry industries economist economists engineers engineer scientist scientists operator "
    "pilot pilots soldier soldiers officer officers defector defectors regulator ones party parties side sides "
    "newspapers press outlets correspondents correspondent reporter reporters journalist journalists agreement "
    "document filing presentation brief briefing survey index ranking database tracker records estimates assessment practitioner medic medics doctor doctors worker workers eyewitness "
    "eyewitnesses villager villagers survivor survivors relative relatives farmer farmers teacher teachers neighbour neighbor "
    "firefighters rescuers hospital practitioners watchdog regulators startup startups developer developers supplier suppliers "
    "contractor contractors giant conglomerate shipbuilder planemaker shipyard subsidiary parent bloc alliance kingdom republic "
    "state states regime junta guard guards corps brigade battalion unit division squadron coastguard parliament congress senate "
    "court judge lawyer lawyers mp mps deputy deputies senators lawmaker premier chancellor vice-president monarch king prince "
    "crown-prince emir sultan aide aides insider spokespersons operators owners owner founder co-founder chairperson scholar "
    "scholars academic academics professor author authors historian historians veteran veterans colonel captain major lieutenant "
    "sergeant marshal brigadier fellow fellows analyses inquiry probe tests investigations graphic dossier memo communique circular bulletin gazette"
)
DOCUMENT_NOUNS = _words(
    "statement statements report reports analysis release study data figures assessment estimate estimates article "
    "interview documents document post message letter survey filing review investigation briefing memo paper summary "
    "update tally count news"
)
PRESS = _words(
    "reuters ap afp bbc cnn wsj nyt bloomberg politico guardian telegraph ft interfax tass ria ukrinform suspilne "
    "kyodo yonhap xinhua irna tasnim fars haaretz spiegel bild nikkei nhk axios nbc abc cbs fox npr jazeera arabiya spa "
    "sputnik newsweek time economist forbes cnbc msnbc mehr isna press ukrinterfax unian nv meduza novosti dpa efe ansa "
    "kcna cna pti ani ndtv hindu dawn anadolu trt hurriyet janes insider euronews dw rfe/rl rfe afp. wires "
    "kommersant vedomosti izvestia rbc mediazona kyivpost babel rferl usni investing.com"
)
PRESS_HEADS = _words(
    "times post journal news tv agency telegraph guardian herald tribune gazette newspaper daily magazine broadcaster "
    "media television radio press report reports outlet paper website channel insider review chronicle dispatch mail "
    "mirror independent standard observer weekly monitor wire newswire today sun express zeitung allgemeine monde figaro "
    "pais repubblica"
)
NOT_RELAY_OBJECTS = _words(
    "reporters parliament congress senators lawmakers journalists senate knesset duma bundestag deputies mps "
    "audience troops cabinet council ministers listeners conference hearing briefing committee putin zelenskyy zelensky "
    "trump biden them him her us me people allies investors viewers officials shareholders analysts crowd"
)
