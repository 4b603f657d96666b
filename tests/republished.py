"""A notice of the made-up city to republish, amend and excerpt, and texts like it by chance."""

import random

NOTICE = (
    "各区县人民政府，市政府各部门：",
    "为了让职工夜校办得更近、更活、更长久，经市政府同意，现就云江市职工夜校建设有关事项通知如下。",
    "一、就近设点。各区县在职工较多的园区、街道开设教学点，步行一刻钟以内可以到达，教室晚间免费开放。",
    "二、按需开课。课程由学员投票决定，焊接、养老护理、新媒体运营等课程优先安排，每门课程不少于十二课时。",
    "三、配强师资。聘请劳动模范、能工巧匠、职业院校教师任教，课时补贴由市财政列支，每课时八十元。",
    "四、便利报名。报名、签到、评课都在云江工会客户端办理，外卖骑手、货车司机等可以凭接单记录报名。",
    "五、跟踪问效。市总工会每季度公布各教学点的开班数、到课率和满意度，排名靠后的教学点限期改进。",
    "附则由市总工会负责解释，各区县每年十二月底前报送总结，经验做法及时报告市政府办公室。",
)
#: What an amended version says in the place of some lines.
AMENDED = (
    *NOTICE[:2],
    "一、就近设点。各区县在园区、街道、楼宇开设教学点，步行十分钟以内可以到达，教室全天免费开放。",
    "二、按需开课。课程由学员投票决定，数控机床、养老护理、电子商务等课程优先安排，每门课程不少于十六课时。",
    *NOTICE[4:],
)
_WORDS = [
    "三江",
    "河道",
    "清淤",
    "夜校",
    "职工",
    "养老",
    "护理",
    "园区",
    "街道",
    "教学",
    "报名",
    "补贴",
    "通知",
    "落实",
    "检查",
    "整改",
    "公示",
    "群众",
    "满意",
    "企业",
    "服务",
    "窗口",
    "办理",
    "材料",
    "时限",
    "公交",
    "线路",
    "居民",
    "供热",
    "管网",
    "图书",
    "借阅",
    "学校",
    "招生",
    "片区",
    "就业",
]


def sentence(chance: random.Random) -> str:
    """Make a sentence of words that others have too."""
    return "".join(chance.choices(_WORDS, k=chance.randint(9, 14))) + "。"


def paragraphs(chance: random.Random, count: int = 12) -> list[str]:
    """Make the paragraphs of an article, long enough to be recognised when it is edited."""
    return [sentence(chance) + sentence(chance) for _ in range(count)]
