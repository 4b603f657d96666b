"""What docs/operation/cluster.yaml says is understood by a node; and how the page is served from a cluster."""

import re
import secrets
import threading
import time
from pathlib import Path

from .articles import build
from .clocks import PATIENCE
from .cluster.doors import door
from .cluster.indexes import some
from .cluster.nodes import Cluster
from .programs import COMMAND, StartPython
from .test_serving import ask, served

COMPOSE = Path(__file__).parents[1] / "docs" / "operation" / "cluster.yaml"


def test_a_node_knows_every_setting_of_the_example(cluster: Cluster) -> None:
    known = cluster.ask("/_cluster/settings?include_defaults=true&flat_settings=true")
    text = COMPOSE.read_text("utf-8")
    said = set(re.findall(r"^ {4}([a-z_]+(?:\.[a-z_]+)+): ", text, re.MULTILINE))
    assert {"cluster.name", "discovery.seed_hosts"} <= said
    assert said <= set(known["defaults"])


def test_workers_go_on_when_the_cluster_is_gone_for_a_while(
    cluster: Cluster, start_python: StartPython
) -> None:
    name = f"test-{secrets.token_hex(4)}"
    build(cluster.location(name), some()).close()
    is_gone, refused = threading.Event(), []

    def keeper(method: str, path: str, said: str) -> tuple[int, bytes] | None:
        if not is_gone.is_set():
            return None
        refused.append(path)
        return (403, b'{"error": "Forbidden"}')

    with door(cluster.hosts, keeper) as host:
        location = f"opensearch://{host}/{name}"
        process = start_python(*COMMAND, "serve", "--index", location, "--port", 0, "--workers", 2)
        page = served(process)
        assert ask(page)[0] == 200
        is_gone.set()
        # Who watches looks once a second; each worker asks, too, where it is asked.
        until = time.monotonic() + PATIENCE
        while len(refused) < 5 and time.monotonic() < until:
            time.sleep(0.1)
        assert ask(page, "/search?q=a")[0] == 503
        assert process.poll() is None
        is_gone.clear()
        while ask(page, "/search?q=b")[0] != 200 and time.monotonic() < until:
            time.sleep(0.1)
        assert ask(page, "/search?q=c")[0] == 200
