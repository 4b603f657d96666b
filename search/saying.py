"""Saying: in which words is a thing said? In Chinese; who shows it may say it in another language."""

from dataclasses import dataclass
from typing import Protocol


class Say(Protocol):
    """Says a Chinese text in some language, values in its places like %(count)s: gettext's way."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the text, as it is to be read."""


def in_chinese(text: str, /, **values: object) -> str:
    """Say a text as it is written."""
    return text % values if values else text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for users, not yet said; a value may be a message, too."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def said(self, say: Say) -> str:
        """Say it in the words of a language."""
        return say(
            self.text,
            **{
                name: value.said(say) if isinstance(value, Message) else value
                for name, value in self.values
            },
        )

    def __str__(self) -> str:
        return self.said(in_chinese)


def message(text: str, /, **values: object) -> Message:
    """Make a message of a Chinese text, and what stands in its places."""
    return Message(text, tuple(values.items()))
