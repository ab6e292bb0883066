"""Charts as plain SVG: drawn by pygal, without its scripts, styles, tips and comments; the page's style sheet colours them. 图"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import lxml.etree
import markupsafe
import pygal

# pygal leaves an import hook of Python 2's kind behind, for maps that we do not draw; whoever asks the hooks one by one fails on it.
sys.meta_path[:] = [hook for hook in sys.meta_path if not isinstance(hook, pygal.PluginImportFixer)]

_GONE = ("defs", "script", "style", "desc", "title")  # what moves, styles and explains itself in English
HEIGHT = 200
WIDTH = 460
MOST_LABELS = 6  # dates under an axis that stand side by side


def trend(name: str, labels: Sequence[str], series: Mapping[str, Sequence[int]], *, bars: bool = False) -> markupsafe.Markup:
    """A line (or bars) for each series over the labels. 走势图

    Args:
        name: what the picture shows, for those who do not see it; the numbers must stand in a table beside it.
    """
    kind = pygal.Bar if bars else pygal.Line
    chart = kind(
        width=WIDTH,
        height=HEIGHT,
        js=(),
        css=(),
        include_x_axis=True,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        legend_box_size=10,
        dots_size=3,
        margin=8,
        margin_right=34,
        spacing=8,
        truncate_label=-1,
        value_formatter=lambda value: f"{value:,.0f}",
        no_data_text="无数据",
        disable_xml_declaration=True,
        show_minor_x_labels=False,
    )
    chart.x_labels = list(labels)
    top = max((value for values in series.values() for value in values), default=0)
    chart.y_labels = ticks(top)
    chart.range = (0, chart.y_labels[-1])
    step = max(1, -(-len(labels) // MOST_LABELS))
    chart.x_labels_major = list(labels[::step])
    for title, values in series.items():
        chart.add(title, list(values))
    return _plain(chart.render_tree(), name)


def ticks(top: int) -> list[int]:
    """Round numbers from nought to above the highest, at most six steps. 刻度"""
    step = next(factor * 10**power for power in range(12) for factor in (1, 2, 5) if factor * 10**power * 5 >= top)
    return list(range(0, (top // step + 1) * step + 1, step))


def _plain(tree: lxml.etree._Element, name: str) -> markupsafe.Markup:
    """The picture alone."""
    lxml.etree.strip_elements(tree, *_GONE, lxml.etree.Comment, with_tail=False)
    for node in tree.iter():
        node.attrib.pop("id", "")
    # the axes are told in the name and drawn as signs: nothing of them is read out number by number
    tree.attrib.update({"role": "img", "aria-label": name, "width": str(WIDTH), "height": str(HEIGHT)})
    return markupsafe.Markup(lxml.etree.tostring(tree, encoding="unicode"))
