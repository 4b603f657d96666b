"""What docs/operation/cluster.yaml says is what a node of OpenSearch understands."""

import re
from pathlib import Path

from .cluster.nodes import Cluster

COMPOSE = Path(__file__).parents[1] / "docs" / "operation" / "cluster.yaml"


def test_a_node_knows_every_setting_of_the_example(cluster: Cluster) -> None:
    known = cluster.ask("/_cluster/settings?include_defaults=true&flat_settings=true")
    text = COMPOSE.read_text("utf-8")
    said = set(re.findall(r"^ {4}([a-z_]+(?:\.[a-z_]+)+): ", text, re.MULTILINE))
    assert {"cluster.name", "discovery.seed_hosts"} <= said
    assert said <= set(known["defaults"])
