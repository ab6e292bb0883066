"""Compute once per page view: what several extractors share is kept with the view and dies with it. 视图缓存"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from lxml.html import HtmlElement

from .view import PageView

Value = TypeVar("Value")
More = ParamSpec("More")


def per_view(function: Callable[Concatenate[PageView, More], Value]) -> Callable[Concatenate[PageView, More], Value]:
    """Decorator for a pure function of a view (and hashable further arguments): computed at the first call, kept on the view. 每页只算一次"""

    @functools.wraps(function)
    def once(view: PageView, *args: More.args, **kwargs: More.kwargs) -> Value:
        kept = view.kept
        key = (function, args, *sorted(kwargs.items())) if kwargs else (function, args) if args else function
        try:
            value: Value = kept[key]
        except KeyError:
            value = kept[key] = function(view, *args, **kwargs)
        return value

    @functools.wraps(function)
    def once_alone(view: PageView) -> Value:  # no further arguments to be gathered, as with most: in half the time
        kept = view.kept
        try:
            value: Value = kept[function]
        except KeyError:
            value = kept[function] = function(view)  # type: ignore[call-arg]  # it takes the view alone, as was looked at
        return value

    alone = len(inspect.signature(function).parameters) == 1
    return cast("Callable[Concatenate[PageView, More], Value]", once_alone if alone else once)


def per_element(function: Callable[[HtmlElement], Value]) -> Callable[[HtmlElement], Value]:
    """Decorator for a pure function of an element that many lines ask of the same block: computed once, forgotten with the page. 每元素只算一次"""
    kept: weakref.WeakKeyDictionary[HtmlElement, Value] = weakref.WeakKeyDictionary()

    @functools.wraps(function)
    def once(element: HtmlElement) -> Value:
        try:
            return kept[element]
        except KeyError:
            value = kept[element] = function(element)
            return value

    return once
