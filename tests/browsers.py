"""A real browser for the tests, and the sample collection served to it."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from search.engine import Engine
from search.engines import open_engine
from search.upkeep.indexing import rebuild
from webui.server import PageServer

CORPUS = Path(__file__).parents[1] / "corpus"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def installed_browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and MAC_BROWSER.exists():
        found = str(MAC_BROWSER)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI needs a browser, and none is installed (Debian: apt install chromium)")
    if found is None:
        pytest.skip("no Chromium or Chrome is installed")
    return found


@contextmanager
def serving(engine: Engine) -> Iterator[str]:
    """Serve an engine's pages, and give their address."""
    server = PageServer(engine, "127.0.0.1", 0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.address
    server.stop()
    thread.join(timeout=10)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the sample collection, and give its address."""
    rebuild(CORPUS, folder / "index")
    with closing(open_engine(folder / "index")) as engine, serving(engine) as address:
        yield address


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser that is installed."""
    path = installed_browser()
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
