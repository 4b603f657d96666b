"""Repeals: which papers does a text say are repealed? 《云江市夜校办法》（云政发〔2010〕3号）同时废止."""

import re
from collections.abc import Iterator, Sequence

from ...document_numbers import canonical_number, numbers_in

_GAP = re.compile(r"[^\S\n]{2,}")  # could be shared out in ways without number
_SENTENCE = re.compile("[^。；;\n]{4,600}")
_ENDED = "(?:废止|停止(?:执行|施行|适用|使用)|失效)"
_IS_ENDED = re.compile(_ENDED)
#: Behind what is repealed: nothing between but this. 已废止 tells of what others did.
_DONE = re.compile(
    rf"(?:等[^，,《》]{{0,12}})?(?:文件|规定|办法|通知)?\s*[，,]?\s*(?:自[^，,《》]{{2,20}}起)?\s*"
    rf"(?:也|均|亦|同时|予以|即行|一并|随之|全部|相应|自行|宣布|将|起|相应地){{0,3}}{_ENDED}"
    r"(?=\s*(?:[，,、）)”\"’]|$))"
)
_DECIDED = re.compile(rf"(?:决定|同时|现|一并|并)(?:予以)?{_ENDED}(?=\s*《)")
#: What is repealed in part only, where it disagrees, or one day, is in force; 已被《…》废止 names who did it.
_NOT_THIS = re.compile(
    "被|代替|取代|替代|抵触|不一致|不符|不同|期满|届满|到期|[条款项]规定|(?:》|号）?).{0,6}第.{1,8}[条款项]|部分|有关规定|有关内容|相关规定"
)
_NAMED = re.compile(
    r"《([^《》]{3,80})》(?:\s*[（(]([^（）()]{0,40}(?:[（(][^（）()]{0,10}[)）][^（）()]{0,20})?)[)）])?"
)
_ONLY_REFERRED_TO = re.compile(r"(?:根据|依据|按照|依照|遵照|贯彻|纳入|列入|载于|关于修改)\s*$")
_TITLE = re.compile(r"关于(?:宣布)?(?:废止|停止执行)(?!.{0,20}(?:和|、|及)修[改正订])")
_MOST = 200


def repealed_papers(title: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return what a text says is repealed whole: names without 《》, numbers behind them in brackets.

    A name alone, 云江市夜校办法; with its number, 云江市夜校办法（云政发〔2010〕3号）; a number alone.
    """
    is_decision = _TITLE.search(title) and not _NOT_THIS.search(title)
    found = dict.fromkeys(_named(title) if is_decision else ())
    for text in texts:
        if len(found) >= _MOST:
            break
        if "废止" in text or "停止" in text or "同时失效" in text:
            for sentence in filter(_IS_ENDED.search, _SENTENCE.findall(_GAP.sub(" ", text))):
                found.update(dict.fromkeys(_of_sentence(sentence)))
    return tuple(found)[:_MOST]


def _of_sentence(sentence: str) -> Iterator[str]:
    if decided := _DECIDED.search(sentence):
        if not _NOT_THIS.search(sentence):
            yield from _named(sentence[decided.end() :])
        return
    last = max([0, *(match.end() for match in _NAMED.finditer(sentence))])
    done = _DONE.match(sentence, last) if last else None
    if done and not _NOT_THIS.search(sentence, 0, done.end()):
        yield from _named(sentence[:last])
        return
    numbers = list(numbers_in(sentence))
    done = _DONE.match(sentence, numbers[-1].end) if numbers and not last else None
    if done and not _NOT_THIS.search(sentence, 0, done.end()):
        for found in numbers:
            yield canonical_number(sentence[found.start : found.end])


def _named(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        if _ONLY_REFERRED_TO.search(text[: match.start()]):
            continue
        number = next(numbers_in(match[2] or ""), None)
        written = canonical_number(match[2][number.start : number.end]) if number else ""
        yield f"{match[1]}（{written}）" if written else match[1]
