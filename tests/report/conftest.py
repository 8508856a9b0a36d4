"""The fixture report, built once per session."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fake_assessment import fake_assessment
from tocsin.report import write


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole report on invented answers over the real claims and record."""
    out = tmp_path_factory.mktemp("report")
    write(fake_assessment(), out)
    return out


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with hostile text wherever text comes from others."""
    out = tmp_path_factory.mktemp("hostile")
    write(fake_assessment(hostile=True), out, png=False)
    return out


@pytest.fixture(scope="session")
def html(report_folder: Path) -> str:
    return (report_folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def chrome(request: pytest.FixtureRequest) -> object:
    """Headless Chromium; `request.param` holds (width, dark, javascript)."""
    binary, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or chromedriver is None:
        pytest.skip("needs chromium and chromedriver")
    webdriver = pytest.importorskip("selenium.webdriver")
    width, dark, javascript = getattr(request, "param", (1280, False, True))
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not javascript})
    yield driver
    driver.quit()
