"""Endings: where does a text end? What follows it: notes on its source, links, the page's footer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ...article_fields import FieldName
from ..fields.dates import day_or_none
from ..lines.blocks import is_numbered
from ..lines.labels import is_labelled
from ..lines.page_furniture import is_footer_start, is_navigation, is_page_control, is_weak_footer
from ..lines.rendering import Line
from .findings import Findings
from .head_matter import is_sentence

_MAX_NOTE_LENGTH = 100
_LONG_PROSE = 60
_IMPRINT_WITHIN = 30  # lines from the end: annexes may follow
_COPIED_TO = re.compile(r"^(?:抄\s*[送报報]|分\s*送|抄\s*致|主题词)\s*[:：]")
_PRINTED = re.compile(
    r"^[^。；：]{2,60}?[\s|｜]*(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇○零九\w]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\s*印\s*[发發制]$|^[（(]共印\s*\d+\s*份[)）]$"
)
_CLOSING_NOTE = re.compile(
    r"^[（(]\s*(?:[^（）()]*(?:来源|來源|作者|编辑|記者|记者|供稿|通讯员)[^（）()]*)[)）]$"
)


def without_footer(lines: list[Line], findings: Findings) -> list[Line]:
    """Cut links and footer off the end, taking what labelled lines there say."""
    first_prose, last_prose = _prose_bounds(lines)
    start = next(
        (
            index
            for index, line in enumerate(lines)
            if is_footer_start(line.text)
            and (index > max(first_prose, last_prose) or re.search(r"ICP|备案号", line.text))
        ),
        len(lines),
    )
    footer_line = lines[start].number if start < len(lines) else None
    end = start
    while end:
        last = lines[end - 1]
        near_footer = footer_line is not None and footer_line - last.number <= 2
        if is_labelled(last.text) or _is_closing_note(last.text):
            findings.take(replace(last, text=last.text.strip("（()）")))
        elif not (
            is_page_control(last.text)
            or is_navigation(last.text)
            or (near_footer and is_weak_footer(last.text))
        ):
            break
        footer_line = last.number if footer_line is not None else None
        end -= 1
    return lines[:end]


def without_imprint(lines: list[Line], findings: Findings) -> list[Line]:
    """Drop whom a paper is copied to and who printed it when (GB/T 9704-2012, 7.4): 抄送, 印发."""
    first = max(0, len(lines) - _IMPRINT_WITHIN)
    kept = lines[:first]
    copied = False
    for line in lines[first:]:
        text = line.text
        if _COPIED_TO.match(text):
            copied = not text.endswith("。")  # else it goes on in the next line
        elif len(text) <= _MAX_NOTE_LENGTH and _PRINTED.search(text):
            copied = False
            findings.add(FieldName.SIGNED, day_or_none(text) or "", "版记里的印发日期", 0.78)
        elif copied and not is_numbered(text):
            copied = not text.endswith("。")
        else:
            copied = False
            kept.append(line)
    return kept or lines


def _prose_bounds(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the indexes of the first prose and of the last prose of some length."""
    prose = [index for index, line in enumerate(lines) if is_sentence(line.text)]
    long = [index for index in prose if len(lines[index].text) >= _LONG_PROSE]
    return (prose[0] if prose else len(lines)), (long[-1] if long else -1)


def _is_closing_note(text: str) -> bool:
    """Say whether a line is a note in brackets on where the text is from."""
    return len(text) <= _MAX_NOTE_LENGTH and _CLOSING_NOTE.match(text) is not None
