"""Orders: what does an order or an announcement issue, and by whom and how numbered is it?

    云江市人民政府令 / 第12号 / 《云江市河道管理办法》已经…通过，现予公布 / 市长 … / 云江市河道管理办法 / 第一条 …
    云江市教育局公告 / 2024年第3号 / 关于调整中小学作息时间的公告 / …

The head of an order (令), an announcement (公告) or a notice to the public (通告) names issuer and kind
(GB/T 9704-2012, 10.2); what it issues is the paper, and has the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...document_numbers import canonical_number, is_number_alone
from ...text.characters import HAN
from ..fields.dates import day_or_none, is_date
from ..lines.blocks import title_key
from ..lines.labels import is_labelled
from .bodies import names_body
from .titles import FoundTitle, join_title

_KIND = "令|公告|通告|布告"
# All of these look at texts without white space.
_SERIAL = r"第?(?:\d{1,5}|[一二三四五六七八九十百零〇○]{1,9})[号號]"
_YEAR = r"(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2}"
_SESSION = r"[〔\[（(]?第?[一二三四五六七八九十]{1,3}届[〕\]）)]?"
_BARE_NUMBER = rf"(?:{_SESSION})?(?:[〔\[（(]?(?:{_YEAR})年?[〕\]）)]?)?{_SERIAL}"
_NUMBER = rf"[（(【\[]?{_BARE_NUMBER}[)）】\]]?"
# 云江市人民政府令, perhaps with its number behind or before its kind.
_HEAD = re.compile(
    rf"(?P<issuer>[{HAN}（）()、]{{2,60}}?)(?P<before>第\d{{1,5}}[号號])?(?P<kind>{_KIND})(?P<number>{_NUMBER})?"
)
_KIND_ALONE = re.compile(rf"(?P<kind>{_KIND})(?P<number>{_NUMBER})?")
_NUMBER_ALONE = re.compile(_NUMBER)
_LONGEST_NUMBER = 60
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NO_ISSUER = re.compile(r"关于|關於|印发|发布|公布|的$|[，。；：]")
_IN_MARKS = r"《((?:[^《》]|《[^《》]{0,60}》){2,120})》"
_PAPER = re.compile(_IN_MARKS)
# What is said of a paper that is issued; of one that is only cited, 根据《…》 is.
_ISSUED = re.compile(
    rf"^(?:[{HAN}、\s]{{2,60}})?{_IN_MARKS}(?:[（(][^（）()]{{0,40}}[）)])?[^。《》]{{0,120}}?(?:通过|审议|批准|同意|公布|发布|颁布|施行|印发|修订)"
    rf"|(?:公布|发布|颁布|批准|印发|将|制定了|修订后的|修订的|现就|达成|签署)\s*(?:修订后的|修订的|经修订的)?{_IN_MARKS}"
)
_LEADS_IN = re.compile(r".{12}[。；]$|^[^:：]{4,60}[:：]$")
_LAW_BEGINS = re.compile(
    r"第[一1]\s*[章条條]|[（(].{4,60}(?:通过|公布|发布|批准|修订|修正|施行)|目\s*录$"
)
_TITLE_ENDS = re.compile(r"(?:公告|通告|决定|办法|规定|条例|细则|规则|通知|意见|令)$")
_ABOUT = re.compile(r"^(?:关于|關於)|关于.+(?:公告|通告|决定|通知)$")
_COUNTRY = re.compile(r"中华人民共和国(?=.{3})")
_ISSUES = re.compile(r"(?:公布|发布|颁布|批准|印发|将|修订后的|修订的|达成|签署)\s*$")
_CITES = re.compile(r"(?:根据|依据|依照|按照|为贯彻|为实施|为落实|为执行)$")
_HEAD_LINES, _ISSUER_LINES, _LEAD_LINES = 40, 5, 4
_TITLE_LINES, _TITLE_LENGTH = 4, 120
_MOST_WRAPPED = 8  # lines of a title that is known
_LONGEST_LEAD = 400  # characters of a sentence that are looked at
_SIGNATURE_LINES = 10  # from the head of an order to its day
_OFFICE = re.compile(
    r"(?:主席|总理|省长|市长|州长|县长|区长|部长|局长|主任|行长|署长|院长|检察长)$"
)


@dataclass(frozen=True, slots=True)
class Order:
    """The head of an order: its lines, and what it says."""

    place: range
    issuer: str
    kind: str
    number: str | None
    title: str | None = None  # of what is issued
    titled: range = range(0)  # the lines below the head that are that title
    signed: date | None = None

    @property
    def name(self) -> str:
        """Return what an order is called that issues nothing with a title: 云江市人民政府令."""
        return f"{self.issuer}{self.kind}"

    def titled_instead_of(self, title: FoundTitle) -> FoundTitle:
        """Return the title of what is issued, where a title is the head of the order or stands below it."""
        is_below = title.place.start >= self.place.start and bool(title.place)
        key = title_key(title.text)
        holds = bool(self.title) and title_key(self.title or "") in key and self.kind in title.text
        if not (is_order_head(title.text) or holds or (is_below and self.title)):
            return title
        follows = self.titled.start == self.place.stop
        place = range(self.place.start, self.titled.stop if follows else self.place.stop)
        if title.place and title.place.stop <= self.place.start:
            place = title.place
        what = f"“{self.name}”公布的文件" if self.title else f"“{self.name}”"
        return FoundTitle(place, self.title or self.name, what, 0.93)


def find_order(texts: Sequence[str]) -> Order | None:
    """Find the head of an order among the first lines of a document; None where there is none."""
    found = None
    for start in range(min(len(texts), _HEAD_LINES)):
        order = _head_at(texts, start)
        if order and order.number:
            return _with_paper(order, texts)
        found = found or order
        if _LEADS_IN.search(texts[start]):
            break  # below stand the orders that a text is about
    return _with_paper(found, texts) if found else None


def is_order_head(text: str) -> bool:
    """Say whether a line is the head of an order alone, or its number: no title of a paper."""
    return _head_at([text, "第1号"], 0) is not None or _is_serial(text)


def _head_at(texts: Sequence[str], start: int) -> Order | None:
    """Read a head of issuer, kind and number, on one line or on several, from a line on."""
    for stop in range(start + 1, min(len(texts), start + _ISSUER_LINES) + 1):
        parts = texts[start:stop]
        last = _KIND_ALONE.fullmatch(_dense(parts[-1])) if len(parts) > 1 else None
        if len(parts) == 1:
            match = _HEAD.fullmatch(_dense(parts[0]))
            issuer = _spaced_issuer(parts[0], match["issuer"]) if match else ""
        else:
            match, issuer = last, " ".join(_dense(part) for part in parts[:-1])
        if match and _is_issuer(issuer):
            kind = match["kind"] if len(parts) == 1 else match[1]
            given = match["number"] or (match["before"] if len(parts) == 1 else None)
            return _order(texts, range(start, stop), issuer, kind, given)
        if not _may_be_issuer(parts[-1]):
            return None
    return None


def _order(
    texts: Sequence[str], place: range, issuer: str, kind: str, given: str | None
) -> Order | None:
    """Make an order of a head, where a number or what is issued follows; else a heading like it is none."""
    number = f"{issuer}{kind}{_bare(given)}" if given else None
    below = texts[place.stop] if place.stop < len(texts) else ""
    if number is None and is_number_alone(below):
        place = range(place.start, place.stop + 1)
        number = f"{issuer}{kind}{_bare(below)}" if _is_serial(below) else below
    elif number is None and _is_serial(below):
        place = range(place.start, place.stop + 1)
        number = f"{issuer}{kind}{_bare(below)}"
    lead = texts[place.stop : place.stop + _LEAD_LINES]
    if number is None and not any(_issued(text) for text in lead):
        return None
    return Order(place, issuer, kind, canonical_number(number) if number else None)


def _with_paper(order: Order, texts: Sequence[str]) -> Order:
    """Add what is issued: the title that follows the head, or the one its first words name."""
    below = range(order.place.stop, len(texts))
    signed = next((texts[i] for i in below[:_SIGNATURE_LINES] if is_date(texts[i])), "")
    day = day_or_none(signed)
    for find in (_title_below, _title_named, _title_above_law):
        title, titled = find(texts, below, order)
        if title:
            return replace(
                order, title=title, titled=titled, signed=date.fromisoformat(day) if day else None
            )
    return replace(order, signed=date.fromisoformat(day) if day else None)


def _title_named(texts: Sequence[str], below: range, order: Order) -> tuple[str | None, range]:
    """Read the title that the first words name, as it is written below, if it is."""
    lead = texts[below.start : below.start + _LEAD_LINES]
    names = [name for text in lead for name in _issued(text)]
    if not names:
        return None, range(0)
    in_full = f"{_COUNTRY.sub('', order.issuer)}{names[0]}"
    places = (_place_of(name, texts, below) for name in (in_full, *names))
    titled = next((place for place in places if place), range(0))
    return join_title([texts[i] for i in titled]) if titled else names[0], titled


def _title_below(texts: Sequence[str], below: range, _order: Order) -> tuple[str | None, range]:
    """Read the title that stands right below the head: 关于调整中小学作息时间的公告."""
    start = stop = below.start
    joined = ""
    while stop < min(len(texts), start + _TITLE_LINES):
        text = texts[stop]
        if not _may_be_title(text) or len(joined) + len(text) > _TITLE_LENGTH:
            break
        joined += text
        stop += 1
        if _TITLE_ENDS.search(joined) and joined.count("《") == joined.count("》"):
            break
    is_title = _ABOUT.search(joined)
    return (joined, range(start, stop)) if is_title else (None, range(0))


def _title_above_law(texts: Sequence[str], below: range, _order: Order) -> tuple[str | None, range]:
    """Read the title between the signature of an order and the first article of the law it issues."""
    signed = next((i for i in below[:_SIGNATURE_LINES] if is_date(texts[i])), None)
    if signed is None:
        return None, range(0)
    stop = signed + 1
    while (
        stop < len(texts) and stop <= signed + _TITLE_LINES and not _LAW_BEGINS.match(texts[stop])
    ):
        stop += 1
    lines = texts[signed + 1 : stop]
    is_title = (
        stop < len(texts)
        and bool(_LAW_BEGINS.match(texts[stop]))
        and bool(lines)
        and all(map(_may_be_title, lines))
        and sum(map(len, lines)) <= _TITLE_LENGTH
    )
    return ("".join(lines), range(signed + 1, stop)) if is_title else (None, range(0))


def _may_be_title(text: str) -> bool:
    return not (
        re.search(r"[。；;：:]$", text)
        or is_date(text)
        or is_labelled(text)
        or is_number_alone(text)
    )


def _issued(text: str) -> list[str]:
    """Return what papers are called that a sentence says are issued, not those it refers to.

    Of 最高人民法院《关于…的规定》 with the name before it, and without.
    """
    found = []
    for match in _ISSUED.finditer(text[:_LONGEST_LEAD]):
        marked = _PAPER.search(text, match.start())
        before = text[match.start() : marked.start()] if marked else ""
        if marked is None or _CITES.search(text[: marked.start()]):
            continue
        bodies = [body for body in re.split(r"[、\s]+", before) if body]
        if bodies and all(map(names_body, bodies)):
            found += [before.strip() + marked[1], marked[1]]
        elif match.start() or not before or _ISSUES.search(before):
            found.append(marked[1])
    return found


def _place_of(name: str, texts: Sequence[str], below: range) -> range:
    """Return the lines that are a title, perhaps wrapped."""
    wanted = title_key(name)
    for start in below[:_HEAD_LINES]:
        joined = ""
        for stop in range(start, min(len(texts), start + _MOST_WRAPPED)):
            joined += title_key(texts[stop][: _TITLE_LENGTH + 1])
            if joined == wanted:
                return range(start, stop + 1)
            if not wanted.startswith(joined):
                break
    return range(0)


def _is_serial(text: str) -> bool:
    """Say whether a line is the number of an order without its issuer: 第 12 号, 2024年第3号."""
    return len(text) <= _LONGEST_NUMBER and _NUMBER_ALONE.fullmatch(_dense(text)) is not None


def _dense(text: str) -> str:
    return _SPACE.sub("", text).translate(_DIGITS)


def _spaced_issuer(text: str, issuer: str) -> str:
    """Return the issuers of a head with a space between them, where each is a body's name."""
    parts = text.split()
    bodies = [part for part in parts if names_body(part)]
    last = next((part for part in parts if re.search(_KIND, part)), "")
    last = re.split(_KIND, last)[0] if last else ""
    named = [*bodies, last] if last and last not in bodies else bodies
    return " ".join(named) if len(named) > 1 and "".join(named) == issuer else issuer


def _is_issuer(issuer: str) -> bool:
    return (
        _NO_ISSUER.search(issuer) is None
        and issuer.count("（") + issuer.count("(") == issuer.count("）") + issuer.count(")")
        and len(_dense(issuer)) >= 2
        and all(names_body(part) or _OFFICE.search(part) for part in issuer.split(" "))
    )


def _may_be_issuer(text: str) -> bool:
    dense = _dense(text)
    return len(dense) <= 40 and names_body(dense) and _NO_ISSUER.search(dense) is None


def _bare(number: str) -> str:
    """Return a number without brackets around all of it: （第12号） is 第12号, and 第 of 12号."""
    text = _dense(number).strip("（()）【】[]") if "〔" not in number else _dense(number)
    if re.match(r"\d{1,5}[号號]", text) or re.match(r"[一二三四五六七八九十百零〇]+[号號]", text):
        text = f"第{text}"
    return text
