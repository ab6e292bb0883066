"""The review pages: the queue, one problem, files that came with entries. 复核页面"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from datasette.app import Datasette
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Request, Response

from archive.errors import ArchiveError
from checks.model import DECISION_ZH, ROLE_ZH, SCOPE_ZH, Decision, Review
from checks.reviewing import HOLD_ZH, STAGE_ZH, offered
from publish.rows import CODE_ROWS

from . import published
from .desk import Desk, Office, Snapshot, clock, day_of, is_busy, now, office_of
from .entering import KINDS, MOST_BYTES, Draft, Refused, draft_of, enter
from .people import Person
from .problem import ASKS, context, forms_for, stored, told_of
from .queue import VIEWS, WAITING, Asked, Queue, Turnaround, counted, item_of, items_of, queue_of, turnarounds
from .signing import HEADERS, is_own_form, login_address, person_of
from .uploads import Form, Unreadable, form_of

logger = logging.getLogger(__name__)
QUEUE = "/-/review"
STALE = "页面已过期或不是从本站提交，请核对后再次提交"
BATCH = (Decision.CONFIRM, Decision.REJECT)
#: nothing in a file that somebody sent may run or be shown as a page of ours
DOWNLOAD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}
VERDICT_ZH = {"none": "尚无人复核", "half": "一人确认，待第二人", "confirmed": "经人工确认", "rejected": "经人工复核不成立"}
#: words that every template of these pages needs
WORDS: Mapping[str, Any] = {
    "decision_zh": {each.value: zh for each, zh in DECISION_ZH.items()},
    "stage_zh": {each.value: zh for each, zh in STAGE_ZH.items()},
    "hold_zh": {each.value: zh for each, zh in HOLD_ZH.items()},
    "scope_zh": {each.value: zh for each, zh in SCOPE_ZH.items()},
    "role_zh": {each.value: zh for each, zh in ROLE_ZH.items()},
    "severity_zh": {code: name for code, name, _ in CODE_ROWS["severity"]},
    "state_zh": {code: name for code, name, _ in CODE_ROWS["state"]},
    "verdict_zh": VERDICT_ZH,
    "tilde": tilde_encode,
    "clock": clock,
    "stored": stored,
}

View = Callable[[Datasette, Request, Office, Person], Awaitable[Response]]


def signed_in(view: View) -> Callable[[Datasette, Request], Awaitable[Response]]:
    """A page for people who have signed in; others are asked to. 须登录"""

    async def page(datasette: Datasette, request: Request) -> Response:
        desk = Desk.of(datasette)
        if desk is None:
            raise NotFound("no ledger here")
        person = person_of(desk, datasette, request)
        if person is None:
            if request.method == "POST":
                return await told(datasette, request, "review_refused.html", {"why": "须先登录，本次提交没有记入"}, status=403)
            return Response.redirect(login_address(datasette, request))
        try:
            return await view(datasette, request, office_of(desk), person)
        except Unreadable:
            return await told(datasette, request, "review_refused.html", {"why": "提交的内容无法读取，没有记入"}, status=400)

    return page


async def told(datasette: Datasette, request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """A page of ours."""
    page = await datasette.render_template(template, {**WORDS, **values}, request=request)
    return Response.html(page, status=status, headers=dict(HEADERS))


def address(datasette: Datasette, fingerprint: str = "", **query: str) -> str:
    """Where the queue or a problem's page stands."""
    path = f"{QUEUE}/{tilde_encode(fingerprint)}" if fingerprint else QUEUE
    return str(datasette.urls.path(path)) + (f"?{urlencode(query)}" if query else "")


# -- the queue ---------------------------------------------------------------------------------------------------------------------


