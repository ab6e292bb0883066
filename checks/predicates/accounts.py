"""Budgets and final accounts: published, broken down, explained, in time. 部门预决算

An account is one document in several pages and files; what one of them shows counts for all, and nothing is missing while one is unread.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from checks.assemble import Column, Reach, ReadPage, UnitFacts
from checks.calendar import last_day
from checks.facts.accounts import BUDGET, FINAL, accounts_named, organ_named
from checks.facts.roles import role_of_text
from checks.looked import looked_for
from checks.model import Entry, Evidence, Fact, Link, Outcome, State
from checks.parsing.fold import fold

from .base import Verdict, best, cited, first_published, label_words, not_found, page_name, reading, years_named
from .own import is_named, same_organ

ROLE = "budget"
NAMES = {BUDGET: "部门预算", FINAL: "部门决算"}
# Words of a row in a finance column that may be a table of an account, though nothing names the account.
TABLE = re.compile(r"表|明细|支出|收入|收支|经费|公开|说明|附件")
MONEY = re.compile(r"收支|支出|预算|决算|经费|财务")
LITTLE_TEXT = 100  # characters; a page with fewer only offers the account
Key = tuple[str, int]


def _year(kind: str, unit: UnitFacts) -> int:
    """The year whose account is the latest that can be due: this year's budget, last year's final account."""
    return unit.context.as_of.year - (kind == FINAL)


def _is_own(unit: UnitFacts, title: str, organs: set[str]) -> bool:
    """Whether an account is the unit's: it bears its name or nobody's; of an unnamed unit, the only name that is borne."""
    organ = organ_named(title)
    if not organ:
        return True
    return same_organ(organ, fold(unit.unit.name)) if is_named(unit) else len(organs) == 1


@attrs.frozen(eq=False)
class Titled:
    """A row, link or page whose words name an account. 名目"""

    key: Key
    part: bool
    fact: Fact
    reach: Reach
    page: ReadPage | None


def _titled(unit: UnitFacts) -> tuple[Titled, ...]:
    """Everything that is called an account of the unit's own, once per place that names it."""
    named: list[tuple[str, Fact, Reach, ReadPage | None]] = []
    for page in unit.pages:
        for fact in (*page.rows, *page.of("page.attachment")):
            value = fact.value
            if isinstance(value, Entry | Link):
                words = value.title if isinstance(value, Entry) else value.text
                named.append((words, fact, *unit.reach(value.url)))
        words = page.title if accounts_named(page.title, unit.context.vocabulary) else page.page.anchor or ""
        named += [(words, fact, Reach.READ, page) for fact in page.of("budget.year")[:1]]
    told = [(words, fact, reach, page, accounts_named(words, unit.context.vocabulary)) for words, fact, reach, page in named]
    organs = {organ for words, _, _, _, accounts in told if accounts and (organ := organ_named(words))}
    return tuple(
        Titled((account.kind, account.year), account.part, fact, reach, page)
        for words, fact, reach, page, accounts in told
        if _is_own(unit, words, organs)
        for account in accounts
    )


@attrs.frozen(kw_only=True)
class AccountsPublished:
    """Options of ``accounts_published``: accounts by kind (``budget``, ``final``), each with the month and day after which it is due."""

    due: dict[str, str]


def accounts_published(unit: UnitFacts, params: AccountsPublished) -> Iterator[Verdict]:
    """This year's budget and last year's final account are on the portal by their days. 预决算已公开

    An absence is charged only where a finance column was read to its end and lists other accounts: a unit may publish on the finance
    bureau's platform instead.
    """
    titled = _titled(unit)
    for kind, due in params.due.items():
        yield _published(unit, kind, _year(kind, unit), due, titled)


