"""Scoring: what counts as right, as an accusation, as a miss; and what is not scored."""

from typing import Any

import pytest

from checks.scoring import Share, named, pair_rows, score


def shares(label: dict[str, Any], predicted: dict[str, Any] | None) -> dict[str, tuple[int, int]]:
    """(right, n) by measure for one page."""
    found = score([{"file": "a.html", **label}], {"a.html": predicted} if predicted is not None else {})
    return {name: (share.right, share.n) for name, share in found.shares.items()}


def guide(state: str, key: str = "phone") -> dict[str, Any]:
    """A guide with one element."""
    return {"guide": {key: {"state": state, "value": None}}}


@pytest.mark.parametrize(
    ("label", "predicted", "accused", "missed", "abstained"),
    [
        ("valid", "valid", (0, 1), None, (0, 1)),
        ("valid", "absent", (1, 1), None, (0, 1)),
        ("valid", "blank", (1, 1), None, (0, 1)),
        ("valid", "partial", (0, 1), None, (0, 1)),
        ("valid", "unread", (0, 1), None, (1, 1)),
        ("absent", "valid", None, (1, 1), (0, 1)),
        ("placeholder", "absent", None, (0, 1), (0, 1)),
        ("negated", "unread", None, (0, 1), (1, 1)),
        ("partial", "valid", None, None, (0, 1)),
    ],
)
def test_states(
    label: str, predicted: str, accused: tuple[int, int] | None, missed: tuple[int, int] | None, abstained: tuple[int, int]
) -> None:
    """Accusations and misses are counted where they can occur, abstentions everywhere."""
    found = shares(guide(label), guide(predicted))

    assert found["guide states"] == (int(label == predicted), 1)
    assert found.get("all falsely accused") == accused
    assert found.get("all missed") == missed
    assert found["all abstained"] == abstained


def test_a_defect_that_is_called_valid() -> None:
    """A guide that cites only the repealed law is a defect when it is so: the two rates are turned round."""
    found = shares(guide("valid", "law_492_only"), guide("absent", "law_492_only"))

    assert (found["all missed"], "all falsely accused" in found) == ((1, 1), False)


def test_a_page_without_prediction_is_wrong_everywhere() -> None:
    """Nothing said is nothing right."""
    label = {"page_kind": "guide", "title": "指南", "published": "2015-06-01", "site": {"icp": "云ICP备1号"}, **guide("valid")}

    assert {name: right for name, (right, _) in shares(label, None).items()} == {
        "page kind": 0,
        "title": 0,
        "published date": 0,
        "site icp": 0,
        "guide states": 0,
        "guide abstained": 1,
        "all abstained": 1,
        "guide falsely accused": 0,
        "all falsely accused": 0,
    }


def test_what_a_label_leaves_out_is_not_scored() -> None:
    """Only sections of the label count."""
    assert shares({"page_kind": "home"}, {"page_kind": "home", "title": "x", "entries": [], **guide("absent")}) == {"page kind": (1, 1)}


@pytest.mark.parametrize(
    ("label", "predicted", "right"),
    [
        ({"page_kind": "column", "page_kind_alt": ["catalogue"]}, {"page_kind": "catalogue"}, True),
        ({"title": "关于２０１５年（检查）的通知"}, {"title": "关于2015年(检查)的通知 "}, True),
        ({"title": "关于检查的通知"}, {"title": "关于检查的通告"}, False),
        ({"title": None}, {"title": "首页"}, False),
        ({"published": "2015-06-01"}, {"published": "2015-06-02"}, False),
        ({"site": {"police": "京公网安备 11010102000001号"}}, {"site": {"police": "11010102000001"}}, True),
        ({"more_pages": False}, {"more_pages": None}, False),
        ({"annual_report": {"year": 2014, "sections": {}}}, {"annual_report": {"year": 2014}}, True),
        (
            {"links_to": {"guide": {"text": "公开指南", "url": "/zn.html"}}},
            {"links_to": {"guide": {"url": "http://a.example/zn.html", "text": ""}}},
            True,
        ),
        ({"integrity": {"hidden_external_links": 3}}, {"integrity": {"hidden_external_links": 8}}, True),
        ({"integrity": {"mojibake": False}}, {"integrity": {"mojibake": True}}, False),
    ],
)
def test_measures(label: dict[str, Any], predicted: dict[str, Any], right: bool) -> None:
    """Each measure by what a reader would call the same."""
    found = {name: share for name, share in shares(label, predicted).items() if not name.endswith("invented")}

    assert list(found.values()) == [(int(right), 1)]


def test_rows_are_paired_once_by_address_or_title() -> None:
    """A row found twice is one found and one too many; a cut title still pairs."""
    wanted = [
        {"title": "关于进一步加强安全生产检查工作的通知", "url": "/1.html", "date": "2015-06-01"},
        {"title": "甲", "url": "#", "date": None},
    ]
    got = [
        {"title": "关于进一步加强安全生产检查...", "url": "", "date": "2015-06-01"},
        {"title": "关于进一步加强安全生产检查工作的通知", "url": "http://a.example/1.html", "date": "2015-06-02"},
        {"title": "甲", "url": "#", "date": None},
    ]
    found = shares({"entries": wanted}, {"entries": got})

    assert pair_rows(wanted, got) == [(0, 1), (1, 2)]
    assert (found["list rows found"], found["list rows real"], found["list dates"]) == ((2, 2), (2, 3), (1, 2))
    assert shares({"entries": []}, {"entries": got})["empty lists seen"] == (0, 1)
    assert shares({"entries": wanted}, {"entries": []})["lists invented"] == (1, 1)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(0, 33, 0.0, 0.1043), (81, 81, 0.9547, 1.0), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)]
)
def test_wilson_intervals(right: int, n: int, low: float, high: float) -> None:
    """Intervals as tables give them."""
    assert Share(right, n).interval() == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_a_page_predicted_twice_is_refused() -> None:
    """Two predictions for one page cannot both be scored."""
    with pytest.raises(ValueError, match=r"a\.html"):
        named([{"file": "a.html"}, {"file": "a.html"}])
