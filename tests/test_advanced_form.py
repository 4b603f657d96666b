"""The advanced form writes the query language, and reads it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.nodes import AllOf, Everything, Nothing, Query
from search.query.parser import parse_query
from webui.asked.advanced_form import FIELD_NAMES, AdvancedForm, read_back


@pytest.mark.parametrize(
    ("form", "query"),
    [
        (AdvancedForm(), ""),
        (AdvancedForm(all="职工 夜校"), "职工 夜校"),
        (AdvancedForm(exact="以职工为中心"), "“以职工为中心”"),
        (AdvancedForm(any="夜校 竞赛"), "(夜校|竞赛)"),
        (AdvancedForm(none="疫情 疫苗"), "-“疫情” -“疫苗”"),
        (
            AdvancedForm("职工", "三江善治", "夜校 竞赛", "疫情"),
            "职工 “三江善治” (夜校|竞赛) -“疫情”",
        ),
        (
            AdvancedForm("职工", "三江善治", "", "疫情", "标题"),
            "标题:(职工) 标题:“三江善治” -标题:“疫情”",
        ),
    ],
)
def test_a_form_writes_a_query(form: AdvancedForm, query: str) -> None:
    assert form.query() == query


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (
            "职工 “三江善治” (夜校|竞赛) -“疫情”",
            AdvancedForm("职工", "三江善治", "夜校 竞赛", "疫情"),
        ),
        ("标题:“三江善治” -标题:疫情", AdvancedForm("", "三江善治", "", "疫情", "标题")),
        ("标题:(职工 夜校)", AdvancedForm("职工 夜校", field="标题")),
        ("夜校 OR 竞赛", AdvancedForm(any="夜校 竞赛")),
        ("职工 -疫情", AdvancedForm("职工", "", "", "疫情")),
        ("“甲” “乙”", AdvancedForm("“乙”", "甲")),
    ],
)
def test_a_query_is_read_back_into_the_form(query: str, form: AdvancedForm) -> None:
    assert read_back(query) == form


def test_a_part_in_another_field_stays_beside_the_words() -> None:
    query = "乡村 “就业优先” (就业|创业) -疫情 标题:条例"
    form = AdvancedForm("乡村 标题:条例", "就业优先", "就业 创业", "疫情")
    assert read_back(query) == form


@pytest.mark.parametrize("query", ["标题:通知 职工", "标题:通知 来源:日报"])
def test_what_the_form_has_no_field_for_stays_in_the_first_as_written(query: str) -> None:
    assert read_back(query) == AdvancedForm(all=query)


def test_quotes_and_operators_in_a_field_cannot_break_out_of_it() -> None:
    assert AdvancedForm(exact="甲” OR “乙").query() == "“甲 OR 乙”"
    assert AdvancedForm(any="(甲 “乙”").query() == "(甲|乙)"


def asked(query: Query) -> set[Query]:
    """Return what must all hold, however it is put into brackets."""
    if isinstance(query, AllOf):
        return {one for node in query.nodes for one in asked(node)}
    return set() if isinstance(query, Everything | Nothing) else {query}


TEXT = st.text(alphabet="职工夜校 ab“”()|-:《》", max_size=12)


@given(TEXT, TEXT, TEXT, TEXT, st.sampled_from(list(FIELD_NAMES)))
def test_reading_a_query_back_and_writing_it_again_asks_the_same(
    every: str, exact: str, choice: str, none: str, field: str
) -> None:
    query = AdvancedForm(every, exact, choice, none, field).query()
    again = read_back(query).query()
    assert asked(parse_query(again).query) == asked(parse_query(query).query)
