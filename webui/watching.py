"""Watching: does the newest index answer? Said in the log when it does not, once, and when it does again."""

import logging

from flask import Flask

from search import Engine, IndexFault, IndexUnusableError

#: Among the extensions of an application.
_NAME = "zhengsou-watch"
_OLD_ONE = "最新的索引用不了，用旧的回答"
_NONE = "没有一份索引可用"


class Watch:
    """Looks at an engine now and then, and says what has become of it."""

    def __init__(self, engine: Engine, log: logging.Logger) -> None:
        self._engine = engine
        self._log = log
        self._said = ""

    def begin(self) -> None:
        """Have the index verified in the background. Not before a process forks: that takes a thread."""
        self._engine.guard()

    def look(self) -> None:
        """Say what is wrong with the newest index, unless that was said."""
        said = ""
        try:
            self._engine.corpus_record()
            said = _OLD_ONE
            self._engine.confirm_newest()
            said = ""
        except IndexUnusableError as error:
            is_lost = error.fault is IndexFault.UNNAMED
            said = str(error) if is_lost else f"{said or _NONE}：{error}"
        if said == self._said:
            return
        self._said = said
        if said:
            self._log.error("%s", said)
        else:
            self._log.warning("最新的索引可以用了，已换上。")


def watch_index(app: Flask, engine: Engine) -> None:
    """Let what serves an application look at its index."""
    app.extensions[_NAME] = Watch(engine, app.logger)


def watch_of(app: Flask) -> Watch:
    """Return what looks at the index of an application."""
    watch: Watch = app.extensions[_NAME]
    return watch
