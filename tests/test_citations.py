"""Document numbers: an article's own, and those it refers to."""

import pytest

from search.document_numbers import canonical_number
from search.ingest.understanding.citations import cited_numbers, find_own_number


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("云政发〔2024〕7号", "云政发〔2024〕7号"),
        ("云政发[2024]7号", "云政发〔2024〕7号"),
        ("云政发（2024） 7 号", "云政发〔2024〕7号"),
        ("云政發【2024】第7號", "云政發〔2024〕7号"),
        ("云政办发 [２０２４] 第 ０７ 号", "云政办发〔2024〕7号"),
        ("云江市人民政府令〔2024〕第7号", "云江市人民政府令〔2024〕第7号"),
        ("云江市人民政府令第３６号", "云江市人民政府令第36号"),
    ],
)
def test_all_writings_of_a_number_are_one(written: str, canonical: str) -> None:
    assert canonical_number(written) == canonical


@pytest.mark.parametrize(
    ("title", "texts", "number"),
    [
        ("关于夜校的通知（云工发〔2024〕3号）", ["正文。"], "云工发〔2024〕3号"),
        ("关于夜校的通知", ["云工发〔2024〕3号", "各区县总工会："], "云工发〔2024〕3号"),
        ("关于夜校的通知", ["（云工发[2024]3号）", "各区县总工会："], "云工发〔2024〕3号"),
        ("云江市夜校管理办法", ["云江市人民政府令", "第36号", "现予公布。"], "云江市人民政府令第36号"),
        ("关于夜校的通知", ["云工发〔2024〕3号为办好夜校，现通知如下。"], "云工发〔2024〕3号"),
        (
            "云江市夜校管理办法",
            ["（2020年12月26日云江市人民政府令〔2020〕第6号公布 根据2023年1月20日云江市人民政府令〔2023〕第1号修正）"],
            "云江市人民政府令〔2020〕第6号",
        ),
        ("关于轮渡的公告", ["2022年第9号公告", "现公告如下。"], "2022年第9号公告"),
        (
            "关于轮渡的公告",
            ["云江市交通局公告", "2022年第9号", "关于轮渡的公告", "现公告如下。"],
            "云江市交通局公告2022年第9号",
        ),
    ],
)  # fmt: skip
def test_the_number_of_an_article_is_found(title: str, texts: list[str], number: str) -> None:
    found = find_own_number(title, texts)
    assert found is not None
    assert found.number == number
    assert found.reason


@pytest.mark.parametrize(
    "texts",
    [
        ["根据《关于夜校的意见》（云工发〔2023〕1号），现通知如下。"],
        ["各区县总工会：", "云政发〔2024〕7号", "现将上述文件转发给你们。"],
        ["转发国办函〔2024〕12号、国办发电〔2024〕2号文件，请遵照执行。"],
        ["转发国办函〔2024〕12号"],
        ["你局云工函〔2024〕12号收悉。"],
        ["云工发〔2024〕3号文件要求办好夜校。"],
        ["夜校下周开班。"],
        [],
    ],
)
def test_a_number_that_is_cited_or_passed_on_is_not_the_articles_own(texts: list[str]) -> None:
    assert find_own_number("关于夜校的通知", texts) is None


def test_numbers_in_brackets_and_after_words_are_cited_each_once() -> None:
    texts = [
        "根据《关于夜校的意见》（云工发〔2023〕1号）和云政办发〔2020〕38号文件要求，现通知如下。",
        "云工发〔2023〕1号同时废止；《夜校管理办法》（云江市人民政府令第36号）继续有效。",
    ]
    assert cited_numbers(texts, own="云工发〔2024〕3号") == (
        "云工发〔2023〕1号",
        "云政办发〔2020〕38号",
        "云江市人民政府令第36号",
    )


def test_what_is_written_otherwise_is_cited_once() -> None:
    texts = [
        "依据云体发〔2023〕第5号、云体发【2023】05号、主席令第三十五号、中华人民共和国主席令（第35号）。"
    ]
    assert cited_numbers(texts, None) == ("云体发〔2023〕5号", "主席令第三十五号")


def test_the_own_number_is_no_citation() -> None:
    assert cited_numbers(["云工发〔2024〕3号"], own="云工发[2024]3号") == ()


def test_the_name_of_the_republic_is_not_cut_in_two() -> None:
    assert cited_numbers(["根据中华人民共和国国务院令第707号"], None) == (
        "中华人民共和国国务院令第707号",
    )


@pytest.mark.parametrize(
    "text",
    [
        "〔2024〕5号", "第5号", "5号楼", "2024年第5期", "1号公告栏", "2024年公告栏第2号", "服从命令第5号",
        "2024年5月5号公告", "神舟十三号", "令第5号", "《公报》2024年第5号",
    ],
)  # fmt: skip
def test_a_number_that_names_no_issuer_is_none(text: str) -> None:
    assert cited_numbers([text], None) == ()
