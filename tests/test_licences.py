"""What is needed may be used by anybody: licences of all dependencies, and of what these need."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, requires
from pathlib import Path

ROOT = Path(__file__).parents[1]
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|MPL|ISC|PSF|Python Software Foundation|Mozilla Public|Zlib|Unlicense|Unicode|CC0)\b",
    re.IGNORECASE,
)
BINDING = re.compile(r"\b(A?GPL|SSPL|EUPL|CC-BY-NC|Affero)\b|GNU General", re.IGNORECASE)
#: Their packages name no licence; their repositories do.
KNOWN = {"axe-playwright-python": "MIT"}


def name_of(requirement: str) -> str:
    """Return the name in a requirement, as packages are told apart."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]).lower()


def installed() -> Iterator[tuple[str, PackageMetadata]]:
    """Yield what the project needs, and what that needs, as far as it is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"].values()
    waiting = [*project["dependencies"], *(one for extra in optional for one in extra)]
    seen = set()
    while waiting:
        name = name_of(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name).metadata
        except PackageNotFoundError:  # of another system, or an extra that is not installed
            continue
        waiting += [one for one in requires(name) or () if "extra ==" not in one]
        yield name, found


def licence(name: str, package: PackageMetadata) -> str:
    """Return all that a package says of its licence."""
    said = [*(package.get_all("License-Expression") or ()), *(package.get_all("License") or ())]
    said = [one.split("\n")[0] for one in said]
    said += [one for one in package.get_all("Classifier") or () if one.startswith("License ::")]
    return "; ".join(filter(None, said)) or KNOWN.get(name, "")


def test_every_package_that_is_needed_may_be_used_by_anybody() -> None:
    licences = {name: licence(name, package) for name, package in installed()}
    assert len(licences) > 40
    assert {name: said for name, said in licences.items() if not FREE.search(said)} == {}


def test_none_binds_who_uses_it() -> None:
    licences = {name: licence(name, package) for name, package in installed()}
    assert {name: said for name, said in licences.items() if BINDING.search(said)} == {}


def test_every_package_that_is_asked_for_is_in_the_list_of_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert [one for one in map(name_of, project["dependencies"]) if one not in told] == []
