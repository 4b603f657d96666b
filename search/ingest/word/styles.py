"""Word styles: what do its styles say of a paragraph or a run? Its name, its number, whether it is hidden."""

from collections.abc import Iterator

from lxml import etree

from .package import W, is_on, value_of

_MOST_ANCESTORS = 50  # styles that a style is based on, one on another


class Styles:
    """The styles of a document; an element without one has the default of its kind."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._hidden: dict[str, bool] = {}
        self._listings: dict[str, etree._Element | None] = {}
        self._hides_any = False
        self._all_hidden = False
        if root is None:
            return
        self._all_hidden = is_on(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}vanish"))
        self._hides_any = next(root.iter(f"{W}vanish"), None) is not None
        for style in root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._styles.setdefault(name, style)
            if style.get(f"{W}default") in {"1", "true", "on"}:
                self._defaults[style.get(f"{W}type") or ""] = name

    def name(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style as it is shown, in lower case; empty without one."""
        style = self._styles.get(value_of(paragraph, f"{W}pPr/{W}pStyle") or "")
        return (value_of(style, f"{W}name") or "").lower()

    def listing(self, paragraph: etree._Element) -> etree._Element | None:
        """Return what a paragraph's style says of the list it is in."""
        style = self._paragraph_style(paragraph)
        if style not in self._listings:
            found = (ancestor.find(f"{W}pPr/{W}numPr") for ancestor in self._line(style))
            self._listings[style] = next((said for said in found if said is not None), None)
        return self._listings[style]

    def hides_paragraph(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph's style hides the runs that say nothing else."""
        return self._hides_any and self._hides(self._paragraph_style(paragraph))

    def hides(self, properties: etree._Element | None, by_paragraph: bool) -> bool:
        """Say whether a run (or the mark of a paragraph) is hidden, by its properties.

        What it says itself counts; else what the defaults say; else the styles of paragraph and
        character, of which each that hides turns it over (ECMA-376, part 1, 17.7.3).
        """
        if properties is not None:
            direct = properties.find(f"{W}vanish")
            if direct is not None:
                return is_on(direct)
        if self._all_hidden or not self._hides_any:
            return self._all_hidden
        named = value_of(properties, f"{W}rStyle") or self._defaults.get("character", "")
        return by_paragraph != self._hides(named)

    def is_placeholder(self, properties: etree._Element | None) -> bool:
        """Say whether a run is set as the prompt of a form that nobody has filled in."""
        style = self._styles.get(value_of(properties, f"{W}rStyle") or "")
        name = (value_of(style, f"{W}name") or value_of(properties, f"{W}rStyle") or "").lower()
        return name.replace(" ", "") in {"placeholdertext", "占位符文本"}

    def _paragraph_style(self, paragraph: etree._Element) -> str:
        named = value_of(paragraph, f"{W}pPr/{W}pStyle")
        return named if named is not None else self._defaults.get("paragraph", "")

    def _hides(self, name: str) -> bool:
        if name not in self._hidden:
            found = (style.find(f"{W}rPr/{W}vanish") for style in self._line(name))
            self._hidden[name] = is_on(next((said for said in found if said is not None), None))
        return self._hidden[name]

    def _line(self, name: str) -> Iterator[etree._Element]:
        """Yield a style and those it is based on, the nearest first."""
        for _ in range(_MOST_ANCESTORS):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, f"{W}basedOn") or ""
