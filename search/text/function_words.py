"""Function words: which words say that something is asked, or only hold a sentence together?

They are no reason to leave an article out, and little reason to prefer one.
"""

import re
from functools import lru_cache

#: What a function word counts for, beside another word of the same frequency.
FUNCTION_WORD_WEIGHT = 0.4

#: In normalised form, as the segmenter cuts them.
FUNCTION_WORDS = frozenset(
    """
    的 了 吗 呢 吧 啊 么 着 之 地 得 其 该 等 个 这 那 些 这个 那个 这些 那些 一个 一些 有些
    是 为 在 于 对 对于 关于 有关 和 与 及 以及 或 或者 还是 并 被 把 将 由 从 到 向 给 让 使 以
    我 你 您 他 她 它 我们 你们 他们 自己 也 都 就 又 还 再 很 太 更 最 不 没 没有
    什么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 何 何时 谁 哪 哪个 哪些 哪里 哪儿 几 多少 多久 多长时间
    有 有没有 有哪些 是否 是不是 能否 能不能 可否 可不可以 会不会 要不要 需不需要 可以 能 能够 会 要 需要 应 应该 应当
    请 请问 想 想问 问 一下 到底 究竟 如果 的话 是什么 吗 呀
    """.split()
)

#: What asks for the way a thing is done. Rare as they are, these tell little: who asks for 政府采购流程
#: wants what is about 政府采购. In a text they are words as others.
WAYS = frozenset({"流程", "步骤"})

#: What is a function word in what is typed.
IDLE_WHERE_TYPED = FUNCTION_WORDS | WAYS

#: Of these, what is no part of any other word.
PARTICLES = frozenset("的了吗呢吧啊呀么")
_TEXTS_KEPT = 256  # of one search the same is asked several times
_PARTICLES_AND_SPACE = "".join(sorted(PARTICLES)) + " "

# What is done with a thing.
_DONE = frozenset(
    "办查做写填交缴走弄补报取用看算领要买卖涨降停退转换开发放给讲学改修订立设建违犯守依按据经凭找去到来问说谈"
    "读背抓管搞推促保防治付欠收扣罚考拿求无当入进参加上下出申评审批断续享享比跟同懂谢望盼"
)
#: Single characters that stand before a name, and are no part of it: 办社保, 省人社厅, 各高校, 新消法.
BEFORE_NAMES = _DONE | frozenset(
    "省市区县乡镇村州盟旗国部各每某本此全新旧老原现今第从以后前年月日"
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川渝黔滇藏陕甘青宁港澳台"
)
#: Single characters that stand behind a name, and are no part of it: 党章里, 养老金涨多少.
BEHIND_NAMES = _DONE - frozenset("学法治保防") | frozenset(
    "里中内外前后上下时吗〇一二两三四五六七八九十"
)

#: What asks, also as a part of 什么, 怎么, 为何, 哪里.
QUESTION_CHARACTERS = frozenset("么何谁哪吗呢")

#: What asks for the newest: no text needs to say it.
RECENCY_WORDS = ("最近", "最新", "近期", "近来", "新近")

# Longer ones before those that they begin with.
_VERBS = (
    "计算|算|办理|办|申请|申领|领取|领|认定|界定|确定|处理|处置|解决|查询|查|规定|做|写|填|交|缴纳|缴"
    "|走|弄|补办|补|报销|报|取|用|看待|看|理解|样"
)
_THINGS = (
    "材料|资料|证件|手续|条件|措施|举措|规定|要求|内容|标准|办法|方法|方式|政策|流程|程序|步骤|部门|单位"
    "|机构|地方|方面|情况|问题|原因|时候|时间|影响|作用|意义|特点|变化|区别|好处|待遇|渠道|途径|意见"
    "|建议|做法|工作|事"
)
_UNITS = "年|个月|月|天|日|小时|分钟|周|岁|元|块|钱|人|个|次|倍|平方米|公里|米|分|级|号|点"
#: What only asks, in a normalised text, with the verb or thing it asks by: how it is done, which
#: measures were taken. The likeliest first; each part is bounded, and nothing is tried twice.
_ASKING = re.compile(
    r"(?:什么|谁|哪里|哪儿|哪些|何处)(?:是|叫|有|在)"
    r"|(?:是|叫|指的是|在|去|到|由|归|找|向)(?:什么|谁|哪里|哪儿|哪个部门|哪|啥)(?:意思|地方|部门)?"
    rf"(?:{_VERBS})?|"
    r"(?:需要|要|应当|应该|应|可以|能|采取|作出|做出|提出|制定|出台|包括|享受|有|符合|具备|准备|提供"
    r"|提交|带)?了?"
    rf"(?:什么|哪些|哪种|哪几种|哪几个|哪个|何种|啥)样?的?(?:具体|主要|重要|相关|新的?)?(?:{_THINGS})?"
    rf"|(?:应当|应该|应|该|要|需要)?(?:怎么样|怎样|怎么|如何|咋)(?:才能|去|来|进行)?(?:{_VERBS})?"
    rf"|(?:需要|要|是|有|能|可以|最)?(?:多少|几)(?:{_UNITS})"
    rf"|(?:需要|要|最|有)?(?:多少|多久|多长时间|多长|多大|多高)"
    rf"|(?:去|到|在)(?:哪里|哪儿|哪)"
    rf"|(?:是什么|什么是|为什么|为何|为啥|何时|何地|哪里|哪儿|哪天|谁)(?:意思|含义|时候)?"
    rf"|(?:是否|是不是|能否|能不能|可否|可不可以|可以不可以|会不会|要不要|需不需要|有没有)"
    rf"|(?:请问|想问|想知道|想了解|咨询一下|求助|谢谢)"
    rf"|{'|'.join(RECENCY_WORDS)}"
    rf"|(?:全文|原文|下载|电子版|最新版|完整版|官方版|pdf)+$"
)

_WAY = re.compile(rf"(?<=..)的?(?:办理|申请|申领|操作|审批|具体)?(?:{'|'.join(sorted(WAYS))})$")


@lru_cache(_TEXTS_KEPT)
def without_asking(text: str) -> str:
    """Return a normalised text without what only asks, and the particles before and after it."""
    idle = asking_places(text)
    if not idle:
        return text.strip(_PARTICLES_AND_SPACE)
    kept = "".join(character for place, character in enumerate(text) if place not in idle)
    return kept.strip(_PARTICLES_AND_SPACE)


def without_way(text: str) -> str:
    """Return a normalised text without the way that is asked for at its end: 离婚流程, 护照办理流程."""
    return _WAY.sub("", text)


def asking_places(text: str) -> frozenset[int]:
    """Return which characters of a normalised text only ask: 怎么算, 有哪些措施, 多少天, 最近."""
    return frozenset(place for match in _ASKING.finditer(text) for place in range(*match.span()))
