"""Screenshots: takes the pictures in this folder from the sample collection, with the Chromium that is installed."""

import shutil
import tempfile
import threading
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from search import open_engine, rebuild
from webui import create_app
from webui.server import PageServer, bind
from webui.warming import warm

HERE = Path(__file__).parent
SIZES = {"": (1280, 900), "-tablet": (768, 1024), "-phone": (390, 844)}
SCHEMES: dict[str, Literal["light", "dark"]] = {"": "light", "-dark": "dark"}
PAGES = {
    "home": "/",
    "search": f"/search?q={quote('职工服务')}",
    "nothing": f"/search?q={quote('“以职工为中心的发展理念”')}",
    "article": f"/search?q={quote('“服务职工季”')}",  # its first hit
    "trend": f"/trend?w={quote('高质量发展')}&w={quote('三江善治')}",
    "context": f"/context?q={quote('职工服务')}",
    "evidence": f"/evidence?q={quote('“以*为中心”')}",
    "compare": "/compare?a=f76501000a5ed6df&b=07450089f4218b91",
    "advanced": f"/advanced?q={quote('标题:(通知) -标题:“大赛”')}",
}


def main() -> None:
    """Build the index, serve it, and take every page in every size."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        rebuild(HERE.parents[1] / "corpus", index)
        engine = open_engine(index)
        app = create_app(engine)
        warm(app)
        server = PageServer(app, bind("127.0.0.1", 0), threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
            )
            for (size, (width, height)), (scheme, colours) in product(
                SIZES.items(), SCHEMES.items()
            ):
                suffix = f"{size}{scheme}"
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    locale="zh-CN",
                    color_scheme=colours,
                    reduced_motion="reduce",
                )
                for name, path in PAGES.items():
                    page.goto(server.address + path)
                    if name == "article":
                        page.locator(".occurrences").first.click()
                    page.screenshot(path=HERE / f"{name}{suffix}.png")
                page.close()
            browser.close()
        server.stop()
        engine.close()


if __name__ == "__main__":
    main()
