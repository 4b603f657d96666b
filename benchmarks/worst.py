"""Worst: what may a stranger make one request cost? Processor time of the worst, beside that of a usual page.

    python -m benchmarks.worst INDEX [--beside CHECKOUT INDEX] [--json FILE]

Each address is asked once, by processes of their own as in `benchmarks.page`; what is past the
budget of a request is answered with one line, status 400.
"""

import json
import random
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import click

from search import Article, Engine, open_engine

from .page import Answered, checkouts_at, draw_addresses

_ARTICLES = 1000  # looked at for what is common
_SEED = 18
_USUAL = 40  # pages of each class
_MOST_LITERALS = 64
_LONG = 1000  # characters


def common(articles: Sequence[Article], length: int, count: int) -> list[str]:
    """Return the Chinese strings of some length that stand in most articles."""
    found = Counter[str]()
    for article in articles:
        text = "\n".join(article.texts())
        found.update({text[at : at + length] for at in range(len(text) - length + 1)})
    return [
        text
        for text, _ in found.most_common(40 * count)
        if all("\u4e00" <= character <= "\u9fff" for character in text)
    ][:count]


def worst_addresses(engine: Engine) -> dict[str, str]:
    """Return what costs much, by name."""
    articles = list(engine.articles())
    sample = random.Random(_SEED).sample(articles, min(_ARTICLES, len(articles)))
    characters, pairs = common(sample, 1, _MOST_LITERALS), common(sample, 2, _MOST_LITERALS)
    near = "|".join(f"“的 {one}”~999" for one in characters if one != "的")
    sentence = "".join(pairs * 8)[:_LONG]
    longest = max(articles, key=lambda one: sum(map(len, one.texts())))
    whole = "".join(longest.texts())[:_LONG]
    halves = list(zip(pairs[::2], pairs[1::2], strict=True))
    together = " ".join(
        f"同句:({one} {other})" for one, other in zip(pairs[:20], pairs[20:40], strict=True)
    )
    queries = {
        "63 near in OR": near,
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
        "1,000 characters": sentence,
        "1,000 of one article": whole,
        "1,000 alike": "的" * _LONG,
        "20 not": " ".join(f"-{one}" for one in pairs[:20]),
        "an exact common word": f"精确:{pairs[30]}",
        "an exact rare phrase in brackets": f"({'|'.join(f'精确:{whole[at : at + 4]}' for at in range(0, 80, 4))})",
        "20 like": "|".join(f"像:{one.id}" for one in sample[:20]),
        "10 names with others": " ".join(["人大 政协 总工会 全总 国家发改委 中共中央 十四五 双碳 自贸区 新基建"]),
        "64 titles": "|".join(f"标题:{one}" for one in characters),
        "64 sources": "|".join(f"来源:{one}" for one in characters),
        "words that nothing has": " ".join(map("".join, zip(characters[:32], characters[:31:-1], strict=True))),
    }  # fmt: skip
    found = {name: f"/search?q={quote(typed)}" for name, typed in queries.items()}
    for name in ("63 near in OR", "64 characters", "64 phrases in OR", "1,000 characters"):
        typed = quote(queries[name])
        found[f"{name}, CSV"] = f"/export.csv?q={typed}"
        found[f"{name}, API"] = f"/api/search?size=100&q={typed}"
        found[f"{name}, page 100"] = f"/search?size=100&page=100&q={typed}"
    shared = {
        "1,000 characters, XLSX": f"/export.xlsx?q={quote(sentence)}",
        "20 prefixes, API": f"/api/search?size=100&q={quote(' '.join(f'{one}*' for one in characters[:20]))}",
        "a common character, page 100": f"/search?size=100&page=100&q={quote(characters[0])}",
        "a common character, API": f"/api/search?size=100&q={quote(characters[0])}",
        "a common word, CSV": f"/export.csv?q={quote(pairs[0])}",
        "everything, CSV": "/export.csv",
        "everything, JSON": "/export.json",
        "everything, XLSX": "/export.xlsx",
        "63 near, feed": f"/feed.atom?q={quote(near)}",
        "63 near, one facet": f"/facet?name=section&q={quote(near)}",
        "63 near, years": f"/timeline?q={quote(near)}",
        "63 near, why": f"/why/{quote(longest.id)}?q={quote(near)}",
        "all facets": "/facet?name=source",
        "longest article": f"/articles/{quote(longest.id)}",
        "longest article, marked": f"/articles/{quote(longest.id)}?q={quote(' '.join(characters))}",
        "longest article, API": f"/api/articles/{quote(longest.id)}",
        "completion": f"/api/complete?q={quote(sentence)}",
        "sitemap": "/sitemap-1.xml",
    }
    return found | shared


def usual_ms(answers: Sequence[Answered]) -> float:
    """Return what a usual page takes."""
    return statistics.median(answer.cpu_ms for answer in answers)


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--beside",
    type=click.Path(path_type=Path, exists=True),
    nargs=2,
    default=None,
    metavar="CHECKOUT INDEX",
    help="Another commit, and an index it reads.",
)
@click.option("--only", default="", help="Those whose name has this.")
@click.option("--json", "path", type=click.Path(path_type=Path), default=None)
def main(index: Path, beside: tuple[Path, Path] | None, only: str, path: Path | None) -> None:
    """Measure what the worst requests cost."""
    engine = open_engine(index)
    worst = {name: one for name, one in worst_addresses(engine).items() if only in name}
    drawn = draw_addresses(engine, _USUAL, _SEED)
    engine.close()
    places: list[tuple[Path | None, Path]] = [(None, index)]
    if beside:
        places.append(beside)
    with checkouts_at(places) as opened:
        usual = [
            usual_ms([checkout.ask(one) for kind in drawn.values() for one in kind])
            for checkout in opened
        ]
        answers = {name: [one.ask(address) for one in opened] for name, address in worst.items()}
    click.echo(f"{'a usual page':34}" + "".join(f"{ms:10.1f} ms{'':9}" for ms in usual))
    for name, of_each in answers.items():
        columns = (
            f"{one.cpu_ms:10.1f} ms{one.cpu_ms / ms:6.1f} ×{'' if one.status == 200 else '!'}"
            for one, ms in zip(of_each, usual, strict=True)
        )
        click.echo(f"{name:34}" + "".join(map("{:22}".format, columns)))
    if path:
        table = {name: [one.cpu_ms for one in of_each] for name, of_each in answers.items()}
        path.write_text(json.dumps({"usual_ms": usual, "ms": table}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
