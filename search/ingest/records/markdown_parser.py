"""Markdown parser: CommonMark with tables and footnotes, and with emphasis as Chinese is written.

CommonMark decides by the spaces beside ** whether it opens or closes; Chinese has none, so 加粗**“院坝会”**制度
keeps its stars. Beside a Chinese character or mark only white space counts here.
"""

import re
from collections.abc import MutableMapping

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

_CHINESE = re.compile(
    r"[\u2010-\u2027\u2030-\u205e\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe10-\uffef]"
)
_MARK = re.compile(r"[“”‘’《》〈〉（）【】「」『』。，！？；：]")
_NOTE = re.compile(r"\[\^([^\]\s]{1,60})\]:[ \t]*(.*)")
_NOTE_SIGN = re.compile(r"\[\^([^\]\s]{1,60})\]")
_NOTES = "notes"  # names of the footnotes of a text, in the parser's environment


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        scanned = super().scanDelims(start, canSplitWord)
        end = start + scanned.length
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        if not (_CHINESE.match(before) or _CHINESE.match(after)):
            return scanned
        if self.src[start] == "_" and scanned.length > 2:  # 姓名____ is a blank to fill in
            return scanned
        if self.src[start] == "_" and scanned.length == 1:
            opens, closes = _MARK.match(after) is not None, _MARK.match(before) is not None
            return Scanned(scanned.can_open or opens, scanned.can_close or closes, 1)
        return Scanned(not after.isspace(), not before.isspace(), scanned.length)


class _Inline(ParserInline):
    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, object], tokens: list[Token]
    ) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read `[^1]: …`, which is a paragraph of its own; CommonMark would take it for a link's address."""
    if state.is_code_block(line):
        return False
    match = _NOTE.fullmatch(_text_at(state, line))
    if match is None or silent:
        return match is not None
    state.env.setdefault(_NOTES, set()).add(match[1])
    parts = [match[2]]
    following = line + 1
    while following < end and not state.isEmpty(following):
        text = _text_at(state, following)
        if _NOTE.fullmatch(text):
            break
        parts.append(text)
        following += 1
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(parts).strip()
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = following
    return True


def _text_at(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _note_sign(state: StateInline, silent: bool) -> bool:
    """Pass over the sign of a footnote that there is."""
    match = _NOTE_SIGN.match(state.src, state.pos)
    if match is None or match[1] not in state.env.get(_NOTES, ()):
        return False
    state.pos = match.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": True})  # elements are tokens of their own
    parser.inline = _Inline()
    parser.inline.ruler.before("link", "footnote", _note_sign)
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph"]})
    # text_join hides which characters were escaped.
    parser.disable(["linkify", "replacements", "smartquotes", "text_join"])
    return parser


_PARSER = _parser()


def parse(text: str) -> list[Token]:
    """Parse a text to the tokens of its blocks, inline tokens with children."""
    return _PARSER.parse(text)
