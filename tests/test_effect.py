"""From which day does a paper say that it is in force, and until when? Only what it says of itself."""

from datetime import date

import pytest

from search.ingest.understanding.effect import find_effect

TITLE = "云江市河道管理办法"
PUBLISHED, SIGNED = date(2024, 6, 10), date(2024, 6, 3)


def effective(*texts: str, title: str = TITLE) -> date | None:
    effect = find_effect(title, texts, PUBLISHED, SIGNED)
    return effect.effective if effect else None


def expires(*texts: str, title: str = TITLE) -> date | None:
    effect = find_effect(title, texts, PUBLISHED, SIGNED)
    return effect.expires(effect.effective) if effect else None


@pytest.mark.parametrize(
    "clause",
    [
        "第三十条　本办法自2024年7月1日起施行。",
        "第三十条 本办法自2024年7月1日起施行，原《云江市河道管理规定》同时废止。",
        "本办法从2024年7月1日起实施。",
        "本办法于2024年7月1日起正式施行。",
        "本办法自二〇二四年七月一日起施行。",
        "本办法自二○二四年七月一日起执行。",
        "本办法自2024 年 7 月 1 日起生效。",
        "本办法自2024-07-01起施行。",
        "本办法由市水利局负责解释，自2024年7月1日起施行。",
        "本《办法》自2024年7月1日起试行。",
        "《云江市河道管理办法》自2024年7月1日起施行。",
        "自2024年7月1日起施行。",
        "《云江市河道管理办法》已经市政府第5次常务会议通过，现予公布，自2024年7月1日起施行。",
        "（2024年6月3日云江市人民政府令第6号公布　自2024年7月1日起施行）",
        "2024年7月1日 施行",
        "三、本办法自2024年7月1日起施行",
    ],
)
def test_the_day_from_which_a_paper_is_in_force_is_read_in_every_writing(clause: str) -> None:
    assert effective("第一条 为了加强河道管理，制定本办法。", clause) == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("本办法自公布之日起施行。", PUBLISHED),
        ("本办法自发布之日起施行。", PUBLISHED),
        ("本办法自印发之日起施行。", SIGNED),
        ("本办法自签发之日起执行。", SIGNED),
        ("本办法自公布之日的次日起施行。", date(2024, 6, 11)),
        ("本办法自公布之日起30日后施行。", date(2024, 7, 10)),
        ("本办法自发布之日起三十日后施行。", date(2024, 7, 10)),
        ("本办法自发布之日起满30日施行。", date(2024, 7, 10)),
        ("本办法自公布之日起六个月后施行。", date(2024, 12, 10)),
        ("本办法自公布之日起1年后施行。", date(2025, 6, 10)),
        ("本办法自公布之日起十五个工作日后施行。", None),
    ],
)
def test_from_its_publication_means_so_long_after_that_day(clause: str, day: date | None) -> None:
    assert effective(clause) == day


def test_a_month_later_is_never_past_the_end_of_a_month() -> None:
    effect = find_effect(TITLE, ["本办法自公布之日起6个月后施行。"], date(2024, 8, 31), None)
    assert effect is not None
    assert effect.effective == date(2025, 2, 28)


def test_the_note_below_the_title_goes_before_the_day_on_a_site() -> None:
    note = "（2010年3月1日云江市人民政府令第6号公布）"
    assert effective(note, "本办法自公布之日起施行。") == date(2010, 3, 1)


@pytest.mark.parametrize(
    "head",
    [
        "云江市人民政府令第6号（２００９年１２月２６日市政府第３次常务会议通过，２０１０年３月１日云江市人民政府令第６号发布，自发布之日起施行。）",
        "云江市河道管理办法 （2010年3月1日云江市人民政府公布）",
        "2010年3月1日云江市人民政府令第6号发布",
        "云江市人民政府令第6号《云江市河道管理办法》已经2010年2月3日市政府第5次常务会议通过，现予公布，"
        "自公布之日起施行。 市 长 某某 二〇一〇年三月一日",
    ],
)
@pytest.mark.parametrize("joint", ["", "\n"])
def test_the_day_that_a_text_gives_of_its_publication_goes_before_the_day_on_a_site(
    head: str, joint: str
) -> None:
    clauses = ["第一条 为了加强河道管理，制定本办法。", "第二条 本办法自发布之日起施行。"]
    assert effective(head, *clauses) == effective(joint.join([head, *clauses])) == date(2010, 3, 1)


def test_the_day_it_was_passed_is_taken_where_a_site_has_it_years_later() -> None:
    clause = "本办法自公布之日起施行。"
    assert effective("（2010年2月3日云江市人民代表大会通过）", clause) == date(2010, 2, 3)
    assert effective("（2024年6月1日云江市人民代表大会通过）", clause) == PUBLISHED


def test_what_another_paper_says_of_its_publication_is_no_note() -> None:
    heads = [
        "2010年3月1日云江市发布的《夜校办法》已经废止。",
        "根据2010年3月1日公布的规划，制定本办法。",
    ]
    assert {effective(head, "本办法自公布之日起施行。") for head in heads} == {PUBLISHED}


