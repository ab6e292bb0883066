"""Frames of invented sites, to put one content into many surroundings: menus, breadcrumbs and lists beside it differ. 页面框架"""

from __future__ import annotations

from collections.abc import Callable, Sequence

OFFICE = "松河县水利局"
COLUMNS = (
    "首页",
    "机构概况",
    "政务公开",
    "政策法规",
    "工作动态",
    "通知公告",
    "办事服务",
    "互动交流",
    "专题专栏",
    "河长制",
    "下载中心",
    "联系我们",
)
NEWS = (
    "局领导到柳树乡调研防汛工作",
    "我县启动水库除险加固工程建设",
    "关于做好安全饮水工作的通知",
    "河道清障专项行动第二批名单公示",
    "图解：农村供水设施怎么管护",
    "县水利局召开节水宣传推进会",
)
FOOT = f"<div>版权所有：{OFFICE}　地址：松河县人民路8号　电话：0999-5551234<br>桂ICP备99000001号-1　网站标识码：9912345678</div>"


def menu() -> str:
    """The site's menu as a list."""
    return "<ul>" + "".join(f'<li><a href="/c{number}/">{name}</a></li>' for number, name in enumerate(COLUMNS)) + "</ul>"


def menu_line(mark: str) -> str:
    """The site's menu on one line."""
    return "<div>" + mark.join(f'<a href="/c{number}/">{name}</a>' for number, name in enumerate(COLUMNS)) + "</div>"


def beside(caption: str, dated: bool = False) -> str:
    """A list that stands beside the content."""
    days = [f"<span>0{n + 3}-1{n}</span>" if dated else "" for n in range(len(NEWS))]
    rows = [f'<li><a href="/h/{n}.html">{title}</a>{day}</li>' for n, (title, day) in enumerate(zip(NEWS, days, strict=True))]
    return f"<div><h4>{caption}</h4><ul>{''.join(rows)}</ul></div>"


def trail(steps: Sequence[str], mark: str) -> str:
    """A breadcrumb; nothing where there are no steps."""
    way = mark.join(f'<a href="/x{number}/">{step}</a>' for number, step in enumerate(steps))
    return f"<div>当前位置：{way}</div>" if steps else ""


def bare(title: str, steps: Sequence[str], content: str) -> str:
    """No classes, a menu on one line, nothing beside the content."""
    inner = f"{menu_line('　')}{trail(steps, ' » ')}<div>{content}</div>{FOOT}"
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{inner}</body></html>'


def news_first(title: str, steps: Sequence[str], content: str) -> str:
    """A list of news between the breadcrumb and the content."""
    news = (
        "<div><div>本周热点</div><div>" + "<br>".join(f'<a href="/h/{n}.html">{name}</a>' for n, name in enumerate(NEWS)) + "</div></div>"
    )
    inner = f"{menu_line(' | ')}<div>{trail(steps, ' &gt; ')}{news}{content}</div>{FOOT}"
    return f'<html><head><meta charset="utf-8"><title>{title}-{OFFICE}</title></head><body>{inner}</body></html>'


def tables(title: str, steps: Sequence[str], content: str) -> str:
    """An old page laid out with tables; the title tag names the office first."""
    left = f"<td width=200>站内公告{beside('最新信息')}</td>"
    right = f"<td>{trail(steps, '→')}<table><tr><td>{content}</td></tr></table></td>"
    inner = f"<table><tr><td>{menu_line('|')}</td></tr></table><table><tr>{left}{right}</tr></table><table><tr><td>{FOOT}</td></tr></table>"
    return f'<html><head><meta charset="utf-8"><title>{OFFICE}--{title}</title></head><body>{inner}</body></html>'


def parts(title: str, steps: Sequence[str], content: str) -> str:
    """A page made of header, main, aside and footer; the list at the side shows days."""
    way = trail(steps, " / ").replace("当前位置：", "")
    main = f"<main>{way}<div class=content>{content}</div><aside>{beside('大家在看', dated=True)}</aside></main>"
    head = f"<header><div class=logo>{OFFICE}</div><nav>{menu()}</nav></header>"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}_{OFFICE}</title></head><body>{head}{main}<footer>{FOOT}</footer></body></html>'
    )


def one_title(title: str, steps: Sequence[str], content: str) -> str:
    """A site whose title tag is the same on every page."""
    inner = f"<div>{menu()}</div><div>{trail(steps, ' &gt; ')}<div>{content}</div></div><div>{beside('点击排行')}</div>{FOOT}"
    return f'<html><head><meta charset="utf-8"><title>{OFFICE}</title></head><body>{inner}</body></html>'


FRAMES: dict[str, Callable[[str, Sequence[str], str], str]] = {
    "bare": bare,
    "news first": news_first,
    "tables": tables,
    "parts": parts,
    "one title": one_title,
}
