"""Every kind of fact, with the type of its value. The contract between extractors and predicates. 事实种类"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from checks.model import Entry, Link, PageKind, Paging, Reading

# kind → (type of value, meaning). Subjects named in brackets are element ids of the vocabulary family.
KINDS: Mapping[str, tuple[type, str]] = {
    "page.kind": (PageKind, "what the page is, by its body"),
    "page.title": (str, "title of the document or column, as the reader sees it, without the site's name"),
    "page.published": (dt.date, "publication date the page states; method visible or meta"),
    "page.attachment": (Link, "an attachment offered in the page's own content"),
    "page.image": (str, "address of a picture in the page's own content that may carry text"),
    "site": (Reading, "footer and meta identity [f_code f_icp f_psb f_mark f_zc f_host f_contact f_map]"),
    "site.name": (str, "what the page calls its site"),
    "site.search": (Reading, "a search box [box]"),
    "link": (Link, "a link to a place that rules ask for [role ids: guide catalogue apply annual_report …]"),
    "entry": (Entry, "one row of the page's main list"),
    "home.row": (Entry, "one row of a list on a front page, whichever"),
    "list.paging": (Paging, "what the pager says"),
    "list.blank": (str, "a column page that was read whole and holds neither rows nor text; the value says what it shows instead"),
    "list.awaits": (bool, "a page with neither rows nor text of its own, into which a script may yet write them"),
    "list.statement": (str, "a statement that there is legitimately nothing (情况说明)"),
    "guide": (Reading, "an element of a 公开指南 [vocabulary guide]"),
    "channels": (Reading, "a channel for applications [in_person mail fax online email]"),
    "form": (Reading, "a field of an application form in the page [vocabulary form]"),
    "process": (Reading, "a part of the application procedure [vocabulary process]"),
    "catalogue": (Reading, "a metadata field of a catalogue entry [vocabulary catalogue]"),
    "item": (Reading, "a field of a service or power item [vocabulary items]"),
    "penalty": (Reading, "a field of a penalty entry [vocabulary penalty]"),
    "penalty.date": (dt.date, "the day below the signature of a decision [decided]"),
    "penalty.told": (str, "words of a running text that tell a field without a label [p_perform p_legalrep p_uscc]"),
    "penalty.personal": (str, "personal data of somebody in a published penalty, masked [id card phone]"),
    "budget.year": (
        int,
        "the year of a budget or final account, 0 where its name does not say [budget final]; method part: its 三公 part alone",
    ),
    "budget": (Reading, "what an account shows [vocabulary budget]; PARTIAL: subjects of a table only above the level asked for"),
    "budget.secret": (str, "a statement that accounts are secret and therefore not published"),
    "budget.approved": (dt.date, "the day on which the finance bureau approved the account, where it says so [budget final]"),
    "licence": (Reading, "a field of a published licence [vocabulary licence]"),
    "random_check": (Reading, "a column of a list of random inspections [vocabulary random_check]"),
    "fee": (Reading, "a column of a list of fees [vocabulary fee]; NEGATED by the method statement: the page says that there are none"),
    "quality": (Reading, "what a publication of product quality checks tells [vocabulary quality]; only what is there"),
    "annual.year": (int, "the year an annual report covers"),
    "annual.section": (Reading, "a section of an annual report [vocabulary annual]"),
    "annual.part": (Reading, "a statistical table of an annual report, or a matter that its text takes up [vocabulary annual: t_* m_*]"),
    "annual.carried": (int, "applications in an annual report's table [carried: from the year before; left: to the next]"),
    "annual.sums": (int, "how many sums of a report's table of applications could be formed"),
    "annual.unequal": (str, "sums of that table that do not agree, in words [row column]"),
    "annual.defect": (str, "a defect of an annual report's text [no_trunc sum year]"),
    "limit": (
        int,
        "working days within which a guide or application page says something is done [reply extension active completion third_party]",
    ),
    "apply.suspended": (str, "a notice that applications in person are suspended; the end that it states, '' if it states none"),
    "org": (
        Reading,
        "organisation information [duty units leaders resume portfolio; office: the duties of one office, below a column of duties]",
    ),
    "law.obsolete": (str, "wording of repealed law [o_492only o_need o_15 o_fee o_organ]"),
    "notice": (
        str,
        "the page is an error, wall or notice instead of content [not_found error blocked moved closed]; the new address for the last two",
    ),
    "integrity.hidden_links": (int, "external hosts linked from inside hidden elements ['': foreign ones outside menus; all: every one]"),
    "integrity.hijack": (str, "a sign that the page's identity was replaced [title meta name words]"),
    "integrity.mojibake": (float, "share of undecodable characters in a damaged page"),
    "integrity.placeholder": (str, "a template that nobody filled in; confidence tells a sure one from a doubt"),
    "page.meta": (str, "tags of the national guideline in the head, a line each: name=content"),
    "page.script": (str, "the page is written in other characters than Simplified ones"),
    "page.tools": (Reading, "what a gazette offers its readers [print download share]"),
    "place": (Reading, "how an office or reading place is shown to be found [map route site]"),
    "messages": (Reading, "a public message, a group each [vocabulary messages]; days as ISO dates"),
    "docs.number": (Reading, "the number that a document's own page shows above its text"),
    "docs.mark": (str, "whether a numbered document's page says that it is out of force: marked, or only mentioned in its text"),
    "docs.repealed": (str, "a document's number on a list of those out of force"),
    "consult.until": (dt.date, "the last day for comments on a draft"),
    "page.truncated": (str, "only the beginning of the page was read: it is larger or nested deeper than can be; what it lacks is unread"),
    "reader.error": (str, "an extractor of ours failed on this page [extractor name]"),
}
