"""Worst requests: which would a stranger think of, to make one cost much? Addresses by name.

What each asks for is drawn from an index: its commonest characters and pairs, its longest article,
passages of its articles as people paste them.
"""

import random
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from search import Article, Engine, Question
from search.answer.facet_values import count_values
from search.facets import FACET_NAMES

_ARTICLES = 1000  # looked at for what is common
_SEED = 18
_MOST_LITERALS = 64
_LONG = 1000  # characters of a query
_PASSAGES = 40  # pasted from articles
_CHOSEN = 40  # values of facets
_EVERYWHERE = (
    "63 near in OR",
    "64 characters",
    "64 phrases in OR",
    "1,000 characters",
    "1,000 of one article",
)


def common(articles: Sequence[Article], length: int, count: int) -> list[str]:
    """Return the Chinese strings of some length that stand in most articles."""
    found = Counter[str]()
    for article in articles:
        text = "\n".join(article.texts())
        found.update({text[at : at + length] for at in range(len(text) - length + 1)})
    ordered = sorted(found, key=lambda text: (-found[text], text))  # by chance in no run
    return [
        text
        for text in ordered[: 40 * count]
        if all("\u4e00" <= character <= "\u9fff" for character in text)
    ][:count]


def pasted(articles: Sequence[Article], length: int, count: int) -> list[str]:
    """Draw passages of texts, as people paste them: with their punctuation and line breaks."""
    chance = random.Random(_SEED)
    texts = ["\n".join(article.texts()) for article in articles]
    long = [text for text in texts if len(text) >= length]
    drawn = [(text, chance.randrange(len(text) - length + 1)) for text in chance.choices(long, k=count)]  # fmt: skip
    return [text[start : start + length] for text, start in drawn]


