"""Readings of the lexicon, as engines get them: through espeak-ng itself where it is installed."""

from __future__ import annotations

import contextlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a11y.speech.text import Spoken, normalise, pronounce, utf16_length, utf16_offsets
from a11y.speech.text.homophones import HOMOPHONES
from a11y.words.lexicon import Lexicon
from a11y.words.syllables import SYLLABLES, marked, numbered
from benchmarks import gold

FOLDER = Path(__file__).parent / "gold"
WORDS = [tuple(line.split("\t")) for line in (FOLDER / "words.tsv").read_text("utf-8").splitlines()]
OURS = Lexicon.load(None)
# What espeak-ng says before and after a run of English.
FOREIGN = re.compile(r"\(en\)")


def for_espeak(text: str) -> Spoken:
    return pronounce(normalise(text), OURS, "espeak")


class Phonemes:
    """espeak-ng in this process. It finds its data from where it was started, so we go there."""

    def __init__(self, library: str, data: str) -> None:
        from a11y.speech.espeak_worker import Espeak

        self._home = Path(data).parent
        with contextlib.chdir(self._home):
            self._espeak = Espeak(library, data, "cmn", 60)

    def __call__(self, text: str) -> str:
        with contextlib.chdir(self._home):
            return self._espeak.phonemes(text)


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    loader = pytest.importorskip("espeakng_loader", reason="no espeakng-loader is installed")
    return Phonemes(loader.get_library_path(), loader.get_data_path())


def sound(phonemes: Phonemes, text: str) -> str:
    """The phonemes without stress, pauses and the edges of words."""
    return re.sub("[' _|,:]", "", phonemes(text))


def spelt(reading: str) -> str:
    """A reading as pinyin that espeak-ng reads, tones as they are spoken."""
    said = [numbered(syllable) for syllable in reading.split()]
    for index, ((letters, tone), (_, following)) in enumerate(pairwise(said)):
        if letters == "bu" and tone == following == 4:
            said[index] = (letters, 2)
    return "".join(
        re.sub("^([jqx])iong", r"\1ong", letters.replace("ü", "v")) + str(tone)
        for letters, tone in said
    )


def same(heard: str, wanted: str) -> bool:
    """Equal but for what espeak-ng does by itself: light tones, third before third, 一 and 不."""
    if re.sub(r"\d", "", heard) != re.sub(r"\d", "", wanted):
        return False
    tones = zip(re.findall(r"\d+", heard), re.findall(r"\d+", wanted), strict=True)
    return all(
        one == other or "11" in {one, other} or {one, other} in _CHANGING for one, other in tones
    )


_CHANGING = ({"35", "214"}, {"51", "55"}, {"35", "55"}, {"35", "51"})


@pytest.mark.parametrize(("word", "reading"), WORDS, ids=[word for word, _ in WORDS])
def test_espeak_says_words_as_they_are_read(phonemes: Phonemes, word: str, reading: str) -> None:
    heard = sound(phonemes, for_espeak(word).text)
    assert same(heard, sound(phonemes, spelt(reading))), heard


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("还款", "Xua35n khwa214n"),
        ("六安市", "lu51 a55n s.i.51"),
        ("重庆", "ts.hong35 tS;hi51N"),
        ("处分", "ts.hu214 f@51n"),
        ("处理", "ts.hu214 li214"),
        ("供给", "kong55 tS;i214"),
        ("强迫", "tS;hiA214N pho51"),
        ("会计", "khuai51 tS;i51"),
        ("英雄", "ji55N S;ong35"),
    ],
)
def test_tones_of_some_words(phonemes: Phonemes, text: str, reading: str) -> None:
    """Against espeak-ng's names of the sounds: X is h, tS; is j, ts. is zh, h after it a breath."""
    assert sound(phonemes, for_espeak(text).text) == reading.replace(" ", "")


def test_the_table_of_words_is_long() -> None:
    assert len(WORDS) >= 400


@pytest.mark.parametrize("half", gold.HALVES)
def test_espeak_never_takes_hanzi_for_english(phonemes: Phonemes, half: str) -> None:
    for sentence in gold.sentences(half):
        spoken = for_espeak(sentence.source)
        if spoken.language == "zh":
            hanzi = " ".join(re.findall("[\u3400-\u9fff]+|[a-z]+[1-5][a-z1-5]*", spoken.text))
            assert not FOREIGN.search(phonemes(hanzi)), spoken.text


@pytest.mark.parametrize("text", ["一会儿到这儿", "老伴儿带儿女", "兄弟雄起", "无穷大", "囧"])
def test_what_espeak_itself_gets_wrong(phonemes: Phonemes, text: str) -> None:
    assert FOREIGN.search(phonemes(text))
    assert not FOREIGN.search(phonemes(for_espeak(text).text))