def _published(unit: UnitFacts, kind: str, year: int, due: str, titled: Sequence[Titled]) -> Verdict:
    name = f"{year}年度{NAMES[kind]}"
    hits = [t for t in titled if t.key == (kind, year)]
    opened = [t for t in hits if t.reach is Reach.READ and not t.part]

    def verdict(outcome: Outcome, why: str, used: Sequence[Fact | Evidence] = (), looked: str = "") -> Verdict:
        return Verdict(outcome=outcome, subject=kind, subject_name=name, why=why, used=tuple(used), looked=looked)

    if opened:
        return verdict(Outcome.PASSED, f"“{cited(_words(opened[0].fact))}”", [opened[0].fact])
    if secret := unit.of("budget.secret"):
        return verdict(Outcome.INAPPLICABLE, f"网站说明：{cited(str(secret[0].value))}", secret[:1])
    if f"{unit.context.as_of:%m-%d}" <= due:
        return verdict(Outcome.INAPPLICABLE, f"未到核查日期（{due}）")
    if hits:
        why = "仅见“三公”经费部分" if hits[0].part else "条目未能打开"
        return verdict(Outcome.CANT_TELL, f"“{cited(_words(hits[0].fact))}”{why}", [hits[0].fact])
    if linked := _linked(unit, (kind, year)):
        return verdict(Outcome.CANT_TELL, f"“{cited(_words(linked[0]))}”链接未能查看，可能在站外公开", linked[:1])
    undated = [t.fact for t in titled if t.key == (kind, 0)]
    if undated:
        return verdict(Outcome.CANT_TELL, f"“{cited(_words(undated[0]))}”未注年度", undated[:1])
    columns = _finance_columns(unit)
    if alike := _alike(columns, titled, (kind, year)):
        return verdict(Outcome.CANT_TELL, f"“{cited(_words(alike[0]))}”是否即所查文件需人工看一眼", alike[:1])
    rows = [t.fact for t in titled if t.key[1] and any(t.fact in column.entries for column in columns)]
    if not rows:
        why = "；".join(unit.gaps) or f"站内未见列有历年{NAMES[kind]}的栏目，可能公开在财政部门统一平台"
        return verdict(Outcome.CANT_TELL, why)
    if not all(column.ended for column in columns):
        return verdict(Outcome.CANT_TELL, f"栏目“{next(c for c in columns if not c.ended).name}”未读到最后一页", rows[:1])
    words = [f"{year}年{NAMES[kind]}", f"{year}年度{NAMES[kind].removeprefix('部门')}"]
    outcome, why, _ = not_found(unit, unit.blocked(ROLE), ())
    if outcome is Outcome.FAILED:
        listed = "、".join(f"“{cited(_words(fact), 30)}”" for fact in rows[:3])
        return verdict(outcome, f"栏目“{columns[0].name}”列有{listed}，未见{name}", rows[:5], looked_for(unit, words, roles=(ROLE,)))
    return verdict(outcome, why, rows[:1])


def _finance_columns(unit: UnitFacts) -> tuple[Column, ...]:
    """Lists that are called after accounts, or to which a link of that name leads."""
    led = {t.page.url for t in unit.offers(ROLE) if t.page is not None and t.reach is Reach.READ and t.is_door}
    return tuple(
        c for c in unit.columns if role_of_text(c.name, unit.context.vocabulary) == ROLE or any(page.url in led for page in c.pages)
    )


def _linked(unit: UnitFacts, key: Key) -> tuple[Fact, ...]:
    """Links outside lists whose words name the account: to the platform of the finance bureau, often."""
    return tuple(
        fact
        for fact in unit.of("link")
        if any((account.kind, account.year) == key for account in accounts_named(_words(fact), unit.context.vocabulary))
    )


def _alike(columns: Sequence[Column], titled: Sequence[Titled], key: Key) -> tuple[Fact, ...]:
    """Rows of the finance columns that name the year and are no other account of the unit: of another organ, or in words we do not know.

    Likewise rows about money that name no year, of the year in which the account was due.
    """
    kind, year = key
    others = {id(t.fact) for t in titled if t.key != key}
    rows = (fact for column in columns for fact in column.entries if id(fact) not in others)
    return tuple(fact for fact in rows if _may_be(fact, year, year + (kind == FINAL)))


def _may_be(fact: Fact, year: int, due: int) -> bool:
    words = fold(_words(fact))
    day = fact.value.date if isinstance(fact.value, Entry) else None
    return str(year) in words or (not years_named(words) and bool(MONEY.search(words)) and day is not None and day.year == due)


def _words(fact: Fact) -> str:
    value = fact.value
    return value.title if isinstance(value, Entry) else value.text if isinstance(value, Link) else fact.evidence.quote