class WorstRequests:
    """Makes the addresses, over an index."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        articles = list(engine.articles())
        self._sample = random.Random(_SEED).sample(articles, min(_ARTICLES, len(articles)))
        self._longest = max(articles, key=lambda one: sum(map(len, one.texts())))
        self._whole = "".join(self._longest.texts())
        self._characters = common(self._sample, 1, _MOST_LITERALS)
        self._pairs = common(self._sample, 2, _MOST_LITERALS)
        self._sentence = "".join(self._pairs * 8)[:_LONG]
        self._near = "|".join(f"“的 {one}”~999" for one in self._characters if one != "的")

    def addresses(self) -> dict[str, str]:
        """Return all of them, by name."""
        queries = self._queries()
        found = {name: f"/search?q={quote(typed)}" for name, typed in queries.items()}
        for name in _EVERYWHERE:
            typed = quote(queries[name])
            found[f"{name}, CSV"] = f"/export.csv?q={typed}"
            found[f"{name}, API"] = f"/api/search?size=100&q={typed}"
            found[f"{name}, page 100"] = f"/search?size=100&page=100&q={typed}"
        return found | self._pastings() | self._pages() | self._of_articles() | self._narrowed()

    def _queries(self) -> dict[str, str]:
        characters, pairs, whole = self._characters, self._pairs, self._whole
        halves = list(zip(pairs[::2], pairs[1::2], strict=True))
        together = " ".join(
            f"同句:({one} {other})" for one, other in zip(pairs[:20], pairs[20:40], strict=True)
        )
        titles = [one.title for one in self._sample]
        return {
            "63 near in OR": self._near,
            "32 near in AND": " ".join(f"“{one} {other}”~999" for one, other in halves),
            "8 near of 8": " ".join(f"“{' '.join(pairs[at : at + 8])}”~999" for at in range(0, 64, 8)),
            "20 in one sentence": together,
            "20 in one paragraph, OR": together.replace(" 同句", "|同段"),
            "64 characters": " ".join(characters),
            "64 characters in OR": "|".join(characters),
            "64 words": " ".join(pairs),
            "64 phrases in OR": "|".join(f"“{one}”" for one in pairs),
            "64 prefixes": " ".join(f"{one}*" for one in characters),
            "20 Latin prefixes": " ".join(f"{one}*" for one in "abcdefghijklmnopqrst"),
            "64 digits and years": " ".join(map(str, [*range(10), *range(1971, 2025)])),
            "64 beginnings of numbers": " ".join(f"{number}*" for number in range(1, 65)),
            "1,000 characters": self._sentence,
            "1,000 of one article": whole[:_LONG],
            "1,000 alike": "的" * _LONG,
            "1,000 of two": "的是" * (_LONG // 2),
            "1,000 rare": "".join(map(chr, range(0x20000, 0x20000 + _LONG))),
            "1,000 mistyped": "".join(reversed(whole[:_LONG])),
            "48 mistyped in quotes": " ".join(f"“{whole[at : at + 6][::-1]}”" for at in range(0, 480, 10)),
            "400 letters": "gongchandangyuanlaodongzhezhengfu" * 12,
            "20 not": " ".join(f"-{one}" for one in pairs[:20]),
            "brackets 16 deep": "(" * 16 + "|".join(characters[:48]) + ")" * 16,
            "an exact common word": f"精确:{pairs[30]}",
            "an exact rare phrase in brackets": f"({'|'.join(f'精确:{whole[at : at + 4]}' for at in range(0, 80, 4))})",
            "20 like": "|".join(f"像:{one.id}" for one in self._sample[:20]),
            "60 like": "|".join(f"像:{one.id}" for one in self._sample[:60])[:_LONG],
            "10 names with others": "人大 政协 总工会 全总 国家发改委 中共中央 十四五 双碳 自贸区 新基建",
            "names of 30 offices": " ".join(f"{one}局" for one in pairs[:30]),
            "64 titles": "|".join(f"标题:{one}" for one in characters),
            "64 sources": "|".join(f"来源:{one}" for one in characters),
            "40 quoted titles": " ".join(f"《{title}》" for title in titles[:40])[:_LONG],
            "40 document numbers": " ".join(f"国发〔{2000 + at // 5}〕{at % 5}号" for at in range(40)),
            "40 days": "|".join(f"日期:20{year:02}" for year in range(40)),
            "words that nothing has": " ".join(map("".join, zip(characters[:32], characters[:31:-1], strict=True))),
            "40 phrases that nothing has": " ".join(f"“{one}{other}{one}”" for one, other in halves[:40]),
        }  # fmt: skip

    def _pastings(self) -> dict[str, str]:
        found = {}
        for number, text in enumerate(pasted(self._sample, _LONG, _PASSAGES)):
            found[f"pasted {number}"] = f"/search?q={quote(text)}"
        for number, text in enumerate(pasted(self._sample, _LONG, 8)):
            found[f"pasted {number}, API"] = f"/api/search?size=100&q={quote(text)}"
            found[f"pasted {number}, quoted"] = f"/search?q={quote(f'“{text[:-2]}”')}"
            words = " ".join(text[at : at + 4] for at in range(0, 320, 5))
            found[f"pasted {number}, in 64 pieces"] = f"/search?q={quote(words)}"
            found[f"pasted {number}, most"] = f"/search?matching=most&q={quote(words)}"
            found[f"pasted {number}, feed"] = f"/feed.atom?q={quote(text)}"
        return found

    def _pages(self) -> dict[str, str]:
        characters, pairs = self._characters, self._pairs
        common, near, sentence = quote(characters[0]), quote(self._near), quote(self._sentence)
        prefixes = quote(" ".join(f"{one}*" for one in characters[:20]))
        words = quote(" ".join(pairs))
        return {
            "1,000 characters, XLSX": f"/export.xlsx?q={sentence}",
            "20 prefixes, API": f"/api/search?size=100&q={prefixes}",
            "a common character, page 100": f"/search?size=100&page=100&q={common}",
            "a common character, API": f"/api/search?size=100&q={common}",
            "a common word, XLSX": f"/export.xlsx?q={quote(pairs[0])}",
            "a common word, JSON": f"/export.json?q={quote(pairs[0])}",
            "quotes without end": f"/search?q={quote('“' * _LONG)}",
            "a passage, GBK": f"/search?q={quote(self._whole[:_LONG].encode('gb18030'))}",
            "a thousand sections": "/search?" + "&".join(f"section={number}" for number in range(_LONG)),
            "a common word, CSV": f"/export.csv?q={quote(pairs[0])}",
            "everything, CSV": "/export.csv",
            "everything, JSON": "/export.json",
            "everything, XLSX": "/export.xlsx",
            "everything, API": "/api/search?size=100",
            "everything, recent": "/api/search?size=100&sort=recent&copies=separate&page=100",
            "64 words, oldest, separate": f"/api/search?size=100&sort=oldest&copies=separate&q={words}",
            "64 words, recent, most": f"/api/search?size=100&sort=recent&matching=most&q={words}",
            "two words, 100, newest": f"/api/search?size=100&sort=newest&q={quote(' '.join(pairs[:2]))}",
            "63 near, feed": f"/feed.atom?q={near}",
            "64 words, subscribe": f"/subscribe?q={words}",
            "63 near, one facet": f"/facet?name=section&q={near}",
            "63 near, years": f"/timeline?q={near}",
            "all facets": "/facet?name=source",
            "names of sources by sound": "/facet?name=source&find=a&order=name",
            "names of issuers by sound": f"/facet?name=issuer&find=shi&order=name&q={common}",
            "64 words, months": f"/timeline?year=2019&year=2020&year=2021&q={words}",
            "completion": f"/api/complete?q={sentence}",
            "completion by sound": "/api/complete?limit=20&q=s",
            "completion by sounds": "/api/complete?limit=20&q=" + "shi" * 21,
            "completion, Chinese and sound": f"/api/complete?limit=20&q={quote('工')}z",
            "suggestions": "/suggestions.json?q=z",
            "sitemap": "/sitemap-1.xml",
            "home": "/?lang=en",
            "help": "/help?lang=en",
            "API": "/api/?lang=en",
            "sections": "/sections/",
            "a year, page 20": "/years/2020?page=20",
        }  # fmt: skip

    def _of_articles(self) -> dict[str, str]:
        longest = quote(self._longest.id)
        characters = quote(" ".join(self._characters))
        words, of_it = quote(" ".join(self._pairs)), quote(self._whole[:_LONG])
        found = {
            "63 near, why": f"/why/{longest}?q={quote(self._near)}",
            "64 words, why": f"/why/{longest}?q={words}",
            "1,000 of it, why": f"/why/{longest}?q={of_it}",
            "1,000 of it, why hidden": f"/why/{longest}?year=1901&q={of_it}",
            "64 characters, passages": f"/passages/{longest}?q={characters}",
            "64 words, passages": f"/passages/{longest}?q={words}",
            "1,000 of it, passages": f"/passages/{longest}?q={of_it}",
            "longest article": f"/articles/{longest}",
            "longest article, whole": f"/articles/{longest}?part=all&links=on",
            "longest article, last part": f"/articles/{longest}?part=99",
            "longest article, marked": f"/articles/{longest}?q={characters}",
            "longest article, a character": f"/articles/{longest}?part=all&q={quote(self._characters[0])}",
            "longest article, a word, links": f"/articles/{longest}?part=all&links=on&q={quote(self._pairs[0])}",
            "longest article, two words": f"/articles/{longest}?part=all&q={quote(' '.join(self._pairs[:2]))}",
            "longest article, a pattern": f"/articles/{longest}?part=all&q={quote('“的*的”')}",
            "64 characters, why": f"/why/{longest}?q={characters}",
            "20 prefixes, why": f"/why/{longest}?q={quote(' '.join(f'{one}*' for one in 'abcdefghijklmnopqrst'))}",
            "longest article, 64 words": f"/articles/{longest}?q={words}",
            "longest article, 1,000 of it": f"/articles/{longest}?q={of_it}",
            "longest article, API": f"/api/articles/{longest}",
        }
        long = sorted(self._sample, key=lambda one: sum(map(len, one.texts())))[-8:]
        for number, article in enumerate(long):
            found[f"long article {number}"] = f"/articles/{quote(article.id)}?part=all"
        return found

    def _narrowed(self) -> dict[str, str]:
        """Return questions with as many filters as there may be."""
        facets = count_values(self._engine, Question(), FACET_NAMES).counts
        chosen = "&".join(f"source={quote(one.value)}" for one in facets["source"][:_CHOSEN])
        one_each = "&".join(f"{name}={quote(of[0].value)}" for name, of in facets.items() if of)
        words, nothing = quote(" ".join(self._pairs)), quote(self._whole[:_LONG])
        days = "from=1901-01-01&to=1901-01-02"
        return {
            "40 sources": f"/search?q={words}&{chosen}",
            "40 sources, API": f"/api/search?size=100&q={words}&{chosen}",
            "every filter": f"/search?q={words}&{one_each}&{days}",
            "every filter, pasted": f"/search?q={nothing}&{one_each}&{days}",
            "every filter, characters": f"/search?q={quote(' '.join(self._characters))}&{one_each}&{days}",
            "every filter, 40 sources": f"/search?q={words}&{chosen}&{days}&sort=oldest",
        }
