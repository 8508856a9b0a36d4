"""The what-if page in a real browser: charts move, axes stand, scenarios are kept, the address says so, axe is content."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.integration]


@pytest.fixture(scope="module")
def address(site: Any) -> Iterator[str]:
    """The site served on a free port of this machine."""
    uvicorn = pytest.importorskip("uvicorn")
    from tocsin.app.server import build_app
    from tocsin.commands.app import _listen

    listener = _listen(0)
    server = uvicorn.Server(uvicorn.Config(build_app(site), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=[390, 1280], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, address: str) -> Iterator[Any]:
    binary, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or chromedriver is None:
        pytest.skip("needs chromium and chromedriver")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    size = {"width": request.param, "height": 900, "deviceScaleFactor": 1, "mobile": request.param < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(address)
    yield driver
    driver.quit()


def turn(page: Any, knob: str, value: str) -> None:
    """Turn a knob as a reader would, and wait for the answer."""
    page.execute_script(
        "const k = document.getElementById('knob-' + arguments[0]); k.value = arguments[1];"
        " k.dispatchEvent(new Event('change', {bubbles: true}))",
        knob,
        value,
    )
    settle(page)


def press(page: Any, selector: str) -> None:
    page.execute_script("document.querySelector(arguments[0]).click()", selector)
    settle(page)


def settle(page: Any) -> None:
    for _ in range(100):
        if not page.execute_script("return document.getElementById('answers').hasAttribute('aria-busy')"):
            return
        time.sleep(0.05)
    raise AssertionError("no answer from the server")


def bands(page: Any) -> list[str]:
    found = "return [...document.querySelectorAll('.moving .wide path[d$=Z]')].map(e => e.getAttribute('d'))"
    return list(page.execute_script(found))


def axes(page: Any) -> list[str]:
    found = (
        "return [...document.querySelectorAll('.moving .wide text[text-anchor=end]')].map(e => e.textContent)"
    )
    return list(page.execute_script(found))


def heads(page: Any) -> list[str]:
    found = "return [...document.querySelectorAll('#columns thead th')].map(e => e.textContent.split(':')[0])"
    return list(page.execute_script(found))


def test_charts_move_and_scenarios_are_kept(page: Any) -> None:
    before, still = bands(page), axes(page)
    turn(page, "volume", "2.0")
    assert bands(page) != before
    assert axes(page) == still
    assert page.current_url.endswith("/?volume=2.0")
    assert "against today" in page.execute_script("return document.getElementById('wait').textContent")
    press(page, "#knobs button[name=add]")
    turn(page, "fast", "1.0")
    assert heads(page) == ["Question", "Today", "A", "Now"]
    page.get(page.current_url)
    assert heads(page) == ["Question", "Today", "A", "Now"]
    press(page, "#columns button[name=drop]")
    assert heads(page) == ["Question", "Today", "Now"]
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_nothing_scrolls_sideways_and_axe_finds_nothing(page: Any, address: str) -> None:
    page.get(address + "?fast=1.0&keep=volume:2")
    assert page.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    axe_module = pytest.importorskip("axe_selenium_python")
    page.set_script_timeout(300)
    axe = axe_module.Axe(page)
    axe.inject()
    page.execute_script(
        "document.querySelectorAll('tbody tr:nth-child(n+6)').forEach(e => e.replaceChildren())"
    )
    found = axe.run()
    assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found["violations"]] == []
