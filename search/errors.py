"""What can go wrong: every error a person can cause or mend, each saying what, where and what to do."""


class ZhengsouError(Exception):
    """Base of all our errors; its text is one Chinese line, fit to be shown to a user."""


class UsageError(ZhengsouError):
    """What was asked for cannot be read: a malformed date, an unknown sort, a page out of range."""


class UnreadableError(ZhengsouError):
    """A file, or a line of it, is no article; `line` counts from 1, None when the whole file is meant."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class DictionaryError(ZhengsouError):
    """The user dictionary cannot be read."""


class IndexUnusableError(ZhengsouError):
    """No index is there, or one that this program cannot use; the text says how to mend it."""


class IndexLockedError(ZhengsouError):
    """Another process is writing the same index."""


class IndexingError(ZhengsouError):
    """An index could not be written; the old one is as it was."""
