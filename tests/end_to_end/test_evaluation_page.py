"""The page of an evaluation in a real browser: no request, nothing cut off, at any width."""

from __future__ import annotations

import pytest
from end_to_end.browser import ARTEFACTS, playwright
from end_to_end.chromium import chromium
from evaluation_of import evaluated
from spanbridge.bridge.azure.report_html import page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_the_page_asks_for_nothing_and_never_scrolls_sideways(width, scheme, tmp_path):
    file = tmp_path / "evaluation.html"
    file.write_text(page(evaluated(), min_f1=0.9), encoding="utf-8")
    (ARTEFACTS / "screenshots").mkdir(parents=True, exist_ok=True)
    browser = playwright().chromium.launch(
        executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
    )
    shown = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(file.as_uri())
    shown.screenshot(
        path=ARTEFACTS / "screenshots" / f"evaluation-{width}-{scheme}.png", full_page=True
    )
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.evaluate("document.querySelectorAll('.matrix td').length") > 0
    browser.close()
    assert asked == [file.as_uri()]
