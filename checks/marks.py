"""Quotation marks within quotation marks, after GB/T 15834—2011 4.8.3.3: “outer ‘inner “innermost” inner’ outer”. 引号"""

from __future__ import annotations

#: for words that will stand within quotation marks
INNER_MARKS = str.maketrans("“”", "‘’")
_OUTER, _INNER = "“”", "‘’"


def nested(text: str) -> str:
    """A text whose quotation marks alternate with their depth; one whose marks do not pair (a title cut off) stays as it is. 引号套用"""
    if "“" not in text or not _pairs(text):
        return text
    depth, told = 0, []
    for character in text:
        depth += character == "“"
        marks = _OUTER if depth % 2 else _INNER
        told.append(marks[_OUTER.index(character)] if character in _OUTER else character)
        depth -= character == "”"
    return "".join(told)


def _pairs(text: str) -> bool:
    open_marks = 0
    for character in text:
        open_marks += (character == "“") - (character == "”")
        if open_marks < 0:
            return False
    return open_marks == 0
