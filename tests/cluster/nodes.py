"""Nodes: how does a cluster of OpenSearch come about on this machine, and end?

Each node is a Java process of its own that holds 256 MB and listens on this machine only, so that it
can be killed, stopped and started again like a machine of its own.
"""

import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self

from .network import Network, group_of

HERE = Path(__file__).parent
#: Where jars and classes stay from run to run.
JARS = HERE.parents[1] / "var" / "opensearch"
NEEDED = ("java", "javac", "mvn", "openssl")

_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1}: %m%n
"""
# Of a node that lives for a minute half would go to the second compiler.
_FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1"
_JAVA = (
    "java -Xms256m -Xmx256m -XX:+UseSerialGC -Xshare:auto "
    "-XX:MaxDirectMemorySize=128m -Dlog4j2.disableJmx=true -Dio.netty.noUnsafe=true "
    "-Dio.netty.allocator.type=unpooled -Dopensearch.networkaddress.cache.ttl=60"
).split()
_SETTINGS = {
    "cluster.name": "zhengsou-tests",
    "network.host": "127.0.0.1",
    "node.processors": "1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "cluster.fault_detection.follower_check.timeout": "2s",
    "cluster.fault_detection.follower_check.interval": "500ms",
    "cluster.fault_detection.leader_check.timeout": "2s",
    "cluster.fault_detection.leader_check.interval": "500ms",
    # With the serial collector what is used says little of what is needed; bulks would be refused.
    "indices.breaker.total.use_real_memory": "false",
}
_SECONDS_TO_END = 20.0


def missing() -> list[str]:
    """Name the programs that are needed and are not there."""
    return [name for name in NEEDED if shutil.which(name) is None]


def resolve() -> None:
    """Let Maven fetch the jars, once, and compile what starts a node."""
    pom, source = HERE / "pom.xml", HERE / "OpenSearchNode.java"
    stamp = JARS / "resolved"
    wanted = pom.read_text("utf-8") + source.read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(JARS, ignore_errors=True)
    lib = JARS / "lib"
    _run("mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", f"-DoutputDirectory={lib}")
    _run("javac", "-nowarn", "-cp", f"{lib}/*", "-d", JARS / "classes", source)
    stamp.write_text(wanted, "utf-8")


def _run(*command: object) -> None:
    subprocess.run([*map(str, command)], check=True)


class Cluster:
    """Some nodes, each with a folder, a port for people and one for the others."""

    def __init__(self, folder: Path, nodes: int = 3, lasts: bool = False) -> None:
        """Start nothing yet. A cluster that `lasts` is worth compiling well."""
        self._folder = folder
        self._java = _JAVA if lasts else [*_JAVA, _FIRST_COMPILER_ALONE]
        ports = _free_ports(2 * nodes)
        self._ports, self._transport = ports[:nodes], ports[nodes:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def hosts(self) -> str:
        """Return the nodes as an address names them: host:port,host:port."""
        return ",".join(f"127.0.0.1:{port}" for port in self._ports)

    @property
    def nodes(self) -> range:
        """Return the numbers of the nodes."""
        return range(len(self._ports))

    @property
    def network(self) -> Network:
        """Return what lies between the nodes."""
        return Network(self._ports, self._transport)

    def location(self, name: str) -> str:
        """Return the location of an index."""
        return f"opensearch://{self.hosts}/{name}"

    def start(self, *nodes: int) -> None:
        """Start nodes, all when none is named, and wait until they have found one another."""
        for node in nodes or self.nodes:
            self._processes[node] = self._started(node)
        self.wait()

    def _started(self, node: int) -> "subprocess.Popen[bytes]":
        home = self._folder / f"node-{node}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        logging = home / "config" / "log4j2.properties"
        logging.write_text(_LOGGING, "utf-8")
        everyone = [f"127.0.0.1:{port}" for port in self._transport]
        settings = _SETTINGS | {
            "node.name": f"n{node}",
            "http.port": str(self._ports[node]),
            "transport.port": str(self._transport[node]),
            "discovery.seed_hosts": ",".join(everyone),
            "cluster.initial_cluster_manager_nodes": ",".join(f"n{one}" for one in self.nodes),
        }
        command = [
            *self._java,
            f"-Dlog4j2.configurationFile={logging}",
            f"-Djava.io.tmpdir={home}",
            *("-cp", f"{JARS / 'classes'}:{JARS / 'lib'}/*", "OpenSearchNode", str(home)),
            *(f"{key}={value}" for key, value in settings.items()),
        ]
        with (home / "out.log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=home,
                group=group_of(node),
            )

    def wait(self, status: str = "green", seconds: float = 300.0) -> None:
        """Wait until the nodes that run are together, and the cluster has a status. Raises TimeoutError."""
        wanted = f"wait_for_nodes={len(self.running)}&wait_for_status={status}&timeout=1s"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(OSError):
                if not self.ask(f"/_cluster/health?{wanted}")["timed_out"]:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"the cluster is not {status}; see out.log in {self._folder}")

    def ask(self, path: str, node: int | None = None) -> Any:
        """Ask a node, else one of those that run, without our client. Raises OSError."""
        port = self._ports[self.running[0] if node is None else node]
        url = f"http://127.0.0.1:{port}{path}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.loads(answer.read())

    def tell(self, method: str, path: str, body: object, seconds: float = 1800.0) -> None:
        """Have one of the nodes that run do something, likewise. Raises OSError."""
        node = HTTPConnection("127.0.0.1", self._ports[self.running[0]], timeout=seconds)
        with closing(node):
            node.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
            answer = node.getresponse()
            if answer.status != HTTPStatus.OK:
                raise OSError(answer.read().decode())

    @property
    def running(self) -> list[int]:
        """Return the numbers of the nodes that run."""
        return [node for node, process in self._processes.items() if process.poll() is None]

    @property
    def manager(self) -> int:
        """Return which node manages the cluster."""
        return int(self.ask("/_cat/cluster_manager?format=json")[0]["node"].removeprefix("n"))

    def kill(self, *nodes: int) -> None:
        """End nodes at once, as a power cut would."""
        for node in nodes:
            self._processes[node].kill()
            self._processes[node].wait()

    def pause(self, node: int) -> None:
        """Let a node neither answer nor end."""
        self._processes[node].send_signal(signal.SIGSTOP)

    def resume(self, node: int) -> None:
        """Let it go on."""
        self._processes[node].send_signal(signal.SIGCONT)

    def processor_seconds(self) -> float:
        """Return the processor time that all nodes that run have used."""
        import psutil  # noqa: PLC0415 - only the benchmarks ask

        times = [psutil.Process(self._processes[node].pid).cpu_times() for node in self.running]
        return float(sum(one.user + one.system for one in times))

    def stop(self) -> None:
        """End all nodes."""
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self._processes.values():
            try:
                process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def __enter__(self) -> Self:
        resolve()
        with ExitStack() as undo:
            undo.callback(self.stop)
            self.start()
            undo.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self.stop()


def _free_ports(count: int) -> Sequence[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