@signed_in
async def queue(datasette: Datasette, request: Request, office: Office, person: Person) -> Response:
    """The queue, and several decisions at once."""
    asked = Asked.told({name: request.args.get(name) or "" for name in request.args})
    if request.method != "POST":
        return await _queue(datasette, request, office, person, asked, entered=(request.args.get("entered") or ""))
    form = await form_of(request)
    refused: list[tuple[str, str]] = []
    done = 0
    if not is_own_form(request, form.fields.get("csrftoken", "")):
        refused.append(("", STALE))
    elif not form.picked:
        refused.append(("", "没有选中任何问题"))
    else:
        for value in form.picked:
            seen, _, fingerprint = value.partition(":")
            try:
                await _enter(office, _picked(fingerprint, seen, form), person)
                done += 1
            except Refused as error:
                refused.append((fingerprint, str(error)))
    if not refused:
        return Response.redirect(address(datasette, **asked.query(entered=str(done))), status=303)
    return await _queue(datasette, request, office, person, asked, done=done, refused=refused, form=form, status=409)


def _picked(fingerprint: str, seen: str, form: Form) -> Draft:
    draft = draft_of(fingerprint, {"decision": form.fields.get("decision", ""), "note": form.fields.get("note", ""), "seen": seen})
    if draft.decision not in BATCH:
        raise Refused(f"“{DECISION_ZH[draft.decision]}”只能逐项填写")
    return draft


async def _enter(office: Office, draft: Draft, person: Person) -> Review:
    """One entry in one transaction. Refused also where the ledger cannot take it."""
    try:
        return await office.write(lambda ledger: enter(ledger, draft, person, now()))
    except ArchiveError as error:
        raise Refused(unwritten(error)) from error


def unwritten(error: ArchiveError) -> str:
    """What a person is told when the ledger takes nothing; the rest is for whoever runs the program. 账本无法写入"""
    if is_busy(error):
        return "账本正在入账或发布，请过几分钟再提交"
    logger.error("an entry was not taken", exc_info=error)
    return "账本暂时无法写入，请告知管理员"


async def _queue(
    datasette: Datasette, request: Request, office: Office, person: Person, asked: Asked, *, status: int = 200, **more: Any
) -> Response:
    names, today = await published.names(datasette), day_of(now())

    def made(snapshot: Snapshot) -> tuple[Queue, tuple[Turnaround, ...], dict[str, str]]:
        items = items_of(snapshot, names, today)
        asked_for = (fingerprint for fingerprint, _ in more.get("refused", ()) if fingerprint in snapshot.episodes)
        messages = {fingerprint: snapshot.episodes[fingerprint].message for fingerprint in asked_for}
        return queue_of(items, asked, person), turnarounds(items, snapshot), messages

    shown, units, messages = await office.look(made)
    values = {
        "queue": shown,
        "asked": asked,
        "views": {key: name for key, (name, _) in VIEWS.items()},
        "where": lambda **changes: address(datasette, **asked.query(**{"page": 1, **changes})),
        "problem": lambda fingerprint: address(datasette, fingerprint),
        "may_decide": bool(set(BATCH) & {d for item in shown.items for d in offered(person.role, item.handling, person.name)}),
        "turnarounds": units,
        "messages": messages,
        "person": person,
        "ticked": {value.partition(":")[2] for value in more["form"].picked} if "form" in more else set(),
        **more,
    }
    return await told(datasette, request, "review_queue.html", values, status=status)


# -- one problem -------------------------------------------------------------------------------------------------------------------


@signed_in
async def problem(datasette: Datasette, request: Request, office: Office, person: Person) -> Response:
    """One problem with its history, and the forms for it."""
    fingerprint = tilde_decode(request.url_vars["fingerprint"])
    if request.method != "POST":
        return await _problem(datasette, request, office, person, fingerprint)
    form = await form_of(request)
    try:
        if not is_own_form(request, form.fields.get("csrftoken", "")):
            raise Refused(STALE)
        entry = await _enter(office, draft_of(fingerprint, form.fields, form.files), person)
    except Refused as error:
        return await _problem(datasette, request, office, person, fingerprint, why=str(error), form=form)
    return Response.redirect(address(datasette, fingerprint, entered=str(entry.number)) + "#done", status=303)


