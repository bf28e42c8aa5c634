"""Captions as files say them: what is taken as it is, what is mended with its line, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.captions.rules.webvtt import CUES_MAX, CaptionTrack, Mended, read
from latecomer.core.errors import Refused

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nBonjour <i>à tous</i>\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000\r\nOn commence.\r\n"
)
HEAD = "WEBVTT - Anglais\n\nNOTE a comment\n\n"


def cue(times: str, text: str = "Hello") -> str:
    return f"{HEAD}{times}\n{text}\n"


def shown(captions: CaptionTrack) -> list[tuple[int, int, str]]:
    return [(each.start_ms, each.end_ms, each.text) for each in captions.cues]


def mended(captions: CaptionTrack) -> list[tuple[int, Mended]]:
    return [(each.line, each.code) for each in captions.findings]


def test_subrip_becomes_webvtt() -> None:
    captions = read(SRT, 10_000)
    assert captions.findings == ()
    assert captions.webvtt() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour <i>à tous</i>\n"
        "\n00:00:03.000 --> 00:00:04.000\nOn commence.\n"
    )


def test_webvtt_keeps_voices_languages_settings_and_lines() -> None:
    timing = "01:02.003 --> 01:04.005 line:0 align:start evil:url(x)"
    text = f"id\n{timing}\n<v Ada>Hi <lang fr>à <b>vous</b></lang></v>\nthere"
    captions = read(f"\ufeffWEBVTT\n\n{text}\n", None)
    assert captions.webvtt() == (
        "WEBVTT\n\n00:01:02.003 --> 00:01:04.005 line:0 align:start\n"
        "<v Ada>Hi <lang fr>à <b>vous</b></lang></v>\nthere\n"
    )
    assert captions.findings == ()
    assert read(captions.webvtt(), None).webvtt() == captions.webvtt()


@pytest.mark.parametrize(
    ("times", "expected", "finding"),
    [
        ("00:01.000 --> 00:02.000", [(1_000, 2_000)], None),
        ("00:08.000 --> 99:59:59.000", [(8_000, 10_000)], Mended.BEYOND),
        ("00:11.000 --> 00:12.000", None, Mended.BEYOND),
        ("00:02.000 --> 00:01.000", None, Mended.BACKWARDS),
        ("00:02.000 --> 00:02.000", None, Mended.BACKWARDS),
        ("-00:02.000 --> 00:03.000", None, Mended.BACKWARDS),
        ("00:02.000 --> soon", None, Mended.UNREADABLE),
        ("00:02.000 -->", None, Mended.UNREADABLE),
    ],
)
def test_times_lie_in_the_recording(
    times: str, expected: list[tuple[int, int]] | None, finding: Mended | None
) -> None:
    text = cue(times) + "\n00:09.500 --> 00:10.000\nLast\n"
    captions = read(text, 10_000)
    rest = [(start, end) for start, end, words in shown(captions) if words != "Last"]
    if expected == [(8_000, 10_000)]:
        expected, findings = [(8_000, 9_500)], [(5, Mended.BEYOND), (5, Mended.OVERLAP)]
    else:
        findings = [(5, finding)] if finding else []
    assert rest == (expected or [])
    assert mended(captions) == findings


def test_cues_that_overlap_follow_each_other_and_those_that_begin_together_stand_together() -> None:
    text = f"{HEAD}00:01.000 --> 00:05.000\nOne\n\n00:03.000 --> 00:04.000\nTwo\n\n00:03.000 --> 00:06.000\nThree\n"
    captions = read(text, 10_000)
    assert shown(captions) == [(1_000, 3_000, "One"), (3_000, 6_000, "Two\nThree")]
    assert mended(captions) == [(5, Mended.OVERLAP), (11, Mended.OVERLAP)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>alert(1)</script>Hello", "Hello"),
        ("<SCRIPT\n>alert(1)", None),
        ('<img src=x onerror="alert(1)">Hello', "Hello"),
        ("<b onclick=x>Hello</b>", "Hello"),
        ("<c.red>Hello</c>", "Hello"),
        ("<b>Hello", "<b>Hello</b>"),
        ("<b><i>Hello</b> you</i>", "<b><i>Hello</i></b> you"),
        ("2 < 3 & 4", "2 &lt; 3 &amp; 4"),
        ("&lt;b&gt; &amp; &nbsp;you", "&lt;b&gt; &amp; \xa0you"),
        ("<v Ada <b>>Hello", "&lt;v Ada <b>&gt;Hello</b>"),
        ("Hel\x00lo\x1b", "Hello"),
    ],
)
def test_markup_is_text_but_for_what_captions_need(text: str, kept: str | None) -> None:
    captions = read(cue("00:01.000 --> 00:02.000", text) + "\n00:09.000 --> 00:10.000\nLast\n", 10_000)
    assert [words for _, _, words in shown(captions) if words != "Last"] == ([kept] if kept else [])


def test_styles_and_regions_are_left_out_and_told() -> None:
    styles = "STYLE\n::cue { background: url(https://spy.example) }\n\nREGION\nid:1\n"
    text = f"{HEAD}{styles}\n00:01.000 --> 00:02.000\nHi\n"
    captions = read(text, None)
    assert mended(captions) == [(5, Mended.BLOCK), (8, Mended.BLOCK)]
    assert "spy" not in captions.webvtt()


def test_a_text_of_a_cue_has_an_end() -> None:
    captions = read(cue("00:01.000 --> 00:02.000", "x" * 5_000), None)
    assert [len(words) for _, _, words in shown(captions)] == [1_000]
    assert (5, Mended.TOO_LONG) in mended(captions)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "malformed_captions", "Line 1"),
        ("PK\x03\x04 a document", "malformed_captions", "Line 1"),
        ("WEBVTT\n\nno cue at all\n", "no_captions", "no caption that can be shown"),
        (cue("00:11.000 --> 00:12.000"), "no_captions", r"Line \d \(beyond_recording\)"),
        (cue("00:05.000 --> 00:02.000"), "no_captions", r"Line \d \(backwards\)"),
        (cue("-00:05.000 --> 00:02.000"), "no_captions", r"Line \d \(backwards\)"),
        (
            "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n\n" * (CUES_MAX + 1),
            "too_many_captions",
            f"Line {3 + 3 * CUES_MAX}",
        ),
    ],
)
def test_what_is_not_captions_is_refused_with_the_line(text: str, code: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        read(text, 10_000)
    assert refused.value.code == code


@given(st.text(alphabet=st.sampled_from("WEBVT\n\r:.,->0123456789<b/>&;vi script\x00é"), max_size=300))
def test_whatever_is_sent_what_is_kept_is_safe_and_in_order(junk: str) -> None:
    captions = read(f"WEBVTT\n\n{junk}\n\n00:00:01.000 --> 00:00:02.000\nEnd\n", 60_000)
    last = 0
    for each in captions.cues:
        assert last <= each.start_ms < each.end_ms <= 60_000
        last = each.end_ms
        assert "-->" not in each.text
        assert "<script" not in each.text.lower()
    assert read(captions.webvtt(), 60_000).webvtt() == captions.webvtt()
