"""What is wrong with an item, a case or a picture, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from tauliah.core.kernel import LocalText

KEY_STANDS_TWICE = LocalText(en="a key stands twice", ms="satu kunci muncul dua kali")
ALL_ARE_KEYS = LocalText(
    en="at least one option is not right", ms="sekurang-kurangnya satu pilihan mesti tidak betul"
)
ONE_TOLERANCE = LocalText(
    en="expected either absolute or percent", ms="dijangka sama ada absolute atau percent"
)
NEGATIVE_TOLERANCE = LocalText(
    en="a tolerance is not below 0", ms="had terima tidak boleh kurang daripada 0"
)
PERCENT_OF_NOTHING = LocalText(
    en="a percentage of 0 is 0: expected absolute", ms="peratusan bagi 0 ialah 0: dijangka absolute"
)
FIRST_UNIT = LocalText(
    en="the first unit is the value's own, with factor 1",
    ms="unit pertama ialah unit nilai itu sendiri, dengan faktor 1",
)
FACTOR = LocalText(en="a factor is more than 0", ms="faktor mesti lebih daripada 0")
ONE_SHAPE = LocalText(
    en="expected one of circle, rect, polygon", ms="dijangka satu daripada circle, rect, polygon"
)
POLYGON_PAIRS = LocalText(en="a polygon is pairs of x and y", ms="polygon ialah pasangan x dan y")
NO_AREA = LocalText(en="has no area", ms="tidak mempunyai luas")
NOT_PNG = LocalText(en="not a PNG picture", ms="bukan gambar PNG")
DOCUMENT_TYPE = LocalText(
    en="a document type is not used in drawings", ms="jenis dokumen tidak digunakan dalam lukisan"
)
SVG_ROOT = LocalText(
    en="expected an svg element with a viewBox", ms="dijangka elemen svg dengan viewBox"
)
STYLE_FETCHES = LocalText(
    en="a drawing's style fetches nothing", ms="gaya lukisan tidak mengambil apa-apa dari luar"
)
PLAIN_CASE = LocalText(
    en="a scenario is text and tables: no links, pictures or HTML",
    ms="senario ialah teks dan jadual: tiada pautan, gambar atau HTML",
)

_THINGS = {
    "options": ("options", "pilihan"),
    "statements": ("statements", "pernyataan"),
    "units": ("units", "unit"),
    "elements": ("elements", "unsur"),
    "choices": ("choices", "pilihan padanan"),
    "prompts": ("prompts", "perkara"),
    "regions": ("regions", "kawasan"),
}


def key_missing(key: str, things: str, among: Iterable[str]) -> LocalText:
    """A key that is no option."""
    en, ms = _THINGS[things]
    names = ", ".join(among)
    return LocalText(
        en=f"the key {key} is not among the {en} {names}",
        ms=f"kunci {key} tiada antara {ms} {names}",
    )


def same_words(things: str, language: str) -> LocalText:
    """Two things that nobody can tell apart."""
    en, ms = _THINGS[things]
    return LocalText(
        en=f"two {en} read the same ({language})", ms=f"dua {ms} berbunyi sama ({language})"
    )


def count_of_keys(keys: int) -> LocalText:
    """How many options are to be chosen, and how many are right."""
    return LocalText(en=f"there are {keys} keys", ms=f"terdapat {keys} kunci")


def each_once(names: Iterable[str]) -> LocalText:
    """What must be named, each once."""
    told = ", ".join(names)
    return LocalText(en=f"expected each of {told} once", ms=f"dijangka setiap satu {told} sekali")


def stands_twice(name: str) -> LocalText:
    """A name that stands more than once."""
    return LocalText(en=f"{name} stands twice", ms=f"{name} muncul dua kali")


def too_tolerant(worth: int) -> LocalText:
    """A tolerance between markers that nothing could exceed."""
    return LocalText(
        en=f"expected less than the {worth} points of the rubric",
        ms=f"dijangka kurang daripada {worth} mata dalam rubrik",
    )


def no_case(case: str) -> LocalText:
    """A case that its file does not have."""
    return LocalText(en=f"no case {case} in this file", ms=f"tiada kes {case} dalam fail ini")


def case_elsewhere(case: str, file: str) -> LocalText:
    """A case whose name another file uses, too."""
    return LocalText(
        en=f"there is a case {case} in {file} too", ms=f"kes {case} ada juga dalam {file}"
    )


def no_picture(path: str) -> LocalText:
    """A picture that the folder does not have."""
    return LocalText(en=f"no picture {path}", ms=f"tiada gambar {path}")


def small_case(case: str, items: int) -> LocalText:
    """A case that is asked about once or never."""
    return LocalText(
        en=f"a case has two items or more, {case} has {items}",
        ms=f"satu kes mempunyai dua item atau lebih, {case} mempunyai {items}",
    )


def reaches_over(width: int, height: int) -> LocalText:
    """A region that does not lie in its picture."""
    return LocalText(
        en=f"reaches over the picture of {width} x {height}",
        ms=f"melampaui gambar bersaiz {width} x {height}",
    )


def no_sum(wanted: int) -> LocalText:
    """Case sets that cannot be put together to a form."""
    return LocalText(
        en=f"asks for {wanted} items: its case sets and single items add up to no such number",
        ms=f"memerlukan {wanted} item: set kes dan item tunggalnya tidak boleh berjumlah demikian",
    )


def too_large(bytes_: int) -> LocalText:
    """A picture that a phone would wait for."""
    return LocalText(en=f"larger than {bytes_} bytes", ms=f"lebih besar daripada {bytes_} bait")


def not_svg(detail: str) -> LocalText:
    """A drawing that is none; the detail is the parser's own."""
    return LocalText(en=f"not SVG: {detail}", ms=f"bukan SVG: “{detail}”")


def not_drawn(kind: str, name: str) -> LocalText:
    """An element or attribute that could do more than draw."""
    kind_ms = {"element": "elemen", "attribute": "atribut"}[kind]
    return LocalText(
        en=f"the {kind} {name} is not used in drawings",
        ms=f"{kind_ms} {name} tidak digunakan dalam lukisan",
    )


def fetches(value: str) -> LocalText:
    """A drawing that would load something from elsewhere."""
    return LocalText(
        en=f"a drawing points only into itself, got {value}",
        ms=f"lukisan hanya merujuk dirinya sendiri, diberi {value}",
    )
