"""What Datasette and SQLite say when something does not go, in Chinese. 出错信息

A table; the first row that fits counts. What no row fits is said to be an error of no known kind, never shown as it came.
"""

from __future__ import annotations

import re

import attrs

BAD_REQUEST, FORBIDDEN, NOT_FOUND, BROKEN, UNAVAILABLE = 400, 403, 404, 500, 503


@attrs.frozen
class Said:
    """A sentence for a reader, and the HTTP status it goes with. 出错信息"""

    text: str
    status: int


_ROWS: tuple[tuple[str, str, int], ...] = (
    (r"Cannot sort table by (.+)", "不能按“{0}”排序：本表没有这一列，或这一列不能排序。", BAD_REQUEST),
    (r"Cannot use _sort and _sort_desc at the same time", "升序和降序只能取一种。", BAD_REQUEST),
    (r"_size must be a positive integer", "每页行数应为正整数。", BAD_REQUEST),
    (r"_size must be <= (\d+)", "每页最多 {0} 行；要全部数据，请导出 CSV。", BAD_REQUEST),
    (r"Cannot search by that column", "本表不能按这一列搜索。", BAD_REQUEST),
    (r"_where= is not allowed", "本站不允许另写筛选语句。", FORBIDDEN),
    (r"_facet= is not allowed", "本站不允许另加统计列。", BAD_REQUEST),
    (r"CSV streaming is disabled", "本站没有开放整表导出。", BAD_REQUEST),
    (r"_next not allowed for CSV streaming", "整表导出不能从中间开始。", BAD_REQUEST),
    (r"_col=(.+) - invalid columns", "本表没有“{0}”这一列。", BAD_REQUEST),
    (r"_nocol=(.+) - invalid columns", "不能隐去“{0}”：本表没有这一列，或它是主键。", BAD_REQUEST),
    (r"\?_blob_column= is required", "地址中没有写明取哪一列的内容。", BAD_REQUEST),
    (r"(.+) is not a valid column", "本表没有“{0}”这一列。", BAD_REQUEST),
    # the second where a text is asked for with a digest, which only a mistyped address does
    (r"Link has expired - .*|Strings must be encoded before hashing", "链接已经失效：所指的内容有变动，或已经没有。", BAD_REQUEST),
    (r"(?:Database|Table|Record|Row) not found.*|No data|Invalid (?:database|table).*|404", "没有找到这一页。", NOT_FOUND),
    (r"Cannot download.*", "这个数据库不能下载。", NOT_FOUND),
    (r"Database download is forbidden", "本站没有开放数据库下载。", FORBIDDEN),
    (r"(?:.*SQL query took too long.*|interrupted)", "查询超过了时间上限，已经停止。请加上筛选条件，或缩小范围后再试。", BAD_REQUEST),
    (r"Statement must (?:be a SELECT|begin with SELECT).*", "只能执行查询（SELECT 或 WITH 开头的语句）。", BAD_REQUEST),
    (r"Statement may not contain PRAGMA.*", "查询中不能含有 PRAGMA。", BAD_REQUEST),
    (r"You can only execute one statement at a time\.?", "一次只能执行一条语句。", BAD_REQUEST),
    (r"no such column: (.+)", "没有名为“{0}”的列。", BAD_REQUEST),
    (r"no such table: (.+)", "没有名为“{0}”的表。", BAD_REQUEST),
    (r"no such (?:function|module|collation sequence): (.+)", "没有名为“{0}”的函数。", BAD_REQUEST),
    (r"ambiguous column name: (.+)", "列名“{0}”在几个表中都有，请写明是哪个表的。", BAD_REQUEST),
    (r"wrong number of arguments to function (.+)", "函数“{0}”的参数个数不对。", BAD_REQUEST),
    (r'fts5: syntax error near "(.*)"', "搜索词中“{0}”附近写法有误。", BAD_REQUEST),
    (r"near \"(.*)\": syntax error", "查询语句在“{0}”附近写法有误。", BAD_REQUEST),
    (r"unrecognized token: (.+)", "查询语句中有不能识别的写法：{0}", BAD_REQUEST),
    (r"incomplete input", "查询语句没有写完。", BAD_REQUEST),
    (r"You did not supply a value for binding.*|Incorrect number of bindings.*", "查询所需的参数没有填全。", BAD_REQUEST),
    (r"unable to use function (\w+) in the requested context", "“{0}”不能用在这里。", BAD_REQUEST),
    (r"(?:not authorized|attempt to write a readonly database|access to .* is prohibited)", "数据库只供查询，不能改动。", BAD_REQUEST),
    (r"invalid literal for int\(\) with base 10: (.+)", "此处应为整数，实为 {0}。", BAD_REQUEST),
    (r"database disk image is malformed|file is not a database", "数据库文件损坏，请告知维护人员。", BROKEN),
)
_TABLE = tuple((re.compile(pattern, re.S), text, status) for pattern, text, status in _ROWS)

DENIED = "您没有查看此页的权限。如有需要，请先登录，或向管理员申请。"
OUTDATED = "这个发布库由较早版本的程序生成，缺少本页所需的数据。请维护人员运行 gongkai publish 重新发布。"
UNKNOWN_QUERY = "查询语句不能执行，请检查写法。"
UNKNOWN = "服务器处理时出错，已记入日志。请稍后再试；仍不行的，请把本页地址告知维护人员。"


def said(message: str, status: int = BROKEN) -> Said:
    """The sentence and the status for what went wrong. 出错信息

    Args:
        message: as Datasette or SQLite says it.
        status: what it goes with if no row of the table says otherwise.
    """
    for pattern, text, of_row in _TABLE:
        if match := pattern.fullmatch(message.strip()):
            return Said(text.format(*match.groups()), of_row)
    if status == NOT_FOUND:
        return Said("没有找到这一页。", status)
    return Said(UNKNOWN_QUERY if BAD_REQUEST <= status < BROKEN else UNKNOWN, status)
