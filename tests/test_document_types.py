"""The kind of a document is what its title ends with."""

import pytest

from search.document_types import document_type


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云江市人民政府关于印发《夜校管理办法》的通知", "通知"),
        ("云江市夜校管理办法（试行）", "办法"),
        ("云江市河道条例（2024年修订）", "条例"),
        ("《云江市河道条例》解读", "解读"),
        ("一图读懂：夜校补贴政策解读", "解读"),
        ("云江市总工会关于夜校用房的复函（云工函〔2024〕3号）", "函"),
        ("云江市人民政府令（第3号）", "命令"),
        ("云江市人民政府令第12号", "命令"),
        ("在三江善治推进会上的讲话（2024年3月8日）", "讲话"),
        ("关于公开征求《云江市夜校规定（草案）》意见的公告", "公告"),
        ("中华人民共和国公司法", "法"),
        ("云江市“十四五”职工教育规划", "规划"),
        ("关于同意设立青屿区夜校的批复", "批复"),
    ],
)
def test_a_title_ends_with_its_kind(title: str, kind: str) -> None:
    assert document_type(title) == kind


@pytest.mark.parametrize(
    "title", ["职工夜校开班", "学习工作方法", "通知", "云江市公司司法", "", "（）", "下达指令"]
)
def test_other_titles_have_none(title: str) -> None:
    assert document_type(title) is None


def test_a_title_of_brackets_is_read_at_once() -> None:
    assert document_type("（" * 100_000) is None
    assert document_type("（夜校）" * 50_000) is None
