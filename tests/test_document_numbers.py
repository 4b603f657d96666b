"""Document numbers: one reading, however they are written."""

import pytest

from search.document_numbers import (
    DocumentNumber,
    is_number_alone,
    keys_of,
    numbers_in,
    numbers_typed,
    read_number,
)

NUMBER = DocumentNumber("云政发", 2024, 12)
ORDER = DocumentNumber("云江市人民政府令", None, 16)


@pytest.mark.parametrize(
    "written",
    [
        "云政发〔2024〕12号", "云政发[2024]12号", "云政发（2024）12号", "云政发【2024】12号", "云政发﹝2024﹞12号",
        "云政发〖2024〗12号", "云政发［２０２４］１２号", "云政发〔2024〕第12号", "云政发〔2024〕012号",
        "云政發〔2024〕12號", "云政发〔2024年〕12号", "云政发 〔2024〕 12 号", "云政发〔二〇二四〕十二号",
        "云政发〔二○二四〕一二号", "云政发2024年第12号", "（云政发〔2024〕12号）",
    ],
)  # fmt: skip
def test_all_writings_of_a_number_are_one(written: str) -> None:
    assert read_number(written) == NUMBER


@pytest.mark.parametrize(
    "written",
    [
        "云江市人民政府令第16号", "云江市人民政府令16号", "云江市人民政府令（第16号）", "云江市政府令第十六号",
        "云江市人民政府第16号令", "云江市人民政府令 第016號",
    ],
)  # fmt: skip
def test_all_writings_of_an_order_are_one(written: str) -> None:
    assert read_number(written) == ORDER


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("国令975号", "中华人民共和国国务院令第975号"),
        ("主席令第95号", "中华人民共和国主席令第九十五号"),
        ("国务院第975号令", "国务院令（第975号）"),
    ],
)
def test_an_order_of_the_state_has_one_issuer_under_its_names(short: str, long: str) -> None:
    assert read_number(short) == read_number(long) is not None


@pytest.mark.parametrize(
    "text",
    [
        "5号楼", "1号公告栏", "2024年公告栏第2号", "建国路5号", "神舟十三号", "地铁2号线", "2024年5月5号", "命令第5号",
        "2024年第5期", "第5号", "2024 10", "人口 2024 10", "（2024）", "12号", "6000000号〔", "9999年第5号公告栏",
    ],
)  # fmt: skip
def test_ordinary_text_is_no_number(text: str) -> None:
    assert list(numbers_typed(text)) == list(numbers_in(text)) == []


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("根据云政发〔2024〕12号", "云政发"),
        ("的云政发〔2024〕12号", "云政发"),
        ("你院云高法函〔2024〕12号", "云高法函"),
        ("自然资发〔2024〕12号", "自然资发"),
        ("自云政发〔2024〕12号", "云政发"),
        ("经云政发〔2024〕12号", "云政发"),
        ("经贸发〔2024〕12号", "经贸发"),
        ("太原市人民政府令第12号", "太原市人民政府令"),
        ("云江市人民政府办公室云政办发〔2024〕12号", "云政办发"),
        ("云教（体）函〔2024〕12号", "云教〔体〕函"),
    ],
)
def test_what_stands_before_an_issuer_is_no_part_of_its_name(text: str, issuer: str) -> None:
    assert [found.number.issuer for found in numbers_in(text)] == [issuer]


@pytest.mark.parametrize(
    ("asked", "held", "best"),
    [
        ("云政发〔2024〕12号", ["云政发〔2024〕12号", "县云政发〔2024〕12号"], ["云政发〔2024〕12号"]),
        ("〔2024〕12号", ["云政发〔2024〕12号", "云财〔2024〕12号"], ["云政发〔2024〕12号", "云财〔2024〕12号"]),
        ("湿地栈道云政发〔2024〕12号", ["云政发〔2024〕12号", "发〔2024〕12号"], ["云政发〔2024〕12号"]),
        ("县云政发〔2024〕12号", ["云政发〔2024〕12号"], []),
        ("云江市人民政府令2019年第16号", ["云江市人民政府令第16号"], ["云江市人民政府令第16号"]),
        ("云政发〔2024〕12号", ["云政发〔2023〕12号", "云政发〔2024〕13号"], []),
    ],
)  # fmt: skip
def test_the_number_that_is_named_best_is_meant(
    asked: str, held: list[str], best: list[str]
) -> None:
    wanted = next(numbers_typed(asked)).number
    numbers = [next(numbers_typed(one)).number for one in held]
    found = wanted.best_of(numbers)
    assert [text for text, number in zip(held, numbers, strict=True) if number in found] == best


def test_an_index_keeps_the_key_of_every_number_of_a_value() -> None:
    keys = keys_of(["云政发〔2024〕12号、云财[2024]3号", None, "没有文号"])
    assert keys == ("12/2024/云政发", "3/2024/云财")
    assert DocumentNumber.of_key(keys[0]) == NUMBER
    assert DocumentNumber.of_key(ORDER.key) == ORDER


@pytest.mark.parametrize(
    "written", ["云政发〔2024〕12号", "云江市人民政府令第16号", "2024年第3号公告"]
)
def test_what_a_number_is_written_as_is_read_as_that_number(written: str) -> None:
    number = read_number(written)
    assert number is not None
    for writing in (number.text, *number.writings):
        assert read_number(writing) == number


@pytest.mark.parametrize(
    "line",
    ["云江市人民政府令第16号", "云江市人民法院令第3号", "第5号", "云政发〔2024〕12号", "公告第7号"],
)
def test_a_number_may_stand_alone_on_a_line(line: str) -> None:
    assert is_number_alone(line)


@pytest.mark.parametrize("line", ["云江市临江路11号", "东城区北园9号", "临江开发区5号"])
def test_an_address_on_a_line_is_no_number(line: str) -> None:
    assert not is_number_alone(line)
