"""The optional endpoint against a local server that also misbehaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tocsin.errors import InputError
from tocsin.reading.endpoint import read_with_endpoint

TEXT = "Officials said on Friday that 40 drones a month could be made. The plant opened in May. 40 drones are small."
PUBLISHED = date(2024, 3, 15)
GOOD = {
    "claims": [{"quote": "40 drones a month could be made", "speaker": "Officials", "via": [], "modality": "capability"}],
    "quantities": [
        {"quote": "40 drones", "kind": "count", "unit": "drones", "qualifier": "exact", "low": 40, "best": 40, "high": 40, "per": "month"},
        {"quote": "40 drones", "kind": "count", "unit": "drones", "qualifier": "exact", "low": 40, "best": 40, "high": 40, "per": None},
    ],
    "dates": [{"quote": "in May", "start": "2023-05-01", "end": "2023-05-31", "relation": "on"}],
}  # fmt: skip


@contextmanager
def server(body: bytes, *, status: int = 200, delay_s: float = 0.0) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(delay_s)
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, format: str, *args: Any) -> None:
            pass

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_address[1]}/v1"
    finally:
        httpd.shutdown()
        httpd.server_close()


def reply(answer: Any) -> bytes:
    content = answer if isinstance(answer, str) else json.dumps(answer)
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def test_grounded_items_are_kept_with_their_positions() -> None:
    with server(reply(GOOD)) as url:
        reading = read_with_endpoint(TEXT, PUBLISHED, url)
    assert not reading.failed
    assert [TEXT[q.start_char : q.end_char] for q in reading.quantities] == ["40 drones"] * 2
    assert reading.quantities[0].start_char < reading.quantities[1].start_char
    assert reading.claims[0].speaker == "Officials"


def test_a_fenced_answer_is_read() -> None:
    with server(reply("```json\n" + json.dumps(GOOD) + "\n```")) as url:
        assert len(read_with_endpoint(TEXT, PUBLISHED, url).claims) == 1


@pytest.mark.parametrize(
    ("kind", "item", "reason"),
    [
        ("claims", {"quote": "50 drones", "speaker": None, "modality": "asserted"}, "not in the text"),
        ("claims", {"speaker": None, "modality": "asserted"}, "no quote"),
        ("claims", {"quote": "40 drones", "speaker": "The King", "modality": "asserted"}, "speaker"),
        ("claims", {"quote": "40 drones", "speaker": None, "modality": "surely"}, "modality"),
        ("claims", {"quote": "40 drones", "speaker": None, "via": ["TASS"], "modality": "plan"}, "relay"),
        ("claims", "40 drones", "no quote"),
        ("quantities", {**GOOD["quantities"][0], "low": "forty"}, "number"),  # type: ignore[dict-item]
        ("quantities", {**GOOD["quantities"][0], "low": True}, "number"),  # type: ignore[dict-item]
        ("quantities", {**GOOD["quantities"][0], "kind": "thing"}, "vocabulary"),  # type: ignore[dict-item]
        ("quantities", {**GOOD["quantities"][0], "low": None, "best": None, "high": None}, "number"),  # type: ignore[dict-item]
        ("dates", {"quote": "in May", "start": "May", "end": None, "relation": "on"}, "ISO"),
        ("dates", {"quote": "in May", "start": "2024-05-02", "end": "2024-05-01", "relation": "on"}, "order"),
        ("dates", {"quote": "in May", "start": None, "end": None, "relation": "on"}, "order"),
    ],
)
def test_ungrounded_items_are_shown_as_failed(kind: str, item: Any, reason: str) -> None:
    with server(reply({**GOOD, kind: [item, *GOOD[kind]]})) as url:
        reading = read_with_endpoint(TEXT, PUBLISHED, url)
    assert [failure["kind"] for failure in reading.failed] == [kind]
    assert reason in reading.failed[0]["reason"]
    assert len(reading.claims) + len(reading.quantities) + len(reading.dates) == 4
    assert reading.to_json()["failed"]


def test_a_list_that_is_none() -> None:
    with server(reply({"claims": "none", "quantities": [], "dates": []})) as url:
        assert read_with_endpoint(TEXT, PUBLISHED, url).failed[0]["reason"] == "is no list"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 200),
        (b"{}", 200),
        (b'{"choices": []}', 200),
        (reply("I cannot do that"), 200),
        (reply("[1, 2]"), 200),
        (b"\xff\xfe", 200),
        (b"", 500),
        (b"[" * 100_000, 200),
    ],
)
def test_a_broken_answer_is_an_error_a_user_can_act_on(body: bytes, status: int) -> None:
    with server(body, status=status) as url, pytest.raises(InputError, match="endpoint"):
        read_with_endpoint(TEXT, PUBLISHED, url)


def test_a_slow_endpoint_times_out() -> None:
    with server(reply(GOOD), delay_s=2.0) as url, pytest.raises(InputError, match="did not answer"):
        read_with_endpoint(TEXT, PUBLISHED, url, timeout_s=0.2)


def test_an_address_that_is_none() -> None:
    with pytest.raises(InputError, match="http"):
        read_with_endpoint(TEXT, PUBLISHED, "file:///etc/passwd")
    with pytest.raises(InputError, match="did not answer"):
        read_with_endpoint(TEXT, PUBLISHED, "http://127.0.0.1:9/v1", timeout_s=1)