def test_capitals_are_spelt_for_espeak(phonemes: Phonemes) -> None:
    assert for_espeak("VIP客户和APP").text == "V I P客户和APP"
    assert "v'i:" in phonemes(for_espeak("VIP客户").text)


@pytest.mark.parametrize(
    ("text", "espeaks", "others"),
    [
        ("请到六安市", "请到lu4an1市", "请到录安市"),
        ("周六安排", "周liu4an1pai2", "周六安牌"),
        ("便宜", "pian2yi5", "便宜"),
        ("请还款。", "请huan2kuan3。", "请环款。"),
        ("A座长垣", "A座chang2yuan2", "A座常原"),
        ("了解情况", "了解情况", "了解情况"),
    ],
)
def test_how_readings_reach_an_engine(text: str, espeaks: str, others: str) -> None:
    assert for_espeak(text).text == espeaks
    said = pronounce(normalise(text), OURS, "homophones").text
    assert len(said) == len(text)
    assert (said == text) is (others == text)


def test_pinyin_touches_no_other_letters() -> None:
    lexicon = Lexicon({"长垣": ("cháng", "yuán"), "长治": ("cháng", "zhì")})
    spoken = pronounce(normalise("X长垣长治Y"), lexicon, "espeak")
    assert spoken.text == "X chang2yuan2chang2zhi4 Y"


def test_tones_are_written_as_they_are_spoken() -> None:
    lexicon = Lexicon({"一定": ("yī", "dìng"), "不对": ("bù", "duì"), "老板": ("lǎo", "bǎn")})
    said = pronounce(normalise("一定不对老板"), lexicon, "espeak")
    assert said.text == "yi2ding4bu2dui4lao2ban3"


def test_cantonese_and_english_keep_what_is_written() -> None:
    for text, language in [("六安一会儿", "zh-HK"), ("Terms of Service", "zh-CN")]:
        spoken = normalise(text, language=language)
        assert pronounce(spoken, OURS, "espeak") is spoken


def test_a_reading_leads_back_to_its_word() -> None:
    spoken = for_espeak("😀3月到六安还款")
    pieces = [(piece.source, piece.spoken) for piece in spoken.alignment.pieces if piece.spoken]
    assert pieces == [
        ("3", "三"),
        *[("月", "月"), ("到", "到")],
        *[("六安", "lu4an1"), ("还款", "huan2kuan3")],
    ]


TEXTS = st.lists(
    st.sampled_from(
        ["六安", "还款", "便宜", "儿", "雄", "VIP", "A", "3", "50%", "😀", "，", "好", "《", " "]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["espeak", "homophones"]))
def test_the_alignment_holds_with_readings(text: str, way: str) -> None:
    spoken = pronounce(normalise(text), OURS, "espeak" if way == "espeak" else "homophones")
    pieces = spoken.alignment.pieces
    assert "".join(piece.source for piece in pieces) == text
    assert "".join(piece.spoken for piece in pieces) == spoken.text
    boundaries, previous = set(utf16_offsets(text)), 0
    for start, end in pairwise(utf16_offsets(spoken.text)):
        begin, stop = spoken.alignment.to_source(start, end)
        assert {begin, stop} <= boundaries
        assert previous <= begin <= stop <= utf16_length(text)
        previous = begin


def test_homophones_sound_as_they_should() -> None:
    assert HOMOPHONES["lù"] != "六"
    assert all(marked(syllable) == syllable for syllable in HOMOPHONES)
    pypinyin = pytest.importorskip("pypinyin", reason="no pypinyin is installed")
    for syllable, character in HOMOPHONES.items():
        [readings] = pypinyin.pinyin(character, heteronym=True)
        assert readings == [syllable]


@pytest.mark.parametrize(
    ("written", "syllable"),
    [
        ("lu4", "lù"),
        ("lv4", "lǜ"),
        ("lu:e4", "lüè"),
        ("ER2", "ér"),
        ("guo5", "guo"),
        ("r5", "r"),
        ("lanr4", "lànr"),
        ("huār", "huār"),
    ],
)
def test_syllables_with_numbers(written: str, syllable: str) -> None:
    assert marked(written) == syllable


@pytest.mark.parametrize("written", ["lu6", "fong1", "liù4", "lìu", "", "4", "bü1", "ā ā"])
def test_what_is_no_syllable(written: str) -> None:
    assert marked(written) is None


@given(st.sampled_from(sorted(SYLLABLES - {"m", "n", "ng", "hm", "hng"})), st.integers(1, 5))
def test_syllables_survive_both_ways_of_writing(letters: str, tone: int) -> None:
    syllable = marked(f"{letters}{tone}")
    assert syllable is not None
    assert numbered(syllable) == (letters, tone)
    assert marked(syllable) == syllable
