"""Page furniture: which lines belong to the page and not to the article: navigation, controls, footer?

Word lists, each with where in a line its words count. They name what public sites have in common,
in simplified and traditional characters; no site's own name stands here.
"""

import re
from functools import lru_cache

#: Each line is asked about several times, and menus are the same on all pages of a site.
_remembered = lru_cache(maxsize=8192)
_MAX_NAVIGATION_LENGTH = 60
_MAX_LINK_LENGTH = 8
_MAX_BAR_LINK_LENGTH = 10
_MAX_CONTROL_LENGTH = 40
_MAX_FOOTER_LENGTH = 200


def _any_of(words: str) -> str:
    """Make a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


_GREETINGS_ANYWHERE = _any_of(
    "无障碍辅助浏览 无障碍浏览 無障礙瀏覽 欢迎您 欢迎访问 欢迎光临 欢迎来到"
)
_GREETINGS_AT_START = _any_of(
    "今天是 歡迎 您好 热门搜索: 热门搜索： 热搜: 热搜： 请输入 請輸入 请使用"
)
_GREETING = re.compile(rf"{_GREETINGS_ANYWHERE}|^(?:{_GREETINGS_AT_START})")

_MENU_WORDS_ANYWHERE = _any_of(
    "无障碍 無障礙 适老 长者版 长者模式 长者专区 关怀版 设为首页 設為首頁 加入收藏 收藏本站 "
    "登录 登錄 登陆 注册 註冊 网站地图 網站地圖 简体 繁体 繁體 簡體 English ENGLISH "
    "手机版 移动版 旧版 站内搜索 站內搜索 全站搜索 高级搜索 智能问答 天气预报 微信公众号 "
    "官方微博 政务微博 网站导航 返回首页 跳转到 RSS 智能机器人 旧版回顾 邮箱登录 客户端下载"
)
_MENU_WORDS_ALONE = _any_of("首页 首頁 搜索 导航 菜单 检索 微信 微博")
_MENU_WORD = re.compile(rf"{_MENU_WORDS_ANYWHERE}|^(?:{_MENU_WORDS_ALONE})$")
_LINK_SEPARATOR = re.compile(r"[|｜\s\u3000·•]+")

_CONTROL_WORDS = _any_of(
    "字体 字號 字号 打印 打印本页 打印此页 打印页面 打印文章 关闭 关闭窗口 关闭本页 关闭页面 关闭此页 "
    "分享 分享到 分享至 收藏 大 中 小 默认 超大 放大 缩小 A A- A+ 返回 返回顶部 返回列表 返回上页 "
    "返回上一页 纠错 我要纠错 朗读 播放 转发 点赞 评论 微信 微博 QQ空间 复制链接 正文 浏览 全文 "
    "大字号 中字号 小字号 大号字 中号字 小号字 下载 下载文字版 下载图片版 下载打印版 大中小 小中大 TT + -"
)
_CONTROL = re.compile(
    rf"[【\[（(]?\s*(?:{_CONTROL_WORDS}|扫一扫.{{0,20}}|\d{{1,6}}|[|｜>›»＞]+)\s*[】\]）)]?[:：]?"
)
_BAR_WORDS = _any_of("字体 打印 列印 关闭 關閉 分享 收藏 默认 超大 大 中 小 返回 纠错")
_PAGE_OF_PAPER = re.compile(r"第\s*[A-Z]?\d{1,3}\s*版(?:\s*[:：]?\s*[^。，；：]{0,12})?")
_BAR_WORD = re.compile(_BAR_WORDS)
_BAR_START = re.compile(r"[【\[]?")
_BAR_GAP = re.compile(r"[^。，；：【\[]{0,6}[】\]]?[\s|｜:：]*[【\[]?")  # from one word to the next

_FOOTERS_AT_START = _any_of(
    "上一篇 下一篇 上一条 下一条 上一頁 下一頁 上一页 下一页 前一篇 后一篇 网站找错 政府网站找错 附件下载 "
    "相关文档 相关附件 相关链接 相关新闻 相关阅读 相关文章 相关信息 相关报道 相关稿件 相关解读 相关文件 "
    "相关推荐 相关政策 相關鏈接 相關連結 相關新聞 相關閱讀 相關報道 相關報導 延伸阅读 延伸閱讀 推荐阅读 "
    "热门推荐 猜你喜欢 更多新闻 更多内容 更多精彩 友情链接 扫一扫 掃一掃 分享到 分享至 返回顶部 关闭窗口 "
    "打印本页 网站声明 免责声明 版权声明 特别声明 声明: 声明： "
    "关于我们 關於我們 联系我们 聯繫我們 聯絡我們 网站地图 网站导航 "
    "隐私 主办: 主办： 主办单位: 主办单位： 主辦: 主辦： 主辦單位: 主辦單位： 主管: 主管： 主管单位: 主管单位： "
    "承办: 承办： 承办单位: 承办单位： 技术支持 版权所有 版權所有 网站标识码 政府网站 Copyright © "
    "市级部门网站 本网站由 网站支持 我要评论 我要纠错"
)
_FOOTERS_ANYWHERE = _any_of(
    "ICP备 ICP证 ICP證 ICP備 公网安备 公安备案 网站标识码 版权所有: 版权所有： 版权所有© 版權所有: 版權所有："
)
_FOOTER_START = re.compile(
    rf"^[【\[]?\s*(?:{_FOOTERS_AT_START})|{_FOOTERS_ANYWHERE}|Copyright\s*©|All rights reserved",
    re.IGNORECASE,
)
_LISTED = (
    "推荐 热点 热门 热图 排行 排行榜 阅读 新闻 文章 资讯 要闻 文件 信息 专题 报道 图片 视频 评论"
)
_LIST_HEADING = re.compile(
    rf"(?:(?:为[你您]|猜[你您]|编辑|精彩|最新|热门|热点|点击|阅读|图片|今日|本周|本月|一周|大家|更多|往期|精选|"
    rf"相关|同类|其他|其它|作者最近|网友)[都在还]?(?:{_any_of(_LISTED)}|喜欢)(?:{_any_of(_LISTED)})?)\s*(?:[>›»:：]|更多|\+)*$"
)
_MAX_LIST_HEADING_LENGTH = 14
_NOTICE_OF_SITE = re.compile(
    r"【(?:点击|下载|立即|投票|扫码)[^】]{0,10}】|(?:下载|安装|打开|关注|搜索)[^。，]{0,14}(?:客户端|APP|App|app|公众号|小程序)"
    r"|(?:长按|扫描?|识别).{0,8}二维码|扫码(?:关注|下载|阅读)|点击(?:进入专题|“?阅读原文|右上角|上方.{0,14}关注)"
    r"|版权归.{0,10}(?:作者|所有)|转载(?:时)?[，,]?请(?:务必)?注明|未经.{0,8}授权.{0,8}转载|不代表.{0,10}(?:立场|观点)"
)
_CONTACTS_AT_START = _any_of(
    "邮编 邮政编码 邮箱 电子邮箱 传真: 传真： 网址: 网址： 網址 邮件: 邮件： 電話 電郵 Email E-mail"
)
_CONTACTS_ANYWHERE = _any_of("监督电话 投诉邮箱 投诉热线 投诉电话 服务热线 咨询电话: 咨询电话：")
_WEAK_FOOTER = re.compile(
    rf"^(?:{_CONTACTS_AT_START})|{_CONTACTS_ANYWHERE}|监督.{{0,4}}信箱"
    r"|^(?:单\s*位|通讯|通信|办公|联系)?地\s*址[:：]|\s地址[:：]|^.{0,8}(?:电话|热线)[:：]"
)


@_remembered
def is_navigation(text: str) -> bool:
    """Say whether a line is a menu, a bar of links, or a greeting of the site."""
    if len(text) > _MAX_NAVIGATION_LENGTH or re.search(r"[。；]", text):
        return False
    links = [link for link in _LINK_SEPARATOR.split(text) if link]
    longest = max(map(len, links), default=0)
    is_bar = (
        len(links) >= 3
        and longest > 1  # 云 江 市 教 育 局 is one name
        and longest <= _MAX_BAR_LINK_LENGTH
        and re.search(r"[，：:0-9]", text) is None
    )
    without_spaces = re.sub(r"\s+", "", text) if len(text) <= 5 else text  # 首 页
    has_menu_word = longest <= _MAX_LINK_LENGTH and _MENU_WORD.search(without_spaces) is not None
    return is_bar or has_menu_word or _GREETING.search(text) is not None


@_remembered
def is_page_control(text: str) -> bool:
    """Say whether a line is a button, a count or a newspaper's page: 打印, 大 中 小, 第01版：要闻."""
    if len(text) > _MAX_CONTROL_LENGTH:
        return False
    without_spaces = re.sub(r"\s+", "", text)
    return (
        _CONTROL.fullmatch(without_spaces) is not None
        or _PAGE_OF_PAPER.fullmatch(text) is not None
        or _is_control_bar(text)
    )


