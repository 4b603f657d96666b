"""Which papers does a text say are repealed? Only those that it repeals itself, and whole."""

from dataclasses import replace
from datetime import date

import pytest

from search.article import Article
from search.copies.succession import repeals
from search.ingest.understanding.repeals import repealed_papers

from .articles import article

TITLE = "云江市河道管理办法"


@pytest.mark.parametrize(
    ("text", "repealed"),
    [
        (
            "本办法自2024年7月1日起施行，《云江市河道管理规定》同时废止。",
            ("云江市河道管理规定",),
        ),
        (
            "原《云江市河道管理规定》（云政发〔2010〕3号）同时废止。",
            ("云江市河道管理规定（云政发〔2010〕3号）",),
        ),
        (
            "《云江市河道管理规定》和《云江市采砂管理规定》予以废止。",
            ("云江市河道管理规定", "云江市采砂管理规定"),
        ),
        (
            "1998年3月1日云江市人民政府发布的《云江市河道管理规定》即行废止。",
            ("云江市河道管理规定",),
        ),
        ("《云江市河道管理规定》自本办法施行之日起废止。", ("云江市河道管理规定",)),
        ("云政发〔2010〕3号文件同时废止。", ("云政发〔2010〕3号",)),
        ("现决定废止《云江市河道管理规定》。", ("云江市河道管理规定",)),
        ("《云江市人民政府关于印发〈云江市采砂办法〉的通知》停止执行。",
         ("云江市人民政府关于印发〈云江市采砂办法〉的通知",)),
        ("《云江市河道管理规定》第三条同时废止。", ()),
        ("《云江市河道管理规定》与本办法不一致的规定同时废止。", ()),
        ("《云江市河道管理规定》期满后废止。", ()),
        ("该规定已被《云江市河道管理条例》废止。", ()),
        ("《云江市河道管理规定》已废止。", ()),
        ("根据《云江市规章制定办法》，制定本办法。", ()),
        ("废止的规章，由市人民政府公布。", ()),
    ],
)  # fmt: skip
def test_what_a_sentence_repeals(text: str, repealed: tuple[str, ...]) -> None:
    assert repealed_papers(TITLE, [text]) == repealed


@pytest.mark.parametrize(
    ("title", "repealed"),
    [
        ("云江市人民政府关于废止《云江市河道管理规定》的决定", ("云江市河道管理规定",)),
        ("云江市人民政府关于修改《云江市河道管理规定》的决定", ()),
        ("云江市人民政府关于废止和修改《云江市河道管理规定》等规章的决定", ()),
        ("云江市人民政府关于废止《云江市河道管理规定》第三条的决定", ()),
    ],
)
def test_what_a_decision_names_as_repealed(title: str, repealed: tuple[str, ...]) -> None:
    assert repealed_papers(title, []) == repealed


def test_a_hostile_text_costs_little() -> None:
    for text in (
        "《" * 50_000 + "废止",
        "《云江市夜校办法》" + " " * 5_000 + "某废止",
        "《云》" * 30_000 + "废止。",
        "废止" * 50_000,
    ):
        repealed_papers(TITLE, [text])


def paper(title: str, number: str | None = None, *repealed: str) -> Article:
    made = article("p", title, "文。", published=date(2020, 1, 1), doc_number=number)
    return replace(made, repeals=repealed)


@pytest.mark.parametrize(
    ("repealed", "title", "number", "is_meant"),
    [
        ("云江市河道管理规定", "云江市河道管理规定", None, True),
        ("云江市河道管理规定", "关于印发《云江市河道管理规定》的通知", None, True),
        ("云江市河道管理规定", "云江市河道管理规定（2015年修订）", None, True),
        ("云江市河道管理规定（试行）", "云江市河道管理规定", None, False),
        (
            "云江市河道管理规定（云政发〔2010〕3号）",
            "云江市河道管理规定",
            "云政发〔2010〕3号",
            True,
        ),
        (
            "云江市河道管理规定（云政发〔2010〕3号）",
            "云江市河道管理规定",
            "云政发〔2015〕8号",
            False,
        ),
        ("云江市河道管理规定（云政发〔2010〕3号）", "云江市河道管理规定", None, True),
        ("云政发〔2010〕3号", "关于河道管理的通知", "云政发〔2010〕3号", True),
        ("青屿市河道管理规定", "青屿市河道管理规定", None, False),
        ("河道管理规定", "河道管理规定", None, False),
        ("云江市河道管理办法", "云江市河道管理办法", None, False),
    ],
)
def test_only_what_is_surely_meant_is_repealed(
    repealed: str, title: str, number: str | None, is_meant: bool
) -> None:
    assert repeals(paper(TITLE, None, repealed), paper(title, number)) is is_meant
