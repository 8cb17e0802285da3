"""Finds what a text in Leichte Sprache must not have: long sentences, passive, genitive, hard words and the like.

Takes a text, gives findings; reads no file and mends nothing. It sees words, not meaning: whether a text is
understood only readers can say (R85), and it never replaces their test. The rules are those of BITV 2.0, Anlage 2,
Teil 2, and of the Netzwerk Leichte Sprache (R81, R82).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_WORDS = 10
"""In one sentence (R82: about 5 to 10)."""

LONGEST_PART = 13
"""Letters in one part of a word; a longer one is a compound that wants a hyphen."""


@dataclass(frozen=True)
class HardWording:
    """One fault: the id of the rule, the words it was found in, and why they are hard to read."""

    rule: str
    words: str
    why: str


def findings(text: str) -> list[HardWording]:
    """All faults of a text, rule by rule; none for a text that keeps the rules. A placeholder in braces is one word."""
    plain = re.sub(r"{\w+}", "{}", text)
    return [found for rule in _RULES for found in rule(plain)]


def sentences(text: str) -> list[str]:
    """The sentences of a text. A colon ends one too, for what follows is said anew; the point of a date does not."""
    return [sentence for sentence in re.split(r"(?<=[.!?:])(?<!\b\d\.)(?<!\b\d\d\.)\s+", text.strip()) if sentence]


def _long_sentences(text: str) -> Iterator[HardWording]:
    for sentence in sentences(text):
        count = len(re.findall(r"[\w{][\w{}.\-’']*", sentence))
        if count > MOST_WORDS:
            yield HardWording(
                "length", sentence, f"{count} words in one sentence, at most {MOST_WORDS} are easy to follow"
            )


def _joined_sentences(text: str) -> Iterator[HardWording]:
    yield from _each(
        r"(?:, (?:und|aber|weil|dass|damit|wenn|ob|sobald|denn|die|der|das|den|dem|was|wo|wie|sondern)\b|;)",
        "one-statement",
        "two statements in one sentence: make it two sentences",
    )(text)


def _each(pattern: str, rule: str, why: str, *, case: bool = False) -> Callable[[str], Iterator[HardWording]]:
    """A rule that finds every place of this pattern."""
    compiled = re.compile(pattern, 0 if case else re.IGNORECASE)

    def found(text: str) -> Iterator[HardWording]:
        for match in compiled.finditer(text):
            yield HardWording(rule, match[0].strip(), why)

    return found


_NEGATIONS = r"\b(?:nicht|nichts|nie|niemals|niemand\w*|nirgends|kein\w*|weder|ohne)\b"


def _negation_chains(text: str) -> Iterator[HardWording]:
    found = re.findall(_NEGATIONS, text, re.IGNORECASE)
    if len(found) > 1:
        yield HardWording("negation-chain", " ... ".join(found), "one negation after the other is easily lost")


def _compounds(text: str) -> Iterator[HardWording]:
    for word in re.findall(r"[A-Za-zÄÖÜäöüß]+", text):
        if len(word) > LONGEST_PART and not word.islower():
            yield HardWording(
                "compound", word, f"a part of a word has more than {LONGEST_PART} letters: cut it by a hyphen"
            )
    yield from _each(
        rf"\b(?:{'|'.join(_COMPOUNDS)})(?:e?[ns]|er|ern)?\b", "compound", "a compound: cut it by a hyphen", case=True
    )(text)


_COMPOUNDS = (
    "Gehweg",
    "Haltestelle",
    "Kopfhörer",
    "Lautstärke",
    "Lautsprecher",
    "Leerzeichen",
    "Nordwest",
    "Obstb[aä]um",
    "Ortsbeirat",
    "Papierkorb",
    "Prüfcode",
    "Radweg",
)
"""Short compounds of this field; the long ones are found by their length."""

_WHOLE = (
    "Bild-Schirm",
    "Feuer-Wehr",
    "Kranken-Wagen",
    "Rat-Haus",
    "Roll-Stuhl",
    "Spiel-Platz",
    "Stadt-Mitte",
    "Stadt-Teil",
    "Treff-Punkt",
    "Werk-Zeug",
)
"""Words and names everybody knows as one. Cut up they are harder, and a part may say something else (Rat, Zeug)."""

_ONE_WORD = {
    r"Terminal\w*|Gerät\w*|Automat(?:en)?|Computer\w*": "Station",
    r"Votum|Wahl-?zettel\w*|Abstimmungs\w*": "Stimme",
    r"Viertel|Orts-?teil\w*|Bezirk\w*|Stadt-?bereich\w*": "Stadtteil",
    r"Button\w*|Schalt-?fläche\w*": "Knopf",
    r"Display\w*|Monitor\w*": "Bildschirm",
    r"klick\w*|anklick\w*|anwähl\w*|betätig\w*": "berühren, drücken",
    r"Eingabe\w*": "Antworten",
    r"Mangel|Mängel\w*|Defekt\w*|Störung\w*": "Schaden",
    r"synchronisier\w*|übermittel\w*|übertrag\w*|absend\w*": "abschicken",
    r"selektier\w*|auswähl\w*": "wählen",
    r"Option\w*|Alternative\w*": "Antwort",
    r"Konto|Konten|Anmeldung|Login|Account\w*": "(leave it out)",
    r"verschlüssel\w*|anonym\w*|Daten-?schutz\w*": "geheim",
    r"gegebenenfalls|eventuell|bezüglich|diesbezüglich|jeweils|demnach|sowie|bzw|beziehungs-?weise": "(leave it out)",
    r"Mobil-?telefon\w*|Smartphone\w*": "Handy",
}
"""The same word for the same thing: what is not said (a pattern), and what is said instead."""


def _other_words(text: str) -> Iterator[HardWording]:
    for pattern, instead in _ONE_WORD.items():
        yield from _each(rf"(?<![\w-])(?:{pattern})\b", "one-word", f"another or a hard word: say {instead}")(text)


_RULES: tuple[Callable[[str], Iterator[HardWording]], ...] = (
    _long_sentences,
    _joined_sentences,
    _each(
        r"\b(?:z\. ?B|d\. ?h|u\. ?a|o\. ?ä|usw|bzw|ca|Nr|Tel|inkl|ggf|evtl|etc|Str|Std|Min|Mio|Abb|vgl|bspw)\.",
        "abbreviation",
        "an abbreviation: write the word out",
    ),
    _each(
        r"\b(?:wird|werden|wurde|wurden|worden|werde)\b|\b(?:ist|sind) (?:nur )?zu \w+en\b",
        "passive",
        "who does it? Say it with a person or a thing that acts",
    ),
    _each(
        r"\b(?:des|eines|dessen|deren|wessen|meines|Ihres|unseres|dieses \w+e?s)\b|\b\w+(?:s’|'s)(?=\s)",
        "genitive",
        "a genitive: say it with 'von'",
    ),
    _each(
        r"\b(?:würde|könnte|sollte|hätte|wäre|müsste|dürfte|bräuchte|käme|gäbe)(?:n|st|t)?\b|\b(?:möge|sei|seien)\b",
        "subjunctive",
        "a subjunctive: say what is, not what might be",
    ),
    _each(r"\b(?:nicht|nie|niemals|niemand\w*|nirgends|weder)\b", "negation", "a negation: say what is there instead"),
    _negation_chains,
    _compounds,
    _each(rf"\b(?:{'|'.join(_WHOLE)})", "cut", "everybody knows this word whole: do not cut it", case=True),
    _each(r"\b\w+-[a-zäöüß]+\b", "cut-verb", "only nouns put together are cut: write this word whole", case=True),
    _other_words,
    _each(
        r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|hundert|tausend)\b"
        r"|(?<!noch )\beinmal\b",
        "digits",
        "a number in letters: write it in digits",
    ),
    _each(r"%|\bProzent\b", "percent", "percent are hard to imagine: say 'viele', 'die Hälfte' or a number"),
    _each(r"\b0\d[:.]\d\d\b", "time", "a time with a leading zero: 9:00, not 09:00"),
    _each(r"[()\[\]/&§…–—*]", "signs", "a sign many cannot read: use words"),
    _each("\u00ad|[a-zäöüß]-\n", "line-end", "a word cut at the end of a line"),
)
