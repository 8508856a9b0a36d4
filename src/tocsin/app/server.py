"""The Starlette application: the report's own page with knobs, one HTML fragment per turn."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tocsin.answers.common import counts, usable
from tocsin.answers.core import Assessment
from tocsin.app.columns import LETTERS, medians, questions, scenarios
from tocsin.app.drawing import fans
from tocsin.app.knobs import KNOBS, State, Wanted, read_wanted
from tocsin.app.model import WhatIf
from tocsin.errors import InputError
from tocsin.report.charts.fan import still_top
from tocsin.report.files import draw_all
from tocsin.report.page import environment, levels_bound, page_parts
from tocsin.report.sections import build
from tocsin.report.source import Source
from tocsin.say import msg

HERE = Path(__file__).parent
STILL = {  # the fans that move with the knobs, on axes that stand still: title and unit
    "launches": (msg("Launches"), msg("drones launched a month")),
    "leakers": (msg("What gets through"), msg("drones that get through a month")),
}
SHOWN = 18  # counted months before the forecast
HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


@dataclass(frozen=True)
class Site:
    """What requests need; everything slow is done before the first of them."""

    what_if: WhatIf
    parts: Mapping[str, Any]
    environment: Any
    policy: str
    records: Mapping[str, Any]
    tops: Mapping[str, float]

    def fragment(self, wanted: Wanted) -> str:
        """The answers under a state of the knobs, as HTML."""
        return levels_bound(
            self.environment.get_template("whatif.html.jinja").render(**self._answers(wanted))
        )

    def page(self, wanted: Wanted, problem: str = "") -> str:
        """The whole page; without JavaScript the form's buttons lead here."""
        answers = self._answers(wanted)
        return levels_bound(
            self.environment.get_template("app.html.jinja").render(**self.parts, **answers, problem=problem)
        )

    def _answers(self, wanted: Wanted) -> dict[str, Any]:
        what_if = self.what_if
        return {
            "knobs": KNOBS,
            "state": wanted.state,
            "kept": wanted.kept,
            "changes": what_if.changes(wanted.state),
            "months": what_if.table(wanted.state),
            "fans": [self._fan(wanted, kind) for kind in STILL],
            "asked": questions(what_if),
            "scenarios": scenarios(what_if, wanted),
            "standing_channels": what_if.standing.total,
        }

    def _fan(self, wanted: Wanted, kind: str) -> dict[str, Any]:
        """One of the two fans that move: its title, and the picture at both widths."""
        what_if, state = self.what_if, wanted.state
        title, unit = STILL[kind]
        lines = [] if state.is_default else [_line(msg("today"), medians(what_if, State(), kind), "blue")]
        lines += [
            _line(letter, medians(what_if, kept, kind), "muted")
            for letter, kept in zip(LETTERS, wanted.kept, strict=False)
            if kept != state
        ]
        picture = fans(
            what_if.months(state, kind), self.records[kind], lines, top=self.tops[kind], unit=unit,
            colour="blue" if state.is_default else "orange",
        )  # fmt: skip
        return {"title": title, "picture": picture, "words": state.words}


def build_site(assessment: Assessment, what_if: WhatIf, progress: Callable[..., Any] | None = None) -> Site:
    """Draw every chart once and prepare the page."""
    source = Source(assessment)
    sections = build(source)
    parts = page_parts(source, sections, draw_all(sections, progress or (lambda *_: None)))
    parts["script"] += Markup("\n" + (HERE / "static" / "app.js").read_text(encoding="utf-8"))
    parts["style"] += Markup("\n" + (HERE / "static" / "app.css").read_text(encoding="utf-8"))
    made = environment(parts.pop("targets"), HERE / "templates")
    work = assessment.work
    records = {"launches": counts(work, "launched")[-SHOWN:], "leakers": usable(work, "leaked")[-SHOWN:]}
    tops = {kind: still_top(what_if.months(State(), kind), records[kind]) for kind in STILL}
    return Site(what_if, parts, made, policy(parts["style"], parts["script"]), records, tops)


def _line(name: str, rows: list[dict[str, Any]], colour: str) -> dict[str, Any]:
    return {"name": name, "rows": rows, "colour": colour}


def policy(style: str, script: str) -> str:
    """A strict content-security policy: only this page's own style and script, by hash, and no other host."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; font-src data:; img-src data: blob:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()


def build_app(site: Site) -> Starlette:
    """Routes: `/` the page, `/what-if` a fragment, `/assessment.json` the numbers."""
    headers = {
        "Content-Security-Policy": site.policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }  # fmt: skip

    async def home(request: Request) -> Response:
        try:
            wanted, problem, status = read_wanted(request.query_params.multi_items()), "", 200
        except InputError as error:
            wanted, problem, status = Wanted(State()), str(error), 400
        text = await run_in_threadpool(site.page, wanted, problem)
        return HTMLResponse(text, status, headers)

    async def what_if(request: Request) -> Response:
        try:
            wanted = read_wanted(request.query_params.multi_items())
        except InputError as error:
            return PlainTextResponse(str(error), 400, headers)
        if await request.is_disconnected():  # the knob has moved on
            return PlainTextResponse("", 204, headers)
        return HTMLResponse(await run_in_threadpool(site.fragment, wanted), headers=headers)

    async def numbers(request: Request) -> Response:
        text = site.what_if.assessment.dumps()
        return PlainTextResponse(text, headers=headers, media_type="application/json")

    return Starlette(
        routes=[Route("/", home), Route("/what-if", what_if), Route("/assessment.json", numbers)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
    )
