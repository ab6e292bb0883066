"""One call that reads the whole data folder. 读取配置"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import attrs

from checks.calendar import table_warning
from checks.model import Overlay, Registry, Rule, RulePack
from checks.vocabulary import Vocabulary

from .mistakes import ConfigError, Mistake
from .overlays import read_overlays
from .packs import Predicates, read_packs
from .registry import WEB, read_registry, registry_warnings
from .words import read_vocabulary

PORTALS_FILE = "portals.toml"


@attrs.frozen(kw_only=True, eq=False)
class Config:
    """Everything that officers may edit, checked. 配置

    Attributes:
        packs, rules: by id; a rule belongs to the one pack that lists it.
        overlays: adjustments of rules by id; rules are kept as their packs have them.
        warnings: Chinese sentences about what is allowed but probably not meant.
    """

    registry: Registry
    packs: tuple[RulePack, ...]
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    overlays: tuple[Overlay, ...] = ()
    warnings: tuple[str, ...] = ()

    def warnings_on(self, day: dt.date) -> tuple[str, ...]:
        """What is to be said besides when something is judged for a day: tables that end soon. 当日提示"""
        return tuple(filter(None, [table_warning(self.vocabulary, day)]))

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def load(data_dir: Path, *, predicates: Predicates | None = None, portals: Path | None = None, schemes: Collection[str] = WEB) -> Config:
    """Read and check a data folder.

    Args:
        predicates: known predicates with the classes of their parameters; None takes those of ``checks.predicates``.
        portals: another registry file than ``portals.toml``.
        schemes: schemes a home page may have (see ``load_registry``).

    Raises:
        ConfigError: with every mistake of every file.
    """
    if not data_dir.is_dir():
        raise ConfigError([Mistake(str(data_dir), "", "数据文件夹不存在")])
    known = _known_predicates() if predicates is None else predicates
    packs, rules, mistakes = read_packs(data_dir / "rulepacks", data_dir, known)
    rules_read = not mistakes
    # while a pack cannot be read, a unit that names it is not at fault
    pack_ids = None if mistakes else {pack.id for pack in packs}
    registry, wrong = read_registry(portals or data_dir / PORTALS_FILE, data_dir, pack_ids, schemes)
    mistakes += wrong
    # while a rule or the registry cannot be read, an adjustment that names one of theirs is not at fault
    units = None if wrong or portals else {unit.id for unit in registry.units}
    overlays, wrong = read_overlays(data_dir, data_dir, rules, known, units) if rules_read else ((), [])
    mistakes += wrong
    vocabulary, wrong = read_vocabulary(data_dir)
    mistakes += wrong
    if mistakes:
        raise ConfigError(mistakes)
    warnings = registry_warnings(registry)
    return Config(registry=registry, packs=packs, rules=rules, vocabulary=vocabulary, overlays=overlays, warnings=warnings)


def _known_predicates() -> Predicates:
    from checks.predicates import PREDICATES

    return {name: predicate.params for name, predicate in PREDICATES.items()}
