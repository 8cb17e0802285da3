"""One view for every screen, with texts as long as the real ones get, in the three languages. Made by hand: these tests
are about eyes and fingers, not about what the conductor says."""

import json
from dataclasses import replace
from pathlib import Path

from accessibility.profile import Profile, TextSize, Theme
from kiosk.viewmodel import intents, views
from kiosk.viewmodel.page_words import PageWords
from kiosk.viewmodel.views import Action, Choice, Frame, Line

CONTENT = Path(__file__).parents[2] / "sync" / "hub" / "content" / "default_content"

_WORDS = {
    "de": {
        "language": "Sprache", "speech": "Vorlesen", "larger": "Größer", "contrast": "Kontrast", "help": "Hilfe",
        "back": "Zurück", "home": "Startseite", "end": "Besuch beenden", "on": "Weiter",
        "more": "Weiter nach unten", "up": "Zurück nach oben", "chosen": "gewählt", "not": "nicht gewählt",
        "question": "Was möchten Sie heute hier tun?",
        "explanation": "Ihre Antworten werden verschlüsselt gespeichert. Niemand sieht, was Sie gewählt haben.",
        "notice": "Sie haben schon drei gewählt. Nehmen Sie zuerst eine Wahl zurück.",
        "vote": "Abstimmen", "report": "Einen Schaden melden", "about": "Zum Beispiel Müll, Löcher, kaputte Lampen.",
        "rule": "Sie können 1 bis 3 Antworten wählen.", "counted": "Sie haben 2 Antworten gewählt.",
        "stored": "Ihre Stimme ist gespeichert und verschlüsselt.", "code": "Ihr Prüfcode zum Aufschreiben",
        "next": "Mit diesem Code können Sie später nachsehen, ob Ihre Stimme gezählt wurde.",
        "long": "Straßen\u00adbeleuchtungs\u00adanlagen\u00aderneuerung",
    },
    "de-leicht": {
        "language": "Sprache", "speech": "Vor-Lesen", "larger": "Größer", "contrast": "Farben", "help": "Hilfe",
        "back": "Zurück", "home": "Start-Seite", "end": "Besuch beenden", "on": "Weiter",
        "more": "Mehr zeigen", "up": "Wieder nach oben", "chosen": "gewählt", "not": "nicht gewählt",
        "question": "Was möchten Sie heute hier machen?",
        "explanation": "Ihre Antworten sind geheim. Niemand sieht Ihre Antworten. Sie können in Ruhe wählen.",
        "notice": "Sie haben schon 3 Antworten. Mehr geht nicht. Nehmen Sie erst eine Antwort zurück.",
        "vote": "Ab-Stimmen", "report": "Einen Schaden melden", "about": "Zum Beispiel: Eine Lampe ist kaputt.",
        "rule": "Sie dürfen 1 bis 3 Antworten wählen.", "counted": "Sie haben 2 Antworten gewählt.",
        "stored": "Ihre Stimme ist gespeichert.", "code": "Das ist Ihr Code. Schreiben Sie den Code auf.",
        "next": "Mit dem Code können Sie später nachsehen. Dann wissen Sie: Meine Stimme zählt.",
        "long": "Straßen-Beleuchtungs-Anlage",
    },
    "en": {
        "language": "Language", "speech": "Read aloud", "larger": "Larger", "contrast": "Contrast", "help": "Help",
        "back": "Back", "home": "Start page", "end": "End visit", "on": "Continue",
        "more": "More", "up": "Back up", "chosen": "chosen", "not": "not chosen",
        "question": "What would you like to do here today?",
        "explanation": "Your answers are stored encrypted. Nobody can see what you have chosen.",
        "notice": "You have chosen three. Take one back first.",
        "vote": "Vote", "report": "Report a problem", "about": "For example litter, holes or broken lamps.",
        "rule": "You may choose 1 to 3 answers.", "counted": "You have chosen 2 answers.",
        "stored": "Your vote is stored and encrypted.", "code": "Your code to write down",
        "next": "With this code you can look up later whether your vote was counted.",
        "long": "Street lighting replacement programme",
    },
}  # fmt: skip

