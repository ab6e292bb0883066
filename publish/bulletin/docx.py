"""The bulletin as a Word document, from a template that an office may restyle. 通报表（DOCX）"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docxtpl
import jinja2
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from jinja2.sandbox import SandboxedEnvironment

from . import view
from .values import BEIJING, Bulletin
from .zipped import repacked

_WIDTHS = (36, 26, 20, 20)  # half characters on a line of the sections and of the remark, as our template has them
_MOST_LINES = 11  # of a row: a longer one is continued in another, so that no fact is torn between pages and every page names the unit
_WHOLE = 22  # lines of a row that still fits on a page and is not continued
_SHORT = 400  # characters: a row whose cells hold no more fits on a page and is not split between two


class TemplateError(Exception):
    """A template cannot be used; the message says why, in Chinese. 模板错误"""


def docx(bulletin: Bulletin, template: bytes) -> bytes:
    """The document's bytes: of the bulletin and the template alone.

    Raises:
        TemplateError: the template is no Word document, or asks for what a bulletin has not.
    """
    try:
        document = docxtpl.DocxTemplate(io.BytesIO(template))
        document.render(
            context(bulletin), jinja_env=SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined), autoescape=True
        )
        for table in document.docx.tables:
            _keep_short_rows(table)
        properties = document.docx.core_properties
        properties.title, properties.author = view.title(bulletin), bulletin.form.office
        properties.created = properties.modified = bulletin.at.astimezone(BEIJING).replace(tzinfo=None, microsecond=0)
        out = io.BytesIO()
        document.save(out)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TemplateError("模板不是 Word 文档（.docx）") from error
    except (jinja2.TemplateError, jinja2.exceptions.SecurityError) as error:
        raise TemplateError(f"模板中的占位符有误：{error}") from error
    return repacked(out.getvalue())


def context(bulletin: Bulletin) -> dict[str, Any]:
    """What a template can name; docs/operations.md lists it."""
    sections = bulletin.form.section
    return {
        "title": view.title(bulletin),
        "standing": view.standing(bulletin),
        "month": view.month_zh(bulletin.month),
        "head": view.head(bulletin),
        "sections": [{"name": section.name, "office": section.office} for section in sections],
        "units": [
            {
                "number": row.number,
                "name": row.name,
                # a cell of a Word table holds at least one paragraph
                **{f"section{place}": list(cell) or [""] for place, cell in enumerate(row.cells, 1)},
                "remark": list(row.remark) or [""],
            }
            for whole in view.table(bulletin)
            for row in view.split(whole, _WIDTHS, _MOST_LINES, _WHOLE)
        ],
        "nothing": view.nothing(bulletin),
        "statements": view.statements(bulletin),
        "changes": bulletin.changes,
        "repeated": view.repeated(bulletin),
        "manual": view.manual_rows(bulletin),
        "signers": bulletin.form.signers,
    }


def _keep_short_rows(table: Any) -> None:
    for row in table._tbl.tr_lst:
        longest = max((sum(len(node.text or "") for node in cell.iter(qn("w:t"))) for cell in row.tc_lst), default=0)
        properties = row.get_or_add_trPr()
        if longest <= _SHORT and properties.find(qn("w:cantSplit")) is None:
            properties.append(OxmlElement("w:cantSplit"))
