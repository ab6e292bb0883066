"""``coverage.toml``: every clause of the seed documents with the rules that check it, or the reason why none can. 覆盖情况"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from checks.model import Rule

from .mistakes import ConfigError, Mistake
from .reading import read
from .structure import nearest, structure

FILE = "coverage.toml"


@attrs.frozen(kw_only=True)
class Clause:
    """One clause of a seed document. 条款

    Attributes:
        about: what it asks for, in a few words.
        rules: ids of the rules that check it.
        unchecked: why it, or the rest of it, cannot be checked on the public web; must be there where no rule is.
    """

    clause: str
    about: str
    rules: tuple[str, ...] = ()
    unchecked: str = ""


@attrs.frozen(kw_only=True)
class SeedDocument:
    """A seed document. 种子文件

    Attributes:
        cited: words by which citations of rules name it (its 文号).
        note: what must be known of it as a whole.
    """

    title: str
    cited: str
    clauses: tuple[Clause, ...]
    note: str = ""


@attrs.frozen(kw_only=True)
class Coverage:
    """The seed documents, clause by clause. 覆盖情况

    Attributes:
        not_yet: ids of rules that are named and still to be written; empty once all are.
    """

    documents: tuple[SeedDocument, ...]
    not_yet: tuple[str, ...] = ()


def load_coverage(data: Path) -> Coverage:
    """The table as written.

    Raises:
        ConfigError: with every mistake of its form.
    """
    document, mistakes = read(data / FILE, data)
    if document is not None:
        found, mistakes = structure(document.table, Coverage, document.name)
        if found is not None:
            return found
    raise ConfigError(mistakes)


def uncovered(coverage: Coverage, rules: Sequence[Rule]) -> Iterator[Mistake]:
    """What is left open: a clause without rule or reason, a rule that does not exist, a rule of a seed that is not in its table. 未覆盖之处"""
    known = {rule.id: rule for rule in rules}
    named = {name for document in coverage.documents for clause in document.clauses for name in clause.rules}
    for number, document in enumerate(coverage.documents, 1):
        for place, clause in enumerate(document.clauses, 1):
            key = f"document[{number}].clause[{place}]"
            if not clause.rules and not clause.unchecked.strip():
                yield Mistake(FILE, key, f"{document.cited} {clause.clause}：既没有指标，也没有不能核查的理由")
            for name in clause.rules:
                if name not in known and name not in coverage.not_yet:
                    yield Mistake(FILE, f"{key}.rules", f"没有指标 {name}；{nearest(name, known)}")
        listed = {name for clause in document.clauses for name in clause.rules}
        for rule in rules:
            if rule.id not in listed and any(document.cited in citation.document for citation in rule.citations):
                yield Mistake(FILE, f"document[{number}]", f"指标 {rule.id} 以 {document.cited} 为依据，却不在其各条款之中")
    for name in coverage.not_yet:
        if name not in named:
            yield Mistake(FILE, "not_yet", f"{name} 不在任何条款之中")
