"""Function words: which words say that something is asked, or only hold a sentence together?

They are no reason to leave an article out, and little reason to prefer one.
"""

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

#: What asks, also as a part of 什么, 怎么, 为何, 哪里.
QUESTION_CHARACTERS = frozenset("么何谁哪吗呢")

#: What asks for the newest: no text needs to say it.
RECENCY_WORDS = ("最近", "最新", "近期", "近来", "新近")
