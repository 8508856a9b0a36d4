"""The sections between the bottom line and the method: for each its label, which answers speak, and a caveat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from tocsin.answers.claimed import outside_said
from tocsin.answers.declare import Table
from tocsin.answers.registry import questions
from tocsin.report.source import Section, Source, bound, linked
from tocsin.say import NOTHING, Said, joined, msg

CLAIMS_SHOWN = 200
Words = Callable[[Source], Markup]


@dataclass(frozen=True)
class Plan:
    """A section as planned: figures and tables are those of every answer that names `part` as its section.

    `sentence` is an answer whose headline opens it, or what makes one; `paragraph` likewise.
    """

    id: str
    part: str
    label: Said
    sentence: str | Words
    caveat: Callable[[Source], Said]
    paragraph: str | Words = ""
    tables: Callable[[Source], Sequence[Table]] = lambda source: ()


def build(plan: Plan, source: Source) -> Section:
    """The section as this assessment fills it; another package's answers stand where they say they belong."""
    answers = [answer for answer in source.assessment.answers.values() if answer.section == plan.part]
    return Section(
        id=plan.id,
        label=plan.label,
        sentence=plan.sentence(source) if callable(plan.sentence) else source.sentence(plan.sentence),
        paragraph=plan.paragraph(source) if callable(plan.paragraph) else _headline(source, plan.paragraph),
        figures=[figure for answer in answers for figure in answer.figures],
        tables=[*(table for answer in answers for table in answer.tables), *plan.tables(source)],
        caveat=bound(plan.caveat(source)),
        missing=source.missing(
            *(id for id, question in questions().items() if question.section == plan.part)
        ),
    )


def _headline(source: Source, id: str) -> Markup:
    answer = source.answer(id)
    return linked(answer.headline, id) if answer else Markup("")


def _half(source: Source) -> Markup:
    """Half of the futures at the headline's month and at the end of the horizon."""
    rows = source.spread("launches")
    if not rows:
        return source.sentence("launches")
    chosen = next((row for row in rows if row["period"] == source.chosen()), rows[-1])
    last = rows[-1]
    values = {"low": chosen["q25"], "high": chosen["q75"], "period": chosen["period"]}
    if last["period"] == chosen["period"]:
        said = msg(
            "Half of our futures lie between {low:number} and {high:number} launches in {period:month}.",
            **values,
        )
    else:
        said = msg(
            "Half of our futures lie between {low:number} and {high:number} launches in {period:month}, and between"
            " {last_low:number} and {last_high:number} in {last:month}.",
            last_low=last["q25"], last_high=last["q75"], last=last["period"], **values,
        )  # fmt: skip
    return linked(said, "launches")


def _plans(source: Source) -> Said:
    when = source.answer("output.when")
    meant = msg(
        "Plans that officials announce count as a lower bound and a direction, never as a target: a choice of model structure,"
        " made with hindsight at dates before 2025. Launches alone cannot separate output, stock and what is held back."
    )
    return joined([meant, outside_said(when.parts.get("outside", ()) if when else ())])


def _share(source: Source) -> Markup:
    """What the share rests on, and the share counted last beside the forecast one: one that turns back needs its reason."""
    answer = source.answer("leakers")
    if any(row["basis"] == "assumed" for row in source.rows("leakers")):
        return bound(
            msg(
                "Assumed: fewer than 60 nights with usable outcomes are public at this date, so the share that gets through is a"
                " wide range from published facts, not an estimate."
            )
        )
    last = answer.parts.get("last_counted") if answer else None
    latest = NOTHING
    if answer and last:
        latest = msg(
            "In {period:month} it was {share:percent}; the forecast moves towards {heading_for:percent}, because monthly shares"
            " tend to return to their longer mean.",
            period=last["period"], share=last["value"], heading_for=answer.parts["heading_for"],
        )  # fmt: skip
    return bound(
        joined(
            [
                msg("The share that gets through is learned from nights whose outcome was reported in full."),
                latest,
            ]
        )
    )


def _warned(source: Source) -> Markup:
    """What distance promises and whether it tells places apart, hours under alert, and who else comes within reach."""
    answer = source.answer("warning")
    parts = [linked(answer.note, "warning")] if answer and answer.note else []
    parts += [_headline(source, id) for id in ("alerts", "reach") if source.rows(id)]
    return Markup(" ").join(parts)


