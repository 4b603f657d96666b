"""Screenshots: takes the pictures in this folder from the sample collection, with the Chromium that is installed.

    python docs/screenshots/take.py [NAME...]

Without names all.
"""

import shutil
import sys
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
    "new": "/new?since=2010&least=3",
    "check": "/check",  # with this draft
}
DRAFT = """各区县总工会：
一、资助标准。本科新生5,000元，高职新生4,500元，在读高中生每学年2,000元。
二、办理方式。工会负责核对有关信息，不要求职工开具收入证明，不公开学生姓名和照片。
三、对受助新生建立联系卡，寒暑假提供勤工俭学岗位，毕业前一年提供就业指导。
四、技能培训的补贴照《云江市职业技能提升补贴办法》发放，由各区另定日程。
"""


def main() -> None:
    """Build the index, serve it, and take every page that is asked for in every size."""
    wanted = {name: path for name, path in PAGES.items() if name in (sys.argv[1:] or PAGES)}
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
                for name, path in wanted.items():
                    page.goto(server.address + path)
                    if name == "article":
                        page.locator(".occurrences").first.click()
                    if name == "check":
                        page.locator("textarea").fill(DRAFT)
                        page.locator("#draft button").click()
                        page.locator(".found").wait_for()
                    page.screenshot(path=HERE / f"{name}{suffix}.png")
                page.close()
            browser.close()
        server.stop()
        engine.close()


if __name__ == "__main__":
    main()
