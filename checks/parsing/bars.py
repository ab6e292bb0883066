"""Lines of the bars around a page's content: to log in, to print, to share, to turn the page. 工具栏文字"""

from __future__ import annotations

import re

AROUND = re.compile(
    r"^(?:上一[篇页条]|下一[篇页条]|上篇|下篇|分享到|分享[:：]|[\[【]?(?:打印|关闭)|字号|字体|扫一扫|返回顶部|相关(?:信息|文章|链接|新闻)$|视力保护"
    r"|热搜词|热门搜索|搜索热词|热词[:：]|无障碍|繁体|设为首页|加入收藏|登录|注册)|^.{0,6}?今天是|^.{0,12}?欢迎(?:您|你)?(?:访问|光临|来到)|支持ipv6|^本网站已支持"
    r"|^(?:第一页|首页)?\s?(?:上一页)?[\s\d.…]{0,60}(?:下一页|最后一页|末页|尾页)|^共\s?\d{1,6}\s?[条页]",
    re.I,
)
# Words of such bars that begin sentences and titles as well («登录…平台，点击…», «注册资本：…», «关闭…煤矿的公告»): a bar says little beside them.
EITHER = re.compile(r"^[\[【]?(?:打印|关闭|无障碍|繁体|登录|注册)")
BAR_WORDS = re.compile(
    r"登录|注册|用户名?|账号|密码|找回|忘记|个人中心|会员|退出|打印|本[页文稿]|关闭|窗口|页面|收藏|无障碍|浏览|阅读|辅助|模式|工具条?|繁体|简体|中文|版|长者|关怀|适老化?|老年|视力保护"
    r"|字[号体]|[大中小]|设为|加入|首页|网站|导航|地图|邮箱|手机|移动|微信|微博|客户端|搜索|政务服务网?|智能|问答|机器人|分享|纠错|订阅|已?支持|ipv6|english|rss|app|[\W\d_]",
    re.I,
)
NAMES_DATUM = re.compile(r"^(?:登录|注册)[\u4e00-\u9fff]{1,6}[:：]\s?[\w¥￥]")
MOST_BESIDE = 3  # characters beside the words of a bar


def is_bar(even: str) -> bool:
    """Whether a short line is of a bar by its own words. 是否为工具栏文字

    Args:
        even: the line (of a long one the beginning) with Traditional characters and wide signs made plain.
    """
    return AROUND.search(even) is not None and not _says_more(even)


def _says_more(even: str) -> bool:
    """Whether a line begins with a word of a bar and is none: a sentence, a title, a datum."""
    if not EITHER.match(even):
        return False
    return NAMES_DATUM.match(even) is not None or len(BAR_WORDS.sub("", even)) > MOST_BESIDE