async def _problem(
    datasette: Datasette, request: Request, office: Office, person: Person, fingerprint: str, *, why: str = "", form: Form | None = None
) -> Response:
    known = await office.read(lambda ledger: told_of(ledger, fingerprint))
    if known is None:
        raise NotFound("no such problem")
    names, today = await published.names(datasette), day_of(now())
    values = context(known, person, today)
    item = item_of(known.episode, known.reviews, names, today)
    forms = forms_for(known, values["handling"], person, today, form.fields.get("decision", "") if form else "")
    entered = next((each for each in known.entries if str(each.number) == (request.args.get("entered") or "")), None)
    values |= {
        "item": item,
        "person": person,
        "forms": forms,
        "why": why,
        # what cannot be shown inside its form any more is shown beside the reason, so that no word is lost
        "typed": form.fields if form else {},
        "lost": [file.name for file in form.files] if form else [],
        "homeless": bool(form) and not any(each.chosen for each in forms),
        "asks": {decision.value: button for decision, (button, _) in ASKS.items()},
        "entered": entered,
        "kinds": ",".join(KINDS),
        "most": MOST_BYTES >> 20,
        "queue_address": address(datasette),
        "problem": lambda other: address(datasette, other),
        **await published.about(datasette, known.episode.unit, known.episode.rule, known.episode.subject),
    }
    return await told(datasette, request, "review_problem.html", values, status=409 if why else 200)


# -- files -------------------------------------------------------------------------------------------------------------------------


@signed_in
async def attachment(datasette: Datasette, request: Request, office: Office, person: Person) -> Response:
    """A file that came with an entry: to be saved, never shown."""
    number, sha256 = int(request.url_vars["number"]), request.url_vars["sha256"]
    entry = await office.read(lambda ledger: ledger.review(number))
    kept = next((each for each in entry.attachments if each.sha256 == sha256), None) if entry else None
    body = await office.read(lambda ledger: ledger.attachment(sha256)) if kept else None
    if kept is None or body is None:
        raise NotFound("no such file")
    return download(kept.name, body)


def download(name: str, body: bytes) -> Response:
    """A file to be saved under its name."""
    named = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(body, headers={**DOWNLOAD, "Content-Disposition": named}, content_type="application/octet-stream")


# -- beside the published pages ----------------------------------------------------------------------------------------------------


async def beside_finding(datasette: Datasette, request: Request, person: Person) -> dict[str, Any]:
    """What a finding's own page shows of the ledger to people who have signed in: ``handled``; nothing where it never failed. 处理情况"""
    desk = Desk.of(datasette)
    fingerprint = await published.fingerprint(datasette, tilde_decode(request.url_vars.get("pks", "")))
    if desk is None or not fingerprint:
        return {}
    try:
        known = await office_of(desk).read(lambda ledger: told_of(ledger, fingerprint))
    except ArchiveError:
        return {}
    if known is None:
        return {}
    return {"handled": {**WORDS, **context(known, person, day_of(now())), "address": address(datasette, fingerprint)}}


async def beside_front(datasette: Datasette, request: Request, person: Person) -> dict[str, Any]:
    """What waits at the desk, for the front page of people who have signed in: ``desk``, a row per view with anything in it. 待办"""
    desk = Desk.of(datasette)
    if desk is None:
        return {}
    names, today = await published.names(datasette), day_of(now())
    try:
        counts = await office_of(desk).look(lambda snapshot: counted(items_of(snapshot, names, today), person))
    except ArchiveError:
        return {}
    rows = [{"view": view, "name": VIEWS[view][0], "n": counts[view], "href": address(datasette, view=view)} for view in WAITING]
    return {"desk": [row for row in rows if row["n"]]}
