"""The served page: strict policy, loopback hosts, fragments, errors that name the knob. Answers are invented."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx")


@pytest.fixture(scope="module")
def client(site: Any) -> Any:
    from starlette.testclient import TestClient

    from tocsin.app.server import build_app

    return TestClient(build_app(site))


def test_page_carries_knobs_and_policy(client: Any) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    assert reply.text.count('<select id="knob-') == 4
    rules = reply.headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_policy_hashes_match_the_page(client: Any) -> None:
    import base64
    import hashlib

    reply = client.get("/")
    for tag in ("style", "script"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", reply.text, flags=re.S)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in reply.headers["content-security-policy"]


def test_fragment_says_the_difference(client: Any) -> None:
    reply = client.get("/what-if", params={"fast": "1.0"})
    assert reply.status_code == 200
    assert "against today" in reply.text
    assert "more than 99" in reply.text
    assert "<html" not in reply.text


def test_charts_move_with_the_knobs_on_axes_that_stay(client: Any) -> None:
    before, after = (client.get("/what-if", params=state).text for state in ({}, {"volume": "2.0"}))
    fans = [re.findall(r'<figure class="moving">.*?</figure>', text, flags=re.S) for text in (before, after)]
    assert [len(found) for found in fans] == [2, 2]
    for old, new in zip(*fans, strict=True):
        bands = [
            re.findall(r'<path d="([^"]+)Z" fill="var\(--(?:blue|orange)\d', text) for text in (old, new)
        ]
        assert bands[0] != bands[1]
        axes = [re.findall(r'text-anchor="end"[^>]*>([\d,.]+)<', text) for text in (old, new)]
        assert axes[0] == axes[1] != []
        assert "today" in new


def test_scenarios_stand_side_by_side(client: Any) -> None:
    reply = client.get("/what-if", params=[("fast", "1.0"), ("keep", "volume:2"), ("keep", "channels:1")])
    heads = re.findall(r'<th scope="col">(.*?)</th>', reply.text)
    assert [head.split(":")[0] for head in heads if not head.startswith("Month")] == [
        "Question",
        "Today",
        "A",
        "B",
        "Now",
    ]
    assert reply.text.count('name="drop"') == 2
    assert 'name="keep" value="volume:2"' in reply.text
    assert 'id="columns"' not in client.get("/what-if").text


def test_keep_and_drop_work_without_script(client: Any) -> None:
    kept = client.get("/", params=[("volume", "2.0"), ("add", "1")]).text
    assert 'value="volume:2" form="knobs"' in kept
    dropped = client.get("/", params=[("volume", "2.0"), ("keep", "volume:2"), ("drop", "volume:2")]).text
    assert 'name="keep"' not in dropped


def test_same_state_is_flown_once(site: Any, client: Any) -> None:
    client.get("/what-if", params={"volume": "2.0"})
    before = site.what_if.campaign.flown
    client.get("/what-if", params={"volume": "2.0"})
    assert site.what_if.campaign.flown == before


def test_default_state_claims_no_difference(client: Any) -> None:
    assert "against today" not in client.get("/what-if").text


@pytest.mark.parametrize(
    "path",
    [
        "/what-if?volume=9",
        "/?volume=<script>",
        "/what-if?nope=1",
        "/what-if?keep=volume:9",
        "/?keep=<script>",
    ],
)
def test_wrong_knob_is_a_clear_400(client: Any, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 400
    assert "One of" in reply.text
    assert "<script>" not in reply.text.replace(f"<script>{reply.text.split('<script>')[-1]}", "")


def test_without_script_the_form_leads_to_the_answer(client: Any) -> None:
    reply = client.get("/", params={"fast": "1.0"})
    assert 'value="1.0" selected' in reply.text
    assert "against today" in reply.text


def test_foreign_hosts_are_refused(client: Any) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_numbers_as_json(client: Any) -> None:
    assert client.get("/assessment.json").json()["case"] == "yelabuga"
