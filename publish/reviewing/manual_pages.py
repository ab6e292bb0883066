"""The pages on which findings of inspections on the spot are entered. 人工核查项录入"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.errors import ArchiveError
from archive.ledger import Ledger
from checks.model import Role

from . import published
from .desk import Office, day_of, now
from .manual import FIELDS, ROWS, Checked, Mistake, Typed, check, read_table, template
from .pages import STALE, download, signed_in, told, unwritten
from .people import Person
from .signing import is_own_form
from .uploads import Form, form_of

PAGE, TEMPLATE = "/-/manual", "/-/manual/template.xlsx"
MAY = frozenset({Role.REVIEWER, Role.OFFICE, Role.ADMINISTRATOR})
LATELY = 50


@signed_in
async def manual(datasette: Datasette, request: Request, office: Office, person: Person) -> Response:
    """What was entered, and entering more: one by form, or a table, which is shown before it is entered."""
    if request.method != "POST":
        return await _page(datasette, request, office, person)
    form = await form_of(request)
    if not is_own_form(request, form.fields.get("csrftoken", "")):
        return await _page(datasette, request, office, person, why=STALE, typed=form.fields, status=409)
    if person.role not in MAY:
        return await told(datasette, request, "review_refused.html", {"why": "“查阅”角色不能录入人工核查项，没有记入"}, status=403)
    lines, mistakes = _sent(form)
    units = dict((await published.names(datasette)).units)
    if mistakes:
        return await _page(datasette, request, office, person, mistakes=mistakes, typed=form.fields, status=409)
    only_look = form.fields.get("step") == "look"
    try:
        checked = await (office.read if only_look else office.write)(
            lambda ledger: enter(ledger, lines, units, person, now(), write=not only_look)
        )
    except ArchiveError as error:
        return await _page(datasette, request, office, person, why=unwritten(error), typed=form.fields, status=409)
    if checked.mistakes:
        return await _page(datasette, request, office, person, mistakes=checked.mistakes, typed=form.fields, status=409)
    if only_look:
        rows = json.dumps([attrs.asdict(line) for line in lines], ensure_ascii=False)
        return await _page(datasette, request, office, person, looked=checked.findings, rows=rows)
    return Response.redirect(f"{datasette.urls.path(PAGE)}?entered={len(checked.findings)}", status=303)


def enter(
    ledger: Ledger, lines: Sequence[Typed], units: Mapping[str, str], person: Person, at: dt.datetime, *, write: bool = True
) -> Checked:
    """Check all lines against what is known and, if there is no mistake, enter all of them. 录入"""
    checked = check(lines, units, ledger.manual_findings(), person.name, at, day_of(at))
    for finding in checked.findings if write else ():
        ledger.add_manual_finding(finding)
    return checked


def _sent(form: Form) -> tuple[tuple[Typed, ...], tuple[Mistake, ...]]:
    """The lines that were sent: of a table to be looked at, of one that was looked at, or of the form."""
    if form.files:
        return read_table(form.files[0].name, form.files[0].body)
    if form.fields.get("step") == "look":
        return (), (Mistake(line=0, column="", why="没有选择文件"),)
    if "rows" not in form.fields:
        return (Typed(line=0, **{name: form.fields.get(name, "").strip() for name in FIELDS}),), ()
    try:
        rows = json.loads(form.fields["rows"])
        return tuple(Typed(line=int(row["line"]), **{name: str(row[name]) for name in FIELDS}) for row in rows), ()
    except (ValueError, TypeError, KeyError):
        return (), (Mistake(line=0, column="", why="预览的内容不完整，请重新选择文件"),)


async def _page(datasette: Datasette, request: Request, office: Office, person: Person, *, status: int = 200, **more: Any) -> Response:
    names = await published.names(datasette)
    lately = (await office.read(lambda ledger: ledger.manual_findings()))[::-1][:LATELY]
    values = {
        "rows": "",
        "looked": (),
        "mistakes": (),
        "typed": {},
        "why": "",
        **more,
        "bulletin_rows": ROWS,
        "units": names.units,
        "lately": lately,
        "month": f"{day_of(now()):%Y-%m}",
        "may": person.role in MAY,
        "entered": request.args.get("entered") or "",
        "person": person,
    }
    return await told(datasette, request, "review_manual.html", values, status=status)


@signed_in
async def template_file(datasette: Datasette, request: Request, office: Office, person: Person) -> Response:
    """The spreadsheet to fill in."""
    return download("人工核查项模板.xlsx", template((await published.names(datasette)).units.values()))