def test_behind_a_note_without_a_break_the_text_is_no_note() -> None:
    note = "云江市河道管理办法（2010年3月1日云江市人民政府令第6号发布）"
    body = "第一条 制定本办法。第二条 本办法自2010年5月1日起施行。应当自2011年1月1日起实施。"
    assert effective(note + body) == date(2010, 5, 1)


def test_what_was_put_on_a_site_long_after_it_was_signed_was_published_then() -> None:
    effect = find_effect(TITLE, ["本办法自发布之日起施行。"], date(2024, 6, 10), date(2012, 3, 1))
    assert effect is not None
    assert effect.effective == date(2012, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "《云江市夜校条例》自2020年1月1日起施行。",
        "1998年3月1日起施行的《云江市河道管理规定》同时废止。",
        "第十二条　本办法第九条自2024年7月1日起施行。",
        "第十二条　自2024年7月1日起，水费按新标准收取。",
        "自2024年7月1日起施行新的收费标准。",
        "许可证自颁发之日起生效。",
        "自2024年7月1日起实施方案所列的工程。",
        "本办法自　年　月　日起施行。",
        "本办法自2024年7月起施行。",
        "本办法施行日期由市人民政府规定。",
        "本办法自2024年13月1日起施行。",
        "该办法自2024年7月1日起施行。",
    ],
)
def test_a_day_that_is_of_something_else_or_no_day_is_not_taken(text: str) -> None:
    assert effective(text) is None


@pytest.mark.parametrize("title", [TITLE + "（2021年修正）", TITLE + "(2015修改)"])
def test_of_an_amended_paper_its_publication_says_no_day(title: str) -> None:
    assert effective("本办法自公布之日起施行。", title=title) is None
    amended = "（2010年3月1日云江市人民政府令第6号公布 根据2021年5月1日《修改决定》修正）"
    assert effective(amended, "本办法自公布之日起施行。") is None


def test_of_several_kinds_of_papers_that_which_the_title_names_counts() -> None:
    notice = ["本通知自2024年6月5日起执行。", "本办法自2024年7月1日起施行。"]
    named = "云江市水利局关于印发《云江市河道管理办法》的通知"
    assert effective(*notice, title=named) == date(2024, 7, 1)
    assert effective(*notice, title="云江市水利局关于做好防汛工作的通知") == date(2024, 6, 5)


def test_where_one_kind_gives_several_days_none_is_taken() -> None:
    assert effective("本办法自2024年7月1日起施行。", "本办法自2025年1月1日起施行。") is None


def test_a_day_that_is_named_goes_before_one_that_is_only_told() -> None:
    decree = "《云江市河道管理办法》现予公布，自2024年7月1日起施行。"
    assert effective(decree, "本办法自公布之日起施行。") == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("本办法自2024年7月1日起施行，有效期5年。", date(2029, 6, 30)),
        ("本办法自2024年7月1日起施行，有效期为五年。", date(2029, 6, 30)),
        ("本办法自2024年7月1日起施行。有效期两年。", date(2026, 6, 30)),
        ("本办法自2024年7月1日起施行，有效期18个月。", date(2025, 12, 31)),
        ("本办法有效期5年，自2024年7月1日起施行。", date(2029, 6, 30)),
        ("本办法自2024年7月1日起施行，有效期至2026年12月31日。", date(2026, 12, 31)),
        ("本办法自2024年7月1日起施行，有效期截至2026年12月31日。", date(2026, 12, 31)),
        ("本办法自2024年7月1日起施行，至2026年12月31日止。", date(2026, 12, 31)),
        ("本办法自2024年7月1日起施行，2026年12月31日自动失效。", None),
        ("本办法自2024年7月1日起施行，于2026年12月31日自动失效。", date(2026, 12, 31)),
        ("本办法自印发之日起施行，有效期3年。", date(2027, 6, 2)),
        ("本办法有效期自2024年7月1日至2026年12月31日。", date(2026, 12, 31)),
        ("本办法自2024年7月1日起施行。许可证有效期5年。", None),
        ("第九条 许可证有效期5年。", None),
        ("第九条 本办法所称有效期，是指许可证的有效期5年。", None),
        ("本办法自2024年7月1日起施行。", None),
    ],
)
def test_how_long_a_paper_is_in_force_is_read_where_it_says_so(
    text: str, last: date | None
) -> None:
    assert expires(text) == last


def test_its_time_may_stand_in_a_sentence_of_its_own() -> None:
    texts = ("本办法自2024年7月1日起施行。", "第三十一条　本办法有效期5年。")
    assert expires(*texts) == date(2029, 6, 30)


def test_a_hostile_text_costs_little() -> None:
    texts = [
        "自2024年" * 20_000,
        "本办法自" * 20_000 + "起施行",
        "至" * 50_000 + "有效期",
        *(
            start + " " * 5_000 + "某日施行"
            for start in ("本办法自2024年3月8日", "本办法自公布之日")
        ),
        *(
            start + "\n" * 5_000 + "某日施行"
            for start in ("本办法自2024年3月8日", "本办法自公布之日")
        ),
        "（" * 5_000 + "公布（年" * 5_000 + "某日施行",
    ]
    for text in texts:
        find_effect(TITLE, [text], PUBLISHED, SIGNED)
