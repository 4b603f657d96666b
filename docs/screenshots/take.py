"""Takes the pictures in this folder from the sample collection, with the Chromium that is installed."""

import shutil
import tempfile
import threading
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from search.engine import open_engine
from search.indexing import rebuild
from webui.server import PageServer

HERE = Path(__file__).parent
SIZES = {"": (1280, 900), "-phone": (390, 844)}
PAGES = {
    "home": "/",
    "search": f"/search?q={quote('“三江善治”|“三江共治”')}&section={quote('新闻中心')}",
    "article": f"/search?q={quote('“服务职工季”')}",  # its first hit
}


def main() -> None:
    """Build the index, serve it, and take every page in every size."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        rebuild(HERE.parents[1] / "corpus", index)
        engine = open_engine(index)
        server = PageServer(engine, "127.0.0.1", 0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
            )
            for suffix, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
                for name, path in PAGES.items():
                    page.goto(server.address + path)
                    if name == "article":
                        page.locator(".hit-title").first.click()
                    page.screenshot(path=HERE / f"{name}{suffix}.png")
            browser.close()
        server.stop()
        engine.close()


if __name__ == "__main__":
    main()