@attrs.define(eq=False)
class Read:
    """An account with its pages and files. 一份预决算"""

    pages: list[ReadPage] = attrs.Factory(list)
    unread: list[Fact] = attrs.Factory(list)
    whole: bool = False  # more than its 三公 part

    def facts(self, kind: str, subject: str | None = None) -> tuple[Fact, ...]:
        """Facts over all of its pages and files."""
        return tuple(fact for page in self.pages for fact in page.of(kind, subject))


def _read(unit: UnitFacts) -> Mapping[Key, Read]:
    """Accounts whose pages opened; a file without a name of its own belongs to the page that offers it."""
    found: dict[Key, Read] = defaultdict(Read)
    for titled in _titled(unit):
        account = found[titled.key]
        if titled.page is not None and titled.reach is Reach.READ and titled.page.of("budget"):
            account.pages += [titled.page] if titled.page not in account.pages else []
            account.whole |= not titled.part
        else:
            account.unread.append(titled.fact)
    loose, unread = _unnamed(unit)
    for key, account in found.items():
        account.pages += [page for page in loose if page not in account.pages] if account.pages else []
        account.unread += unread
        for page in tuple(account.pages):
            account.unread += page.of("page.image")
            for fact in page.of("page.attachment"):
                _add_file(unit, key, account, fact)
    return {key: account for key, account in found.items() if account.pages}


def _unnamed(unit: UnitFacts) -> tuple[list[ReadPage], list[Fact]]:
    """Pages that hold part of an account and do not say of which, and rows that may lead to such: tables published one by one."""
    loose = [page for page in unit.pages if page.of("budget") and not page.of("budget.year")]
    rows = [fact for column in _finance_columns(unit) for fact in column.entries if TABLE.search(fold(_words(fact)))]
    unnamed = [fact for fact in rows if not accounts_named(_words(fact), unit.context.vocabulary)]
    return loose, [fact for fact in unnamed if isinstance(fact.value, Entry) and unit.reach(fact.value.url)[1] not in loose]


def _add_file(unit: UnitFacts, key: Key, account: Read, fact: Fact) -> None:
    link = fact.value
    assert isinstance(link, Link)
    accounts = accounts_named(link.text, unit.context.vocabulary)
    if accounts and key not in {(a.kind, a.year or key[1]) for a in accounts}:
        return  # the file of another account
    reach, file = unit.reach(link.url)
    if reach is Reach.READ and file is not None and file.of("budget"):
        account.pages += [file] if file not in account.pages else []
    else:
        account.unread.append(fact)


@attrs.frozen(kw_only=True)
class AccountElements:
    """Options of ``account_elements``.

    Attributes:
        accounts: kinds of accounts that are judged (``budget``, ``final``), the latest of each.
        elements: what each must show, by the vocabulary's id.
        absent: outcome for what is simply not there; what is there in part only is charged in any case.
    """

    accounts: tuple[str, ...]
    elements: dict[str, str]
    absent: Outcome = Outcome.FAILED


def account_elements(unit: UnitFacts, params: AccountElements) -> Iterator[Verdict]:
    """The latest budget and final account show what they must, in the page or in its files. 预决算内容"""
    known = _read(unit)
    secret = unit.of("budget.secret")
    for kind in params.accounts:
        year = _year(kind, unit)
        account = known.get((kind, year))
        if secret:
            why = f"网站说明：{cited(str(secret[0].value))}"
            name = f"{year}年度{NAMES[kind]}"
            yield Verdict(outcome=Outcome.INAPPLICABLE, subject=kind, subject_name=name, why=why, used=secret[:1])
        elif account is None:
            why = "；".join(unit.gaps) or "未见可读取的文本，是否公开由“部门预决算公开”指标判定"
            yield Verdict(outcome=Outcome.CANT_TELL, subject=kind, subject_name=f"{year}年度{NAMES[kind]}", why=why)
        else:
            yield _elements(unit, account, kind, f"{year}年度{NAMES[kind]}", params)


