"""Audience: which rules say who may read what? Those of the section [audience] of a file, if it is there."""

from pathlib import Path

from search.article import Audience
from search.upkeep.audience_rules import AudienceRules, rules_of

from .reading import read_settings

_SECTION = "audience"


def read_rules(path: str | Path | None) -> AudienceRules:
    """Read the rules of a file; without one, or without that section, all is public. Raises SettingsError."""
    told = read_settings(Path(path) if path else None, only={_SECTION})
    if _SECTION not in told.sections:
        return AudienceRules()
    said = told.settings.audience
    return rules_of(said.public, said.internal, Audience(said.default))


def has_rules(path: Path | None) -> bool:
    """Say whether a file has rules. Raises SettingsError."""
    return path is not None and _SECTION in read_settings(path, only={_SECTION}).sections