DISTRICTS = (
    "Warnemünde, Diedrichshagen", "Rostock-Heide", "Lichtenhagen", "Groß Klein", "Lütten Klein", "Evershagen",
    "Schmarl", "Reutershagen", "Hansaviertel", "Gartenstadt/Stadtweide", "Kröpeliner-Tor-Vorstadt", "Südstadt",
    "Biestow", "Stadtmitte", "Brinckmansdorf", "Dierkow-Neu", "Dierkow-Ost", "Dierkow-West", "Toitenwinkel",
    "Gehlsdorf", "Rostock-Ost",
)  # fmt: skip


def read_content(name: str) -> bytes:
    """A file of the default content."""
    return (CONTENT / name).read_bytes()


def frame(language: str, profile: Profile, *, right_to_left: bool = False, main: str = "on") -> Frame:
    """A frame with all aids and all ways."""
    words = _WORDS[language]
    return Frame(
        language,
        right_to_left,
        profile,
        aids=(
            Action(intents.OpenLanguages(), words["language"], "language"),
            Action(intents.SwitchSpeech(), words["speech"], "speech"),
            Action(intents.NextSize(), words["larger"], "larger"),
            Action(intents.NextTheme(), words["contrast"], "contrast"),
            Action(intents.OpenHelp(), words["help"], "help"),
        ),
        back=Action(intents.Back(), words["back"], "back"),
        home=Action(intents.Home(), words["home"], "home"),
        end=Action(intents.EndVisit(), words["end"], "end-visit"),
        main=Action(intents.Continue(), words[main], "arrow-right") if main else None,
        words=PageWords(words["more"], words["up"], words["chosen"], words["not"]),
    )


def categories(language: str) -> tuple[Choice, ...]:
    """The categories of the default content."""
    entries = json.loads(read_content("categories.json"))
    return tuple(
        Choice(
            intents.ChooseCategory(entry["id"]),
            entry["title"][language],
            entry["hint"][language],
            entry["pictogram"],
            chosen=at == 1,
        )
        for at, entry in enumerate(entries)
    )


def options(language: str, *, chosen: tuple[int, ...] = (0, 2)) -> tuple[Choice, ...]:
    """The options of a poll of the default content, with costs, and one very long word."""
    poll = json.loads(read_content("polls/garten-nordwest.json"))
    costs = ("13 000 €", "800 €", "", "2 450 €")
    shown = [
        Choice(
            intents.Choose(option["id"]),
            option["title"][language],
            option["about"][language],
            note=costs[at % 4],
            chosen=at in chosen,
        )
        for at, option in enumerate(poll["options"])
    ]
    return (*shown, Choice(intents.Choose("long"), _WORDS[language]["long"], note="120 000 €"))


def groups(language: str, choices: tuple[Choice, ...]) -> tuple[views.ChoiceGroup, ...]:
    """The same options, each with choices of its own."""
    state = _WORDS[language]["chosen"]
    return tuple(views.ChoiceGroup(one.title, one.about, one.note, state, choices) for one in options(language))


def faces(words: dict[str, str]) -> tuple[Choice, ...]:
    """Five faces, the second of them chosen."""
    return tuple(
        Choice(intents.Rate("x", at), words["on"], pictogram=f"face-{at}", chosen=at == 2) for at in range(1, 6)
    )


def more_and_fewer(words: dict[str, str]) -> tuple[Choice, ...]:
    """The ways to a point less and a point more."""
    less = Choice(intents.TakePoint("x"), words["back"], pictogram="minus", enabled=False)
    return less, Choice(intents.GivePoint("x"), words["up"], pictogram="plus")


