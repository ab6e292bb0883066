"""The bulletin as one page that needs no other file. 通报表（HTML）"""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2

from . import view
from .values import Bulletin

_SHORT = 350  # characters: a row whose cells hold no more is not split between two printed pages


def html(bulletin: Bulletin) -> bytes:
    """The page's bytes: of the bulletin alone."""
    units = [
        {
            "number": row.number,
            "name": row.name,
            "cells": row.cells,
            "remark": row.remark,
            "short": all(sum(map(len, cell)) <= _SHORT for cell in row.cells),
        }
        for row in view.table(bulletin)
    ]
    return (
        _template()
        .render(
            title=view.title(bulletin),
            standing=view.standing(bulletin),
            issued=bulletin.issued,
            head=view.head(bulletin),
            sections=bulletin.form.section,
            units=units,
            nothing=view.nothing(bulletin),
            statements=view.statements(bulletin),
            changes=bulletin.changes,
            repeated=view.repeated(bulletin),
            manual=view.manual_rows(bulletin),
            signers=bulletin.form.signers,
        )
        .encode()
    )


@functools.cache
def _template() -> jinja2.Template:
    text = (Path(__file__).parent / "templates" / "bulletin.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text)
