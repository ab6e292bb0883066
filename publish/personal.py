"""What readers hold names no private person's numbers. 隐去个人信息"""

from __future__ import annotations

import attrs

from checks.masking import is_case_rule, mask
from checks.model import Episode, Finding


def without_personal(finding: Finding) -> Finding:
    """The finding with what belongs to a person masked in its words and quotes; addresses, digests and locators stay. 检查结果脱敏"""
    of_case = is_case_rule(finding.rule)
    return attrs.evolve(
        finding,
        subject_name=mask(finding.subject_name, of_case=of_case),
        message=mask(finding.message, of_case=of_case),
        looked=mask(finding.looked, of_case=of_case),
        evidence=tuple(attrs.evolve(each, quote=mask(each.quote, of_case=of_case)) for each in finding.evidence),
    )


def episode_without_personal(episode: Episode) -> Episode:
    """The same of a problem. 问题脱敏"""
    return attrs.evolve(episode, message=mask(episode.message, of_case=is_case_rule(episode.rule)))