def _is_control_bar(text: str) -> bool:
    """Say whether a line is two buttons or more, with little between them.

    One pattern for the whole line would try every way to share it out among the buttons.
    """
    start, *gaps = _BAR_WORD.split(text)
    return (
        len(gaps) >= 2
        and _BAR_START.fullmatch(start) is not None
        and all(_BAR_GAP.fullmatch(gap) for gap in gaps)
    )


@_remembered
def is_footer_start(text: str) -> bool:
    """Say whether a line opens what follows an article: links, owner, copyright, ICP number."""
    return len(text) <= _MAX_FOOTER_LENGTH and _FOOTER_START.search(text) is not None


@_remembered
def is_list_heading(text: str) -> bool:
    """Say whether a line heads a list of other articles: 为你推荐, 点击排行, 热门文章."""
    return len(text) <= _MAX_LIST_HEADING_LENGTH and _LIST_HEADING.match(text) is not None


@_remembered
def is_notice_of_site(text: str) -> bool:
    """Say whether a line is the site's own word to readers: install, follow, do not reprint."""
    return len(text) <= _MAX_FOOTER_LENGTH and _NOTICE_OF_SITE.search(text) is not None


@_remembered
def is_weak_footer(text: str) -> bool:
    """Say whether a line is an address or a telephone number: footer only beside a sure one."""
    return len(text) <= _MAX_FOOTER_LENGTH and _WEAK_FOOTER.search(text) is not None
