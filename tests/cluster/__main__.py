"""Starts a cluster of three nodes, says where it is, and stops it when it is interrupted."""

import signal
import sys
import tempfile
from pathlib import Path

from .nodes import Cluster, missing


def main() -> None:
    """Run until Ctrl-C."""
    if names := missing():
        sys.exit(
            f"{', '.join(names)}: not found (Debian: apt install default-jdk-headless maven openssl)"
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder)) as cluster:
        print(cluster.location("articles"), flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("stopping", flush=True)


if __name__ == "__main__":
    main()
