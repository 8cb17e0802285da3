"""Each rule of Leichte Sprache finds the fault it is for, and leaves good texts alone."""

import pytest

from accessibility.leichte_sprache import MOST_WORDS, findings, sentences

FAULTS = [
    ("length", "Sie können hier heute oder morgen oder auch noch später Ihre Stimme abgeben."),
    ("one-statement", "Sie stimmen ab, weil die Stadt Sie fragt."),
    ("one-statement", "Wir zählen alles; dann hören Sie davon."),
    ("abbreviation", "Dort steht z. B. eine Laterne."),
    ("abbreviation", "Das Fest hat Musik usw. für alle."),
    ("passive", "Ihre Stimme wird gezählt."),
    ("passive", "Alles ist nur zu hören."),
    ("genitive", "Das ist die Größe des Gartens."),
    ("subjunctive", "Sie könnten hier abstimmen."),
    ("negation", "Sie sind hier nicht allein."),
    ("negation-chain", "Hier gibt es keine Umfrage. Es gibt auch keine Frage."),
    ("compound", "Das ist die Umfrageteilnahme."),
    ("compound", "Setzen Sie den Kopfhörer auf."),
    ("cut", "Berühren Sie den Bild-Schirm."),
    ("cut", "Das steht im Rat-Haus."),
    ("cut", "Die Feuer-Wehr kommt."),
    ("cut-verb", "Sie können die Idee unter-stützen."),
    ("cut-verb", "Das ist frei-willig."),
    ("compound", "Gehen Sie zu den Haltestellen."),
    ("one-word", "Dieses Terminal macht Pause."),
    ("one-word", "Drücken Sie auf den Button."),
    ("digits", "Wählen Sie drei Antworten."),
    ("digits", "Stimmen Sie nur einmal ab."),
    ("percent", "Das sind 50 %."),
    ("percent", "Das ist ein Prozent."),
    ("time", "Das Haus öffnet um 09:00 Uhr."),
    ("signs", "Der Garten (neu) ist offen."),
    ("line-end", "Der Geh-\nweg ist glatt."),
]


@pytest.mark.parametrize(("rule", "text"), FAULTS)
def test_a_planted_fault_is_found_by_its_rule_alone(rule: str, text: str):
    found = findings(text)
    assert {finding.rule for finding in found} == {rule}
    assert all(finding.words and finding.why for finding in found)


def test_every_rule_has_a_planted_fault():
    everything = " ".join(text for _, text in FAULTS)
    assert {finding.rule for finding in findings(everything)} == {rule for rule, _ in FAULTS}


@pytest.mark.parametrize(
    "text",
    [
        "Berühren Sie den Bildschirm.",
        "Lesen Sie alles noch einmal.",
        "Möchten Sie so abstimmen?",
        "Sie dürfen {minimum} bis {maximum} Antworten wählen.",
        "Die Stimme soll leise sein.",
        "Das kostet {option} Euro.",
        "Wählen Sie eine Antwort oder keine.",
        "Das Haus öffnet um 9:00 Uhr.",
        "Der Orts-Beirat hat 13.000 Euro.",
        "Sie können weitermachen.",
        "Das Fest ist am 3. Mai 2027.",
        "",
    ],
)
def test_good_texts_are_left_alone(text: str):
    assert findings(text) == []


def test_the_length_of_a_sentence_is_counted_in_words():
    assert findings(" ".join(["Wort"] * MOST_WORDS) + ".") == []
    assert [finding.rule for finding in findings(" ".join(["Wort"] * (MOST_WORDS + 1)) + ".")] == ["length"]


def test_a_colon_ends_a_sentence_and_a_date_does_not():
    assert sentences("Wir fragen: Sind Sie da? Ja!") == ["Wir fragen:", "Sind Sie da?", "Ja!"]
    assert sentences("Drücken Sie auf: Weiter. Dann geht es los.") == [
        "Drücken Sie auf:",
        "Weiter.",
        "Dann geht es los.",
    ]
    assert sentences("Bis 3. Mai 2027. Danach ist Schluss.") == ["Bis 3. Mai 2027.", "Danach ist Schluss."]
