"""Configured: which settings are in effect, and where was each said? The command line goes before all."""

import json
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from typing import Any

import click
from click.core import ParameterSource

from webui.settings.declared import Setting
from webui.settings.reading import Told
from webui.settings.sections import SETTINGS

from .exit_codes import EXIT_WELL
from .options import SETTING_OF
from .terminal import padded, tell

_HIDDEN = "（已设置，不显示）"
_DEFAULT = "默认"


def with_options(told: Told) -> Told:
    """Return settings with what the command line that is being run says."""
    context = click.get_current_context()
    by_source = {
        f"--{name.replace('_', '-')}": (section, key, context.params[name])
        for name, (section, key) in SETTING_OF.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    return told.and_by(by_source)


def config(told: Told, as_json: bool, **options: Any) -> int:
    """Print every setting in effect, and who said it; and how far a hostile file can get here."""
    from search.ingest.workers.shutting_in import protection  # noqa: PLC0415 - takes a while to load

    told = with_options(told)
    readers = protection()
    if as_json:
        lines = {
            section: {key: {"value": value, "from": source} for key, value, source in entries}
            for section, entries in _sections(told)
        }
        lines["readers"] = asdict(readers)
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return EXIT_WELL
    for section, entries in _sections(told):
        tell(f"[{section}]", bold=True)
        for key, value, source in entries:
            written = "（未设置）" if value is None else json.dumps(value, ensure_ascii=False)
            tell(f"{padded(f'{key} = {written}', 44)}  # {source}", dim=source == _DEFAULT)
    tell(f"# 读取文件的进程，在这台机器上：{readers}")
    return EXIT_WELL


def _sections(told: Told) -> Iterator[tuple[str, list[tuple[str, Any, str]]]]:
    for section, settings in SETTINGS.items():
        values = getattr(told.settings, section)
        yield (
            section,
            [
                (
                    key,
                    _shown(setting, getattr(values, key)),
                    told.sources.get((section, key), _DEFAULT),
                )
                for key, setting in settings.items()
            ],
        )


def _shown(setting: Setting, value: Any) -> Any:
    """Return a value as JSON and TOML can write it; of a secret only that it is there."""
    if setting.is_secret and value:
        return _HIDDEN
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
