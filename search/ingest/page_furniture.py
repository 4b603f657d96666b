"""Which lines belong to the page and not to the article: navigation, controls, footer?"""

import re

_GREETING = re.compile(
    r"无障碍.{0,4}浏览|無障礙瀏覽|^今天是|欢迎(?:您|访问|光临|来到)|^歡迎|^您好[，,！!]?|热门搜索[:：]|热搜[:：]|^请输入|^請輸入|请使用.{0,8}浏览器"
)
_NAVIGATION_WORDS = re.compile(
    r"无障碍|無障礙|适老|长者(?:版|模式|专区)|关怀版|设为首页|設為首頁|加入收藏|收藏本站|登录|登錄|登陆|注册|註冊|"
    r"网站地图|網站地圖|简体|繁体|繁體|簡體|English|ENGLISH|手机版|移动版|旧版|站内搜索|站內搜索|全站搜索|"
    r"高级搜索|智能问答|天气预报|微信公众号|官方微博|政务微博|网站导航|返回首页|跳转到|RSS|智能机器人|"
    r"^首\s*页$|^首頁$|^搜\s*索$|^导航$|^菜单$|^检索$|^微信$|^微博$|旧版回顾|邮箱登录|客户端下载"
)
_MAX_LINK_LENGTH = 8
_MAX_NAVIGATION_LENGTH = 60
_LINK_SEPARATOR = re.compile(r"[|｜\s\u3000·•]+")
_PAGE_CONTROL = re.compile(
    r"^[【\[（(]?\s*(?:字体|字號|字号|打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面|此页)?|分享(?:到|至)?|收藏|大|中|小|放大|缩小|默认|A-?|A\+|"
    r"返回(?:顶部|列表|上页|上一页)?|纠错|我要纠错|朗读|播放|转发|点赞|评论|微信|微博|QQ空间|复制链接|扫一扫.{0,20}|"
    r"下载(?:文字版|图片版|打印版)?|正文|浏览|全文|大\s*中\s*小|小\s*中\s*大|【?大】?\s*【?中】?\s*【?小】?|T\s*T|\+|-|\d{1,6}|[|｜>›»＞]+)"
    r"\s*[】\]）)]?[:：]?$"
)
_CONTROL_BAR = re.compile(
    r"^(?:[【\[]?(?:字体|打印|列印|关闭|關閉|分享|收藏|默认|超大|大|中|小|返回|纠错)[^。，；：【\[]{0,6}[】\]]?[\s|｜:：]*){2,}$"
)
_FOOTER_START = re.compile(
    r"^[【\[]?\s*(?:上一篇|下一篇|上一条|下一条|上一頁|下一頁|上一页|下一页|前一篇|后一篇|(?:政府)?网站找错|附件下载|相关(?:文档|附件|链接|新闻|阅读|文章|信息|报道|稿件|解读|文件|附件下载|推荐|政策)|"
    r"相關(?:鏈接|連結|新聞|閱讀|報道|報導)|延伸阅读|延伸閱讀|推荐阅读|热门推荐|猜你喜欢|"
    r"更多(?:新闻|内容|精彩)|友情链接|扫一扫|掃一掃|分享到|分享至|返回顶部|"
    r"关闭窗口|打印本页|网站声明|免责声明|版权声明|"
    r"关于我们|關於我們|联系我们[:：]?|聯繫我們|聯絡我們|网站地图|网站导航|隐私|主办(?:单位)?[:：]|主辦(?:單位)?[:：]|"
    r"主管(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|版权所有|版權所有|网站标识码|政府网站|Copyright|©|市级部门网站|本网站由|网站支持|我要(?:评论|纠错))"
    r"|ICP[备證证備]|公网安备|公安备案|网站标识码|Copyright\s*©|All [Rr]ights [Rr]eserved|版权所有\s*[:：©]|版權所有\s*[:：©]"
)
_FOOTER_MAX_LENGTH = 200
_WEAK_FOOTER = re.compile(
    r"^(?:单位|单 位|通讯|通信|办公|联系)?(?:地址|地 址|地\s*址)[:：]|^邮编|^邮政编码|^(?:电子)?邮箱|"
    r"^.{0,8}(?:电话|热线)[:：]|^传真[:：]|监督电话|投诉(?:邮箱|热线|电话)|服务热线|\s地址[:：]|咨询电话[:：]|监督.{0,4}信箱|^E-?mail|^網址|^网址[:：]|^邮件[:：]|^電話[:：]|^電郵"
)


def is_navigation(text: str) -> bool:
    """Say whether a line is a menu, a bar of links, or a greeting of the site."""
    if len(text) > _MAX_NAVIGATION_LENGTH or re.search(r"[。；]", text):
        return False
    links = [link for link in _LINK_SEPARATOR.split(text) if link]
    longest = max(map(len, links), default=0)
    is_bar = len(links) >= 3 and longest <= 10 and not re.search(r"[，：:0-9]", text)
    has_menu_word = _NAVIGATION_WORDS.search(text) is not None and longest <= _MAX_LINK_LENGTH
    return is_bar or has_menu_word or _GREETING.search(text) is not None


def is_page_control(text: str) -> bool:
    """Say whether a line is a button or a count: 打印, 【关闭窗口】, 大 中 小."""
    return len(text) <= 40 and (
        _PAGE_CONTROL.match(text) is not None or _CONTROL_BAR.match(text) is not None
    )


def is_footer_start(text: str) -> bool:
    """Say whether a line opens what follows an article: related links, owner, copyright, ICP number."""
    return len(text) <= _FOOTER_MAX_LENGTH and _FOOTER_START.search(text) is not None


def is_weak_footer(text: str) -> bool:
    """Say whether a line is an address or a telephone number: footer only beside a sure footer line."""
    return len(text) <= _FOOTER_MAX_LENGTH and _WEAK_FOOTER.search(text) is not None
