"""Is the defence enough: the surface, what must be added, and how long magazines last."""

from __future__ import annotations

from markupsafe import escape

from tocsin.report.figure import Section
from tocsin.report.source import Source
from tocsin.say import Said, joined, msg


def section(source: Source) -> Section:
    """The fourth section of the page."""
    caveat = [
        msg(
            "Aggregates only: no unit's place or number. The limit and the confidence are the reader's to set, in case.toml."
        )
    ]
    if source.rows("defence.enough", resource="mix"):
        caveat.append(
            msg("The mix is bought at median prices: what it would really cost is as uncertain as they are.")
        )
    return Section(
        id="is-it-enough",
        label="Is it enough?",
        sentence=source.sentence("defence.enough"),
        paragraph=escape(_paragraph(source)),
        figures=source.figures("defence.enough", "magazine.days"),
        tables=source.tables("defence.enough"),
        caveat=escape(joined(caveat)),
        missing=source.missing("defence.enough", "magazine.days"),
    )


def _paragraph(source: Source) -> Said:
    """What "enough" means, and how hard a year without one bad month is: the chances on this page are of months."""
    target = source.assessment.about
    meant = msg(
        "“Enough” here means at most {limit:number} drones a month that get through, in {sure:percent} of the months of all"
        " simulated futures: a planning target of this case, not a published one. A channel is one team, gun group or"
        " launcher that can engage one drone at a time.",
        limit=target["limit_per_month"], sure=target["confidence"],
    )  # fmt: skip
    every = [
        row.get("p_every_month_now")
        for row in source.rows("defence.enough", resource="channels", drone="today")
    ]
    if not every or every[0] is None:
        return meant
    stays = msg(
        "With nothing added, all months stay within it in {chance:percent} of futures.", chance=every[0]
    )
    return joined([meant, stays])
