"""Directions: which marks in a text would turn the words of the page that shows it? None are kept."""

import re

# Marks that turn the direction of what follows: Unicode Standard Annex #9, table 2.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_directions(value: object) -> object:
    """Take the marks that turn directions out of what a template shows: they would turn its own words."""
    if type(value) is str and not value.isascii() and _DIRECTIONS.search(value):
        return _DIRECTIONS.sub("", value)
    return value
