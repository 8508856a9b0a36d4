"""The report as PDF, printed by headless Chromium where one is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tocsin.errors import TocsinError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def write_pdf(html: Path, pdf: Path, *, timeout_s: float = 120) -> Path:
    """Print `html` to `pdf`.

    Raises
    ------
    TocsinError
        If no Chromium is found, or if it fails; the message says what to do.
    """
    browser = next((found for name in NAMES if (found := shutil.which(name))), None)
    if browser is None:
        raise TocsinError(
            "--pdf needs Chromium or Chrome on the PATH, and none was found. Install one (Debian, Ubuntu: apt install"
            " chromium), or open report.html in any browser and print it."
        )
    with tempfile.TemporaryDirectory() as profile:
        part = Path(profile) / "report.pdf"
        command = [
            browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-sandbox", f"--user-data-dir={profile}/p",
            f"--print-to-pdf={part}", html.resolve().as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=False)
        if not part.is_file():
            raise TocsinError(f"Chromium wrote no PDF ({done.returncode}): {done.stderr.strip()[-400:]}")
        pdf.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(part, pdf.with_name(f".{pdf.name}.part"))
        pdf.with_name(f".{pdf.name}.part").replace(pdf)
    return pdf
