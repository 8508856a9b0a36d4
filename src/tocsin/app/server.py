"""The Starlette application: the report's own page with knobs, one HTML fragment per turn."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tocsin.app.knobs import KNOBS, State, read_state
from tocsin.app.model import WhatIf
from tocsin.errors import InputError
from tocsin.report.page import levels_bound

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from tocsin.answers.core import Assessment

HERE = Path(__file__).parent
HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


@dataclass(frozen=True)
class Site:
    """What requests need; everything slow is done before the first of them."""

    what_if: WhatIf
    parts: Mapping[str, Any]
    environment: Any
    policy: str

    def fragment(self, state: State) -> str:
        """The answers under a state of the knobs, as HTML."""
        return levels_bound(self.environment.get_template("whatif.html.jinja").render(**self._answers(state)))

    def page(self, state: State, problem: str = "") -> str:
        """The whole page; without JavaScript the form's button leads here."""
        answers = self._answers(state)
        return levels_bound(
            self.environment.get_template("app.html.jinja").render(**self.parts, **answers, problem=problem)
        )

    def _answers(self, state: State) -> dict[str, Any]:
        return {
            "knobs": KNOBS,
            "state": state,
            "changes": self.what_if.changes(state),
            "months": self.what_if.table(state),
            "standing_channels": self.what_if.standing.total,
        }


def build_site(assessment: Assessment, what_if: WhatIf, progress: Callable[..., Any] | None = None) -> Site:
    """Draw every chart once and prepare the page."""
    from tocsin.report.files import draw_all
    from tocsin.report.page import environment, page_parts
    from tocsin.report.sections import build
    from tocsin.report.source import Source

    source = Source(assessment)
    sections = build(source)
    parts = page_parts(source, sections, draw_all(sections, progress or (lambda *_: None)))
    parts["script"] += Markup("\n" + (HERE / "static" / "app.js").read_text(encoding="utf-8"))
    parts["style"] += Markup("\n" + (HERE / "static" / "app.css").read_text(encoding="utf-8"))
    made = environment(parts.pop("targets"), HERE / "templates")
    return Site(what_if, parts, made, policy(parts["style"], parts["script"]))


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
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import HTMLResponse, PlainTextResponse
    from starlette.routing import Route

    headers = {
        "Content-Security-Policy": site.policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }  # fmt: skip

    async def home(request: Request) -> Response:
        try:
            state, problem, status = read_state(request.query_params), "", 200
        except InputError as error:
            state, problem, status = State(), str(error), 400
        text = await run_in_threadpool(site.page, state, problem)
        return HTMLResponse(text, status, headers)

    async def what_if(request: Request) -> Response:
        try:
            state = read_state(request.query_params)
        except InputError as error:
            return PlainTextResponse(str(error), 400, headers)
        if await request.is_disconnected():  # the knob has moved on
            return PlainTextResponse("", 204, headers)
        return HTMLResponse(await run_in_threadpool(site.fragment, state), headers=headers)

    async def numbers(request: Request) -> Response:
        text = site.what_if.assessment.dumps()
        return PlainTextResponse(text, headers=headers, media_type="application/json")

    return Starlette(
        routes=[Route("/", home), Route("/what-if", what_if), Route("/assessment.json", numbers)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
    )
