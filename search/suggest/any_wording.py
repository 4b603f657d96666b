"""Any wording: which verbs, nouns and particles go with any, and so are no part of one?"""

#: Verbs that go with any wording, and adverbs before them: what is behind them may be one.
LEADING = frozenset(
    "推进 推动 加快 加强 强化 发展 实施 深化 完善 健全 优化 提升 提高 促进 坚持 建设 构建 建立 打造 培育 "
    "壮大 扩大 拓展 开展 落实 支持 鼓励 引导 加大 做好 抓好 搞好 办好 激发 营造 增强 巩固 改善 统筹 聚焦 围绕 "
    "着力 努力 积极 大力 全面 深入 持续 稳步 有序 扎实 切实 进一步 不断 更加 严格 突出 解决 面对 应对 充分 有效 "
    "挖掘 弘扬 践行 推行 推广 探索 创新 规范 保障 确保 防止 防范 化解 整治 开发 提振 实行 组织 指导 参与 融入 "
    "发挥 体现 形成 制定 出台 发放 领悟 把握 学习 运用 抢占 布局 集聚 盘活 用好 守牢 补齐 补强 牢固 树立 树牢 "
    "加力 因地制宜 分类 高标准 高水平 高质量 充分发挥 加速 提速 力争 争取 实现 完成 达到 新增 新建 改造 "
    "纵深 精准 科学 合理 依法 严厉 打击 查处 倡导 引领 带动 助力 赋能 服务 惠及 满足 适应 顺应 对接 承接 "
    "率先 系统 统一 重点 主动 自觉 深刻 坚决 坚定 坚定不移 毫不动摇 始终 必须 关注 重视 注重 利用 继续 试点 "
    "首次 同比 累计 突出做好 全面实施 履行 紧盯 对标 依据 依托 使用 稳妥 有序 领域 国家级 "
    "全省 全市 全县 全区 我省 我市 我国 我们 我 国务院 被 把 将 由 在 于 等 及 其 该 各 每 本 所 时 和 与 或 并 "
    "年 月 日 号 元 个 项 条 名 次 级 家 亿元 万元 万人".split()
)
#: What stands before verbs goes with those above, but not with a saying: 要坚持…, and 应享尽享.
AUXILIARY = frozenset("不 可 应 要 需 会 能 就 都 也 再 又 已 未".split())
#: Nouns and particles that go with any wording, behind it.
TRAILING = frozenset(
    "工作 拥有 突出 盲目 更多 更 方面 情况 要求 问题 等 的 了 着 过 地 得 和 与 及 或 以 为 在 中 上 下 内 外 前 后 "
    "时 年 月 日 以来 以上 以下 之一 进行 开展 实施 推进 推动 支持 持续 不断 全面 进一步 加快 我 我们 我省 我市 "
    "水平 数量 产量 比例 占比 增速 增长 领域 落地".split()
)
