"""A real browser for the tests, and pages served to it."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from search.engine import Engine
from search.query.picks import PicksFile
from webui import create_app
from webui.server import PageServer, bind

#: The first is the same engine without windows: tests are done sooner.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def installed_browser() -> str:
    """Find a browser; skip the test where there is none, but fail in CI."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and MAC_BROWSER.exists():
        found = str(MAC_BROWSER)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI needs a browser, and none is installed (Debian: apt install chromium)")
    if found is None:
        pytest.skip("no Chromium or Chrome is installed")
    return found


@contextmanager
def serving(engine: Engine, picks: PicksFile | None = None) -> Iterator[str]:
    """Serve an engine's pages, with picks, and give their address."""
    server = PageServer(create_app(engine, picks=picks), bind("127.0.0.1", 0), threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.address
    server.stop()
    thread.join(timeout=10)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """Start the browser of this path."""
    quiet = [
        "--no-sandbox",
        "--accept-lang=zh-CN",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()
