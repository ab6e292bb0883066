"""Bytes to text: what is declared wrongly, twice, late or not at all, and editions for readers abroad."""

from __future__ import annotations

import itertools

import pytest

from checks.parsing.decode import decode, readability

CHINESE = "<title>关于印发年度工作要点的通知</title><p>各科室、直属单位：现将有关事项通知如下，请遵照执行。"
TRADITIONAL = "<title>關於年度報告的通知</title><p>各單位：現將有關事項通知如下，請依規定辦理，並於期限內開會說明。"
LIES = "gb2312 gbk gb18030 big5 utf-8 iso-8859-1 windows-1252 us-ascii windows-1251 koi8-r windows-1254 unicode nonsense idna".split()
ABROAD = {
    "shift_jis": ("cp932", "<p>このサイトでは、県の政策についてお知らせします。くわしくは担当までご連絡ください。①"),
    "euc-jp": ("euc_jp", "<p>このサイトでは、県の政策についてお知らせします。くわしくは担当までご連絡ください。"),
    "euc-kr": ("cp949", "<p>이 사이트는 현의 정책을 안내합니다. 자세한 내용은 담당 부서로 문의하시기 바랍니다."),
    "windows-1251": ("cp1251", "<p>На этом сайте опубликованы сведения о работе уезда и его управлений."),
    "iso-8859-1": ("cp1252", "<p>La ville a été fondée près de la préfecture; coopération économique générale, élèves, forêts."),
    "iso-8859-2": ("iso8859-2", "<p>Město leží u řeky; příští zasedání se koná v úterý, účast je možná i přes síť."),
    "windows-1253": ("cp1253", "<p>Η διοίκηση της επαρχίας δημοσιεύει εδώ τις αποφάσεις και τις ανακοινώσεις της."),
}


@pytest.mark.parametrize(
    ("text", "codec"), [(CHINESE, "gb18030"), (TRADITIONAL, "big5hkscs"), (CHINESE, "utf-8"), (TRADITIONAL, "gb18030")]
)
def test_wrong_declarations_are_passed_over(text: str, codec: str) -> None:
    """Whatever the header and the page say, once, twice or late: Chinese is read as what it is."""
    for header, meta in itertools.product(["", *LIES], repeat=2):
        page = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">{text}' if meta else text
        assert (page, codec) == decode(page.encode(codec), f"text/html; charset={header}" if header else "text/html")
    late = "<!--" + "x" * 9000 + f'--><meta charset="utf-8"><meta charset="big5">{text}'
    assert (late, codec) == decode(late.encode(codec))


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "windows-1253"])
def test_a_few_rare_characters_are_chinese_still(declared: str) -> None:
    """Every byte is a letter to such a set: it proves nothing against a reading in Chinese without damage."""
    assert ("<p>孙悟空、龚鑫淼", "gb18030") == decode("<p>孙悟空、龚鑫淼".encode("gbk"), f"text/html; charset={declared}")


@pytest.mark.parametrize("declared", ABROAD)
def test_editions_for_readers_abroad(declared: str) -> None:
    """A declaration that is true of another script holds, be it in the header, in the page or before it."""
    codec, text = ABROAD[declared]
    whole = f'<?xml version="1.0" encoding="{declared}"?>{text}'

    assert (text, codec) == decode(text.encode(codec), f"text/html; charset={declared}")
    assert (whole, codec) == decode(whole.encode(codec))


@pytest.mark.parametrize("label", ["GB2312", "csGB2312", "GB_2312", "GB_2312-80", "chinese", "x-gbk", "GBK"])
def test_gb2312_means_all_of_gb18030(label: str) -> None:
    """Names outside the small set are in the text."""
    text = f'<meta charset="{label}"><p>局长朱镕、副局长龑堃㙍'
    assert (text, "gb18030") == decode(text.encode("gb18030"))


@pytest.mark.parametrize("bom", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_decides(bom: bytes) -> None:
    """Against every declaration."""
    encoding = {3: "utf-8"}.get(len(bom), "utf-16-le" if bom[0] == 0xFF else "utf-16-be")
    assert CHINESE == decode(bom + CHINESE.encode(encoding), "text/html; charset=gbk")[0]


def test_letters_count_for_less_than_common_characters() -> None:
    """Chinese that is read as Korean is full of letters as well."""
    kana = ("\u3041", "\u30fe")
    assert 0 == readability("カキク") < readability("カキク", kana) < readability("的一是", kana) == readability("的一是")
