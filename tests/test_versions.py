"""What makes a text a copy of another, and what another version of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article
from search.copies.comparison import containment, is_copy
from search.copies.differences import Comparable, differences

from .articles import article
from .republished import NOTICE

TITLE = "关于办好职工夜校的通知"
ORIGINAL = article("a", TITLE, *NOTICE, published=date(2023, 3, 1))


def are_copies(head: Article, other: Article) -> bool:
    return is_copy(Comparable.of(head), Comparable.of(other))


def changed(old: str, new: str, title: str = TITLE) -> Article:
    assert any(old in paragraph for paragraph in NOTICE)
    return article("b", title, *(paragraph.replace(old, new) for paragraph in NOTICE))


def test_the_same_text_on_another_day_is_a_copy() -> None:
    assert are_copies(ORIGINAL, replace(ORIGINAL, id="b", published=date(2023, 3, 9)))


def test_the_same_text_under_another_title_is_a_copy() -> None:
    assert are_copies(ORIGINAL, replace(ORIGINAL, id="b", title="云江：家门口的夜校怎么办"))


def test_a_text_with_a_byline_and_a_source_is_a_copy() -> None:
    reprint = article(
        "b", TITLE, "本报讯（记者 罗小禾）", *NOTICE, "（来源：云江日报 2023年3月2日）"
    )
    assert are_copies(ORIGINAL, reprint)


@pytest.mark.parametrize("dropped", range(len(NOTICE)))
def test_a_text_that_lacks_a_paragraph_is_a_copy(dropped: int) -> None:
    rest = (*NOTICE[:dropped], *NOTICE[dropped + 1 :])
    assert are_copies(ORIGINAL, article("b", TITLE, *rest))


def test_a_text_with_an_inserted_caption_is_a_copy() -> None:
    caption = "2023年3月1日晚，望潮区第2教学点的学员在练习焊接。顾小满摄"
    assert are_copies(ORIGINAL, article("b", TITLE, *NOTICE[:4], caption, *NOTICE[4:]))


@pytest.mark.parametrize(
    ("old", "new"),
    [("限期改进", "限期整改"), ("能工巧匠", "能工巧将"), ("更活、", "更活")],
)
def test_a_text_with_a_slip_is_a_copy(old: str, new: str) -> None:
    assert are_copies(ORIGINAL, changed(old, new))


def test_a_number_written_otherwise_is_the_same_number() -> None:
    assert are_copies(ORIGINAL, changed("十二课时", "12课时"))


def test_a_text_without_the_labels_of_its_articles_is_a_copy() -> None:
    bare = [paragraph.lstrip("一二三四五、") for paragraph in NOTICE]
    assert are_copies(ORIGINAL, article("b", TITLE, *bare))


def test_a_text_with_other_document_number_is_never_a_copy() -> None:
    here, there = "云政发〔2023〕7号", "云政发〔2023〕8号"
    assert not are_copies(
        replace(ORIGINAL, doc_number=here), replace(ORIGINAL, id="b", doc_number=there)
    )


def test_a_document_number_may_be_written_otherwise() -> None:
    here, there = "云政发〔2023〕7号", "云政发［2023］7 号"
    assert are_copies(
        replace(ORIGINAL, doc_number=here), replace(ORIGINAL, id="b", doc_number=there)
    )


def test_the_same_text_under_titles_of_other_years_is_no_copy() -> None:
    here, there = replace(ORIGINAL, title="2022年通知"), replace(ORIGINAL, title="2023年通知")
    assert not are_copies(here, there)


@pytest.mark.parametrize(
    ("old", "new"),
    [("八十元", "九十元"), ("十二课时", "十六课时"), ("三、配强师资", "四、配强师资")],
)
def test_a_text_with_another_number_is_another_version(old: str, new: str) -> None:
    assert not are_copies(ORIGINAL, changed(old, new))


def test_an_amended_law_is_no_copy_of_what_it_was() -> None:
    before = article("b", "云江市职工教育条例", "2019年5月1日云江市人民代表大会通过。", *NOTICE)
    note = (
        "2019年5月1日云江市人民代表大会通过。根据2023年5月1日《关于修改部分条例的决定》第一次修正。"
    )
    after = article("c", "云江市职工教育条例", note, *NOTICE)
    assert not are_copies(before, after)


NAME = "云江市职工教育条例"
PASSED = "2019年5月1日云江市人民代表大会通过"
#: As another site prints it: without some words, numbers written out.
EDITED = [line.replace("八十元", "80元").replace("教学点", "学习站") for line in NOTICE]


def test_the_same_text_in_the_decree_that_published_it_is_a_copy() -> None:
    law = article("a", NAME, f"（{PASSED} 2019年5月9日云江市第7号公告公布）", *NOTICE)
    decree = f"云江市第7号公告《{NAME}》已由云江市人民代表大会于2019年5月1日通过，现予公布。"
    assert are_copies(law, article("b", NAME, decree, *EDITED))


def test_a_text_of_one_number_is_a_copy_however_it_was_edited() -> None:
    here, there = "云江市人民政府令第7号", "市政府令第7号"
    law = replace(article("a", NAME, *NOTICE), doc_number=here)
    assert are_copies(law, replace(article("b", NAME, *EDITED), doc_number=there))
    assert not are_copies(law, article("b", NAME, *EDITED))


def test_an_amended_text_that_keeps_its_number_is_no_copy() -> None:
    note = "2019年5月1日云江市人民政府令第7号公布 根据2023年5月1日《关于修改部分规章的决定》修订"
    law, amended = (
        replace(article("a", NAME, *lines), doc_number="云江市人民政府令第7号")
        for lines in (NOTICE, (note, *NOTICE))
    )
    assert not are_copies(law, amended)


def test_a_later_text_without_the_note_of_amendment_is_a_copy() -> None:
    note = f"（{PASSED} 根据2023年5月1日《关于修改部分条例的决定》第一次修正）"
    amended = article("a", NAME, note, *NOTICE)
    assert are_copies(amended, article("b", NAME, *NOTICE))
    other = replace(amended, title=TITLE)
    assert not are_copies(other, article("b", "云江市公告", *NOTICE))


def test_a_text_that_was_passed_on_another_day_is_no_copy() -> None:
    passed_again = article("b", NAME, "（2023年5月1日云江市人民代表大会通过）", *NOTICE)
    assert not are_copies(article("a", NAME, f"（{PASSED}）", *NOTICE), passed_again)


def test_a_word_replaced_throughout_is_an_amendment() -> None:
    assert not are_copies(ORIGINAL, changed("教学点", "学习站"))


def test_a_sentence_written_anew_makes_another_version() -> None:
    assert not are_copies(
        ORIGINAL, changed("课程由学员投票决定", "课程由各区县教育部门会同工会提出")
    )


def test_a_notice_about_another_school_is_no_copy() -> None:
    here = article("a", "关于第三夜校开办的批复", "第三夜校：你校的请示收悉。", *NOTICE)
    there = article("b", "关于第五夜校开办的批复", "第五夜校：你校的请示收悉。", *NOTICE)
    assert not are_copies(here, there)


def test_an_excerpt_of_an_earlier_text_is_a_copy() -> None:
    long = article(
        "a", "夜校文件汇编", *(f"第{i}卷另有说明，内容各不相同。" * 3 for i in range(40)), *NOTICE
    )
    assert are_copies(long, ORIGINAL)


def test_a_later_text_that_quotes_an_earlier_one_among_much_else_is_no_copy() -> None:
    long = article(
        "b", "夜校文件汇编", *(f"第{i}卷另有说明，内容各不相同。" * 3 for i in range(40)), *NOTICE
    )
    assert not are_copies(ORIGINAL, long)


def test_a_short_text_is_a_copy_only_when_it_is_letter_for_letter_the_same() -> None:
    short = article("a", TITLE, *NOTICE[:3])
    assert are_copies(short, article("b", TITLE, *NOTICE[:3]))
    assert are_copies(short, article("b", TITLE, "\n".join(NOTICE[:3]).replace("，", ", ")))
    assert not are_copies(short, article("b", TITLE, *NOTICE[:3], "云江日报"))


def test_a_text_of_a_line_is_never_a_copy() -> None:
    assert not are_copies(article("a", TITLE, "见附件。"), article("b", TITLE, "见附件。"))


def test_containment_is_the_part_of_the_shorter_text_that_stands_in_the_longer() -> None:
    short, long = (
        Comparable.of(article("a", TITLE, text)) for text in ("云江夜校开班", "云江夜校开")
    )
    assert containment(long, short) == 1.0
    assert containment(short, long) == 0.5


def test_differences_name_what_stands_in_the_place_of_what() -> None:
    found = differences(Comparable.of(ORIGINAL), Comparable.of(changed("投票", "举手")))
    assert [(one.here, one.there) for one in found if one.here != one.there] == [("投票", "举手")]


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from([0, len(NOTICE)]))
def test_whatever_short_line_is_added_before_or_after_a_text_it_stays_a_copy(
    line: str, place: int
) -> None:
    reprint = article("b", TITLE, *NOTICE[:place], line, *NOTICE[place:])
    assert are_copies(ORIGINAL, reprint)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(NOTICE), max_size=8), st.lists(st.sampled_from(NOTICE), max_size=8))
def test_any_two_texts_can_be_compared(here: list[str], there: list[str]) -> None:
    one, other = Comparable.of(article("a", "", *here)), Comparable.of(article("b", "", *there))
    assert is_copy(one, other) in {True, False}
    assert len(list(differences(one, other))) >= 1