def _elements(unit: UnitFacts, account: Read, kind: str, name: str, params: AccountElements) -> Verdict:
    readings = {element: best(account.facts("budget", element)) for element in params.elements}
    states = {element: reading(fact).state if fact else State.UNREAD for element, fact in readings.items()}
    shown = tuple(fact for element, fact in readings.items() if fact is not None and states[element] is State.VALID)
    partial = [element for element, state in states.items() if state is State.PARTIAL]
    missing = [element for element, state in states.items() if state is State.ABSENT]
    unread = [element for element, state in states.items() if state is State.UNREAD]
    pages = account.pages[:1]
    used = tuple(fact for e in partial if (fact := readings[e]) is not None) + account.facts("page.kind")[:1]

    def verdict(outcome: Outcome, why: str, used: tuple[Fact, ...], looked: str = "") -> Verdict:
        return Verdict(outcome=outcome, subject=kind, subject_name=name, why=why, used=used, looked=looked)

    def told(elements: Sequence[str]) -> str:
        return "、".join(params.elements[element] for element in elements)

    where = f"“{cited(page_name(pages[0]), 40)}”"
    if not (partial or missing or unread):
        return verdict(Outcome.PASSED, f"{where}{len(states)}项齐全", shown)
    short = sum(page.own_text for page in account.pages) < LITTLE_TEXT
    if account.unread or short or not account.whole:
        why = "部分内容在附件、图片或未能打开的条目中" if account.unread else "正文过少" if short else "仅见“三公”经费部分"
        return verdict(Outcome.CANT_TELL, f"{where}未读出{told(partial + missing + unread)}，{why}", (*account.unread[:2], *used))
    charged = partial + (missing if params.absent is Outcome.FAILED else [])
    if charged:
        quoted = next((reading(fact).value or "" for e in partial if (fact := readings[e]) is not None), "")
        parts = [f"{told(partial)}仅列到上一级科目（如“{cited(quoted, 30)}”）"] if partial else []
        parts += [f"应列{len(states)}项，缺{len(missing)}项：{told(missing)}"] if missing and params.absent is Outcome.FAILED else []
        words = [word for e in charged for word in label_words(unit, "budget", e, params.elements[e])[:3]]
        return verdict(Outcome.FAILED, f"{where}{'；'.join(parts)}", (*shown[:3], *used), looked_for(unit, words, pages=account.pages))
    return verdict(Outcome.CANT_TELL, f"{where}未读出{told(missing + unread)}，是否列明需人工看一眼", used)


@attrs.frozen(kw_only=True)
class AccountsInTime:
    """Options of ``accounts_in_time``: calendar days from the approval within which an account is published."""

    days: int


def accounts_in_time(unit: UnitFacts, params: AccountsInTime) -> Iterator[Verdict]:
    """Accounts that say when they were approved were published within so many days. 批复后按时公开

    The day of approval is rarely printed; where it is not, or the page states no day of its own, the question stays open.
    """
    known = _read(unit)
    judged = [found for key, account in sorted(known.items()) if key[1] for found in _in_time(unit, key, account, params.days)]
    yield from judged
    if not judged:
        why = "预决算文本未写明批复日期或公布日期" if known else "；".join(unit.gaps) or "站内未见可读取的预决算文本"
        yield Verdict(outcome=Outcome.CANT_TELL, why=why)


def _in_time(unit: UnitFacts, key: Key, account: Read, days: int) -> Iterator[Verdict]:
    kind, year = key
    approvals = {
        f.value: f
        for f in account.facts("budget.approved", kind)
        if isinstance(f.value, dt.date) and f.value.year == year + (kind == FINAL)
    }
    publications = {f.value: f for f in account.facts("page.published") if isinstance(f.value, dt.date)}
    if not approvals or not publications:
        return
    approved, published = max(approvals), min(publications)
    until = last_day(approved, days, unit.context.vocabulary)
    why = f"{approved}批复，{published}公布"
    if published < approved or until is None:
        outcome, why = Outcome.CANT_TELL, f"{why}，不能据以计算期限"
    elif published <= until:
        outcome = Outcome.PASSED
    elif not first_published(unit, published, publications[published]):
        outcome, why = Outcome.CANT_TELL, f"{why}，公布日期可能为更新或网站迁移的日期"
    else:
        outcome, why = Outcome.FAILED, f"{why}，批复后{days}日届满于{until}"
    used = (approvals[approved], publications[published])
    yield Verdict(outcome=outcome, subject=f"{kind}-{year}", subject_name=f"{year}年度{NAMES[kind]}", why=why, used=used)


__all__ = ["AccountElements", "AccountsInTime", "AccountsPublished", "account_elements", "accounts_in_time", "accounts_published"]