def sample_views(
    language: str = "de", profile: Profile | None = None, *, right_to_left: bool = False, notice: bool = False
) -> dict[str, views.View]:
    """A view for every screen of this folder, by the screen's name."""
    words, profile = _WORDS[language], profile or Profile()
    full = frame(language, profile, right_to_left=right_to_left)
    no_main = frame(language, profile, right_to_left=right_to_left, main="")
    bare = Frame(language, right_to_left, profile, aids=(), words=full.words)
    only_main = Frame(language, right_to_left, profile, full.aids, main=full.main, words=full.words)
    common = {"headline": words["question"], "explanation": words["explanation"]}
    noted = {**common, "notice": words["notice"] if notice else ""}
    lines = [Line(words["vote"], words["about"]), Line(words["code"], words["long"]), Line(words["on"], words["next"])]
    with_signs = tuple(Line(line.label, line.value * (at + 1), "place") for at, line in enumerate(lines))
    return {
        "attract": views.AttractView(
            bare,
            **common,
            greetings=tuple((code, texts["question"]) for code, texts in _WORDS.items()),
            place="Kröpeliner-Tor-Vorstadt",
            content_date="15. November 2026",
            seal="K7QA-2MXD",
        ),
        "languages": views.LanguagesView(
            no_main,
            **common,
            languages=(
                Choice(intents.ChooseLanguage("de"), "Deutsch", chosen=True),
                Choice(intents.ChooseLanguage("de-leicht"), "Leichte Sprache", "Kurze Sätze. Einfache Wörter."),
                Choice(intents.ChooseLanguage("en"), "English"),
            ),
        ),
        "aids": views.AidsView(
            full,
            **common,
            sizes_title=words["larger"],
            sizes=tuple(
                Choice(intents.ChooseSize(size.value), title, chosen=size is profile.size)
                for size, title in zip(TextSize, ("Klein", "Mittel", "Groß", "Sehr groß"), strict=True)
            ),
            themes_title=words["contrast"],
            themes=tuple(
                Choice(intents.ChooseTheme(theme.value), title, chosen=theme is profile.theme)
                for theme, title in zip(Theme, ("Normal", "Weiß auf Schwarz", "Schwarz auf Weiß", "Sanft"), strict=True)
            ),
            speech_title=words["speech"],
            speech=(Choice(intents.SwitchSpeech(), words["speech"], pictogram="speech", chosen=profile.speech),),
        ),
        "speech": views.SpeechView(
            full,
            **common,
            switch=Choice(intents.SwitchSpeech(), words["speech"], pictogram="speech", chosen=profile.speech),
            speed_title=words["rule"],
            speed=(Action(intents.Slower(), words["back"], "minus"), Action(intents.Faster(), words["on"], "plus")),
            volume_title=words["counted"],
            volume=(Action(intents.Softer(), words["back"], "minus"), Action(intents.Louder(), words["on"], "plus")),
            reading=(Action(intents.PauseSpeech(), words["more"]), Action(intents.ReadAgain(), words["up"])),
            privacy_title=words["code"],
            privacy=(
                Choice(intents.SwitchPrivateSpeech(), words["vote"], words["about"], chosen=profile.private_aloud),
                Choice(intents.SwitchCurtain(), words["report"], words["about"], chosen=profile.curtain),
            ),
        ),
        "sign_video": views.SignVideoView(
            full, **common, video="videos/x.webm", play=words["more"], again=words["up"], missing=words["notice"]
        ),
        "home": views.HomeView(
            no_main,
            **noted,
            tiles=(
                Choice(intents.OpenPolls(), words["vote"], words["explanation"], "vote"),
                Choice(intents.OpenReport(), words["report"], words["about"], "report", note=words["chosen"]),
                Choice(intents.OpenAids(), words["larger"], words["contrast"], "larger"),
            ),
        ),
        "polls": views.PollsView(
            no_main,
            **noted,
            choices=tuple(
                Choice(
                    intents.OpenPoll(str(at)), f"{words['long']} {at}", words["about"], "vote", words["next"], at == 1
                )
                for at in range(3)
            ),
            other=Action(intents.OpenDistricts(), words["back"], "place"),
        ),
        "districts": views.DistrictsView(
            full,
            **common,
            choices=tuple(
                Choice(intents.ChooseDistrict(name), name, note=words["home"] if at == 0 else "", chosen=at == 3)
                for at, name in enumerate(DISTRICTS)
            ),
        ),
        "categories": views.CategoriesView(full, **noted, choices=categories(language)),
        "vote": views.VoteView(
            full, **noted, rule=words["rule"], counted=words["counted"], options=options(language), single=False
        ),
        "vote_yes_no": views.VoteYesNoView(
            full, **noted, rule=words["rule"], options=options(language, chosen=(1,))[:3]
        ),
        "vote_ranked": views.VoteRankedView(
            full,
            **noted,
            rule=words["rule"],
            counted=words["counted"],
            options=tuple(
                replace(option, state=words["next"] if option.chosen else words["not"], badge="2" * option.chosen)
                for option in options(language)
            ),
            single=False,
            moves_title=words["more"],
            moves=tuple(
                Choice(intents.MoveUp(str(at)), words["long"] + str(at), words["up"], "arrow-up", enabled=at > 0)
                for at in range(2)
            ),
        ),
        "vote_scale": views.VoteScaleView(
            full, **noted, rule=words["rule"], counted=words["counted"], groups=groups(language, faces(words))
        ),
        "vote_points": views.VotePointsView(
            full, **noted, rule=words["rule"], counted=words["counted"], groups=groups(language, more_and_fewer(words))
        ),
        "vote_review": views.VoteReviewView(full, **noted, lines=tuple(lines)),
        "extras": views.ExtrasView(full, **noted, choices=categories(language)[:3]),
        "publication": views.PublicationView(full, **noted, choices=categories(language)[:2]),
        "photo": views.PhotoView(
            full, **noted, live=True, picture_name=words["about"], choices=categories(language)[:2]
        ),
        "spoken": views.SpokenView(
            full,
            **noted,
            listening=True,
            counted=words["rule"],
            level_name=words["counted"],
            choices=categories(language)[:2],
        ),
        "report_review": views.ReportReviewView(
            full,
            **noted,
            lines=with_signs,
            place=views.PlaceOnMap(words["about"], (12.13, 54.08, 12.14, 54.09), circle=(12.135, 54.085, 300)),
        ),
        "receipt": views.ReceiptView(
            full,
            headline=words["question"],
            stored=words["stored"],
            code_title=words["code"],
            code="7KQP-W2MX-9RTC-4HVB",
            qr="https://www.example.org/look-up#7KQPW2MX9RTC4HVB",
            next_steps=words["next"],
            print_action=Action(intents.PrintReceipt(), words["on"], "receipt"),
            print_words=words["chosen"],
        ),
        "answer": views.AnswerView(
            full,
            **common,
            answer=words["stored"],
            tone=views.Tone.STORED,
            next_steps=words["next"],
            lines=(*with_signs, Line(words["code"], "7KQP-W2MX-9RTC-4HVB", "receipt")),
        ),
        "unfinished": views.UnfinishedView(
            Frame(language, right_to_left, profile, full.aids, words=full.words),
            **common,
            choices=(
                Choice(intents.KeepGoing(), words["back"], words["explanation"], "back"),
                Choice(intents.ThrowAway(), words["end"], words["about"], "discard"),
            ),
        ),
        "idle_warning": views.IdleWarningView(
            replace(only_main, end=Action(intents.StartAfresh(), words["end"], "discard")), **common, seconds_left=45
        ),
        "goodbye": views.GoodbyeView(bare, **common),
        "help": views.HelpView(full, headline=words["question"], sentences=(words["explanation"], words["next"]) * 3),
        "calibration": views.CalibrationView(
            only_main,
            **common,
            card=words["about"],
            card_width_px=345,
            steps=tuple(Action(intents.ResizeCard(pixels), words["on"], "plus") for pixels in (-10, -1, 1, 10)),
            size=words["next"],
        ),
        "staff_pin": views.StaffPinView(
            only_main,
            **noted,
            keys=tuple(Action(intents.TypeDigit(digit), digit) for digit in "1234567890"),
            typed=words["counted"] if "counted" in words else words["next"],
        ),
        "staff": views.StaffView(
            only_main,
            **noted,
            lines=tuple(Line(words["about"], words["notice"], public=True) for _ in range(9)),
            progress=words["next"],
        ),
        "out_of_order": views.OutOfOrderView(bare, **common, what_to_do=words["notice"], detail=words["next"]),
    }