def _meant(source: Source) -> Markup:
    """What "enough" means, and how hard a year without one bad month is: the chances on this page are of months."""
    target = source.assessment.about
    meant = msg(
        "“Enough” here means at most {limit:number} drones a month that get through, in {sure:percent} of the months of all"
        " simulated futures: a planning target of this case, not a published one. A channel is one team, gun group or launcher"
        " that can engage one drone at a time.",
        limit=target["limit_per_month"], sure=target["confidence"],
    )  # fmt: skip
    rows = source.rows("defence.enough", resource="channels", drone="today")
    chance = rows[0].get("p_every_month_now") if rows else None
    stays = msg(
        "With nothing added, all months stay within it in {chance:percent} of futures.", chance=chance
    )
    return bound(joined([meant, NOTHING if chance is None else stays]))


def _aggregates(source: Source) -> Said:
    own = msg(
        "Aggregates only: no unit's place or number. The limit and the confidence are the reader's to set, in case.toml."
    )
    mix = msg("The mix is bought at median prices: what it would really cost is as uncertain as they are.")
    return joined([own, mix if source.rows("defence.enough", resource="mix") else NOTHING])


def _claims(source: Source) -> list[Table]:
    """The claims behind the answers' draws before others, the newest first, about 200 in all."""
    table = source.assessment.evidence.get("claims")
    if table is None:
        return []
    answers = source.assessment.answers.values()
    cited = {claim for answer in answers if answer.kind == "draws" for claim in answer.lineage.claims}
    first = sorted(table.rows, key=lambda row: row["id"] not in cited)[:CLAIMS_SHOWN]
    kept = {row["id"] for row in first}
    left_out = len(table.rows) - len(first)
    more = msg("; the other {n:exact} are in tables/claims.csv beside this page", n=left_out)
    caption = msg(
        "{shown:exact} of {n:exact} claims{more}",
        shown=len(first), n=len(table.rows), more=more if left_out else NOTHING,
    )  # fmt: skip
    return [replace(table, caption=caption, rows=[row for row in table.rows if row["id"] in kept])]


def _always(said: Said) -> Callable[[Source], Said]:
    return lambda source: said


PLANS = (
    Plan("how-many", "how-many", msg("How many, and when"), _half, _plans, "output.when"),
    Plan(
        "what-gets-through", "gets-through", msg("What gets through"), "leakers",
        _always(
            msg(
                "The faster drone is a scenario with stated presets, never an estimate: the record does not count it apart. “Gets"
                " through” means launched, and not reported destroyed, lost or still airborne; decoys included."
            )
        ),
        _share,
    ),
    Plan("is-it-enough", "enough", msg("Is it enough?"), "defence.enough", _aggregates, _meant),
    Plan(
        "warning-and-reach", "warning", msg("Warning and reach"), "warning",
        _always(
            msg(
                "Published cases are few, and only those that ended in an explosion. What distance promises follows the straight"
                " line; a real path is longer. A look-up for planners: nothing here ranks places. Reach says how far a drone"
                " could fly, not where any would: it is geometry, unopposed, and tells nothing of intent."
            )
        ),
        _warned,
    ),
    Plan(
        "money", "money", msg("Money"), "cost.exchange",
        _always(
            msg(
                "Costs are rounds, fuel and wear per drone stopped, misses included; crews and equipment are priced with the"
                " channels above, and what was protected is not counted. Casualties are never priced."
            )
        ),
    ),
    Plan(
        "change-our-mind", "watch", msg("What would change our mind"), "watch",
        _always(
            msg(
                "A cut in supply means sanctions and export control; that something else replaces what is withheld is not modelled."
                " Shares explained do not add up to 100\u00a0%: inputs overlap."
            )
        ),
        "disruption",
    ),
    Plan(
        "who-said-what", "said", msg("Who said what"), "clashes",
        _always(
            msg(
                "Unnamed officials behind many reports count as one origin. People are named only where an accepted claim names"
                " them in an official role."
            )
        ),
        "bargain", _claims,
    ),
    Plan(
        "how-good", "track", msg("How good has this been?"), "skill",
        _always(
            msg(
                "Past forecasts used only what was public then, but the model's structure was chosen later: hindsight that no replay"
                " removes. Only months after stored forecasts were written count as out of sample."
            )
        ),
    ),
)  # fmt: skip
