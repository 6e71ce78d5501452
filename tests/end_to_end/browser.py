"""Drives Chromium by Playwright: one profile, signed in, and nothing fetched from anywhere else."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from end_to_end.chromium import chromium
from end_to_end.label_studio import EMAIL, LabelStudio
from playwright.sync_api import Page, Playwright, Route, sync_playwright

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
_MILLISECONDS = 60_000
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@dataclass(frozen=True)
class Browser:
    """A signed-in page of a browser that reaches one server only."""

    page: Page
    server: LabelStudio
    refused: list[str]
    """What the pages wanted from elsewhere; none of it was asked for."""

    def screenshot(self, name: str) -> Path:
        """Keep what the page shows among the artefacts."""
        file = ARTEFACTS / "screenshots" / f"{name}.png"
        self.page.screenshot(path=file)
        return file


@functools.cache
def playwright() -> Playwright:
    """Start Playwright; a process can't start it twice at a time, so all share this one."""
    return sync_playwright().start()


def stop_playwright() -> None:
    """Stop it, if it was started."""
    if playwright.cache_info().currsize:
        playwright().stop()
        playwright.cache_clear()


@contextmanager
def browser(server: LabelStudio, email: str = EMAIL) -> Iterator[Browser]:
    """Start a browser with a fresh profile, and sign in."""
    executable = chromium()
    refused: list[str] = []

    def keep_here(route: Route) -> None:
        if route.request.url.startswith(f"{server.address}/"):
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    started = playwright().chromium.launch(executable_path=executable, args=_ARGUMENTS)
    try:
        context = started.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(_MILLISECONDS)
        context.route("**/*", keep_here)
        context.add_init_script(path=Path(__file__).with_name("page.js"))
        page = context.new_page()
        _sign_in(page, server, email)
        yield Browser(page, server, refused)
    finally:
        started.close()


def _sign_in(page: Page, server: LabelStudio, email: str) -> None:
    page.goto(f"{server.address}/user/login/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", server.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/user/login" not in url)
