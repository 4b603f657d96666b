"""Page load: how light is the result page? Bytes at a first visit, first paint on a throttled phone, layout shift.

    python -m benchmarks.page_load INDEX [QUERY ...] [--visits N]

The phone is that of Lighthouse's "mobile": 412 by 823 pixels, 150 ms round trip, 1.6 Mbit/s down,
750 kbit/s up (https://github.com/GoogleChrome/lighthouse, docs/throttling.md); with a processor as
fast as this machine's, and four times slower.
"""

import argparse
import shutil
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from search import open_engine
from webui import create_app
from webui.server import PageServer, bind

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MEGABIT = 1_000_000 / 8
_PHONE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6 * _MEGABIT,
    "uploadThroughput": 0.75 * _MEGABIT,
}
_SLOWER = (1, 4)
_MEASURE = """() => new Promise(done => {
    let shift = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) shift += one.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => {
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        done([paint.startTime, shift, all.reduce((sum, one) => sum + one.transferSize, 0), all.length]);
    }, 500);
})"""


def visit(browser: Browser, address: str, slower: int) -> tuple[float, float, int, int]:
    """Visit a page for the first time: ms to the first paint, layout shift, bytes, requests."""
    context = browser.new_context(
        viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _PHONE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="networkidle")
    paint, shift, size, requests = page.evaluate(_MEASURE)
    context.close()
    return paint, shift, size, requests


def served_in(address: str, times: int = 60) -> list[float]:
    """Ask for a page again and again: milliseconds each, ascending."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        with urlopen(address) as answer:  # noqa: S310 - our own server
            answer.read()
        took.append((time.perf_counter() - begin) * 1000)
    return sorted(took)


def main() -> None:
    """Serve an index, visit the result pages of some queries, and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("index", type=Path)
    parser.add_argument("queries", nargs="*", default=["“高质量发展”", "改革 创新", "补贴"])
    parser.add_argument("--visits", type=int, default=5, help="of each page, for each processor")
    asked = parser.parse_args()
    engine = open_engine(asked.index)
    server = PageServer(create_app(engine), bind("127.0.0.1", 0), threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    installed = next(filter(None, map(shutil.which, _BROWSERS)), None)
    print("query\tfirst paint ms\tslow processor\tlayout shift\tKB\trequests\tserved ms p50\tp95")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed, args=["--no-sandbox", "--disable-gpu"]
        )
        for query in asked.queries:
            address = f"{server.address}/search?q={quote(query)}"
            took = served_in(address)
            runs = [
                [visit(browser, address, slower) for _ in range(asked.visits)] for slower in _SLOWER
            ]
            paint, slow = (statistics.median(visit[0] for visit in visits) for visits in runs)
            visits = runs[-1]
            shift = max(visit[1] for visit in visits)
            half, most = took[len(took) // 2], took[int(len(took) * 0.95)]
            print(
                f"{query}\t{paint:.0f}\t{slow:.0f}\t{shift:.3f}\t{visits[0][2] / 1000:.1f}\t{visits[0][3]}"
                f"\t{half:.1f}\t{most:.1f}"
            )
        browser.close()
    server.stop()
    engine.close()


if __name__ == "__main__":
    main()
