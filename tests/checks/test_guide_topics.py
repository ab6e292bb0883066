"""Headings and sentences of a guide's textual elements, in official and in everyday words."""

from __future__ import annotations

import pytest

from checks.facts.guide_topics import hints_at, says, topics_of

HEADINGS = (
    ("信息的分类", {"classify"}),
    ("信息如何分类", {"classify"}),
    ("你们有哪些信息？", {"classify"}),
    ("信息分类与编排", {"classify", "arrange"}),
    ("目录怎么编", {"arrange"}),
    ("怎么找到信息", {"obtain"}),
    ("到哪儿能看到？", {"obtain"}),
    ("【公开渠道】", {"obtain"}),
    ("丁、递交申请", {"procedure"}),
    ("怎样申请", {"procedure"}),
    ("要不要花钱", {"fee"}),
    ("▲工本费", {"fee"}),
    ("收费检索、复制、邮寄成本费", {"fee"}),  # what is charged for, not where to look
    ("信息的获取与收费", {"obtain", "fee"}),
    ("不满意怎么办", {"supervision"}),
    ("权利救济", {"supervision"}),
    ("申请受理、收费与监督", {"procedure", "fee", "supervision"}),
    ("受理机构", set()),
    ("谁来受理申请", set()),
    ("受理时间", set()),
    ("投诉电话", {"supervision"}),
    ("市场监督管理局", set()),
    ("邮政编码", set()),
)
SENTENCES = (
    ("classify", "土地、矿产、测绘和机关政务,共五类。", True),
    ("classify", "本局信息设为招生、师资、体育、财务四类。", True),
    ("classify", "信息公开有网上、现场两种方式。", False),
    ("classify", "依申请公开部分,请与下列机构联系。", False),
    ("classify", "本机关公开信息的时限为自形成之日起20个工作日内。", False),
    ("arrange", "目录以树形结构编排。", True),
    ("arrange", "信息按职能、法规、计划等类别分类,编排体系包括索引号、名称、生成日期。", True),
    ("arrange", "本指南包括信息的分类、编排体系、获取方式。", False),
    ("arrange", "本机关按收到申请的先后顺序处理申请。", False),
    ("obtain", "平时看村口公开栏,也可以用手机看。", True),
    ("obtain", "本指南可在本局网站查阅。", False),
    ("procedure", "填张单子就行,20个工作日内给答复。", True),
    ("procedure", "不服的,可以在60日内申请行政复议。", False),
    ("fee", "本局提供信息,分文不取。", True),
    ("fee", "保留条款,不取消原有办法。", False),
    ("supervision", "对结果有异议,可以向市政府提出行政复议。", True),
    ("supervision", "分为公共法律服务、行政复议应诉、社区矫正五大类别。", False),
)


@pytest.mark.parametrize(("heading", "topics"), HEADINGS)
def test_a_heading_announces_its_elements(heading: str, topics: set[str]) -> None:
    """A heading is understood by what it asks or names, not by one official wording."""
    assert topics_of(heading) == topics


@pytest.mark.parametrize(("name", "sentence", "said"), SENTENCES)
def test_a_sentence_says_an_element(name: str, sentence: str, said: bool) -> None:
    """A sentence counts where it tells the reader the thing itself."""
    assert says(name, sentence) is said


@pytest.mark.parametrize(
    ("name", "sentence"), [("arrange", "根据收到申请的先后次序来处理"), ("fee", "经费由财政负担"), ("obtain", "确保取得实效")]
)
def test_words_of_something_else_hint_at_nothing(name: str, sentence: str) -> None:
    """Such words do not stand in the way of calling an element absent."""
    assert not hints_at(name, sentence)
