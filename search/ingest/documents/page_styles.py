"""Page styles: which text of a page can be seen? By its attributes and its style sheets, without a browser.

What other files say of style is not known, so of what is not understood nothing is hidden.
"""

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from .declarations import PLAIN, WHITE, Style, color_of, is_removed, may_hide, may_matter, style_of
from .style_rules import Finder, Rule, Rules, rules_for, rules_of, sheets_of


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down to what is in it: whether its text can be seen, on which ground."""

    visible: bool = True
    sized: bool = True
    color: str | None = None
    ground: str | None = None
    shows_text: bool = True  # that stands directly in the element


class PageStyles:
    """What the attributes and the style sheets of a page declare of its elements."""

    def __init__(self, root: etree._Element) -> None:
        self._sheets = sheets_of(root)
        self._hiding = _hiding_rules(self._sheets)
        self._candidates: dict[tuple[str, str | None, str | None], list[Rule]] = {}
        self._finder = Finder()

    def of(
        self, element: etree._Element, name: str | None, classes: str | None, look: Look
    ) -> Style:
        """Return the style of an element, of this id and class, that stands in what has this look.

        All rules are asked only where one that hides finds the element, or it may undo what hides
        what is around it.
        """
        written = element.get("style")
        if self._hiding:
            key = (element.tag, name, classes)
            rules = self._candidates.get(key)
            if rules is None:
                rules = self._candidates[key] = rules_for(self._hiding, *key)
            if (
                rules and any(self._finder.finds(rule, element) for rule in rules)
            ) or not look.shows_text:
                return style_of(*self._cascade(element, key), written or "")
        return style_of(written) if written else PLAIN

    def _cascade(
        self, element: etree._Element, key: tuple[str, str | None, str | None]
    ) -> list[str]:
        """Return what the rules declare that find an element, the strongest last."""
        rules = rules_for(_all_rules(self._sheets), *key)
        found = [rule for rule in rules if self._finder.finds(rule, element)]
        return [rule.body for rule in sorted(found, key=lambda rule: rule.strength)]


@lru_cache(maxsize=32)  # the pages of a site have the same sheets
def _hiding_rules(sheets: str) -> Rules:
    return rules_of(sheets, may_hide)


@lru_cache(maxsize=32)
def _all_rules(sheets: str) -> Rules:
    return rules_of(sheets, may_matter)


def is_surely_hidden(element: etree._Element) -> bool:
    """Say whether an element is hidden by its own attributes, and not only by a rule or a trick."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and is_removed(style))


def look_within(look: Look, style: Style, element: etree._Element) -> Look:
    """Return what an element hands down that stands in what has this look."""
    color, ground = style.color, style.ground
    if ground is None and (painted := element.get("bgcolor")):
        ground = color_of(painted.lower())
    if color is None and element.tag == "font" and (painted := element.get("color")):
        color = color_of(painted.lower())
    # Another file may say of which size an element is that has a class.
    sized = (
        style.sized if style.sized is not None else look.sized or element.get("class") is not None
    )
    visible = look.visible if style.visible is None else style.visible
    color = look.color if color is None else color
    ground = look.ground if ground is None else ground or None
    is_ground = color is not None and color in {"", ground}
    if color == WHITE and ground is None and look.color != WHITE:
        is_ground = _stands_in_words(element)  # which are not white, so the paper is
    return Look(visible, sized, color, ground, visible and sized and not is_ground)


def _stands_in_words(element: etree._Element) -> bool:
    """Say whether there is text beside an element, of the same line."""
    parent = element.getparent()
    if parent is None:
        return False
    beside = (parent.text, *(each.tail for each in parent))
    return any(text and not text.isspace() for text in beside)
