"""What the views of several tasks share: districts, the receipt, a page on paper. Makes values from values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kiosk.session.frame import Scene, frame
from kiosk.session.session import ReceiptPaper
from kiosk.station.date_words import help_sentence
from kiosk.texts import Texts
from kiosk.viewmodel.intents import ChooseDistrict, EndVisit, PrintReceipt, StartAfresh
from kiosk.viewmodel.views import Action, Choice, Line, ReceiptView, Section
from sync.protocol.poll_results import NONE_OF_THEM, ResultFigure
from sync.protocol.polls.poll import Poll
from sync.protocol.receipt_address import receipt_link, slip_code


def district_choices(
    scene: Scene, *, chosen: str, about: Callable[[str], str] = lambda _district: ""
) -> tuple[Choice, ...]:
    """All districts by name, the one the station stands in first. ``about``: what is said below the name of each."""
    by_name = sorted(scene.offer.districts.values(), key=lambda district: (district.code != scene.here, district.name))
    return tuple(
        Choice(
            ChooseDistrict(district.code),
            district.name,
            about(district.code),
            note=scene.texts.text("districts.here") if district.code == scene.here else "",
            chosen=district.code == chosen,
        )
        for district in by_name
    )


def receipt_view(
    scene: Scene,
    *,
    headline: str,
    stored: str,
    code_title: str,
    code: str,
    next_steps: str,
    write_down: str = "",
    second: Line | None = None,
    others: tuple[Action, ...] = (),
) -> ReceiptView:
    """The receipt, with a button to print it, also once more, where there is a printer; and with a QR code where there
    is an address at which a telephone looks the code up.

    Where nothing unfinished would be lost, the next person may begin at once. ``write_down`` asks to write down the
    code; a slip is kept instead.
    """
    words = scene.texts
    main = Action(EndVisit(), words.text("receipt.done"), "check", name=words.text("common.end.name"))
    if not any(task.is_unfinished(scene.session) for task in scene.tasks):
        next_person = words.text("receipt.next_person")
        others += (Action(StartAfresh(), next_person, "touch", name=words.text("receipt.next_person.name")),)
    help_here = help_sentence(words, scene.offer, scene.here, scene.now)
    keep = words.text("receipt.keep_slip") if write_down else ""
    return ReceiptView(
        frame=replace(frame(scene, main=main), end=None),
        headline=headline,
        notice=scene.notice,
        stored=stored,
        code_title=code_title,
        code=code,
        qr=receipt_link(scene.offer.receipt_address, scene.session.code, scene.session.proof),
        proven=slip_code(scene.session.code, scene.session.proof) if scene.session.proof else "",
        second=second,
        next_steps="\n".join(part for part in (write_down, next_steps, help_here) if part),
        slip_steps="\n".join(part for part in (keep, next_steps, help_here) if part),
        print_action=slip_action(scene, words.text("receipt.print")),
        print_words=paper_words(words, scene.session.paper),
        others=others,
    )


def slip_action(scene: Scene, label: str) -> Action | None:
    """The button that prints the page, also once more; None while that is on its way, or without a printer.

    ``label``: what the button is called before the first time.
    """
    words, paper = scene.texts, scene.session.paper
    if not scene.can_print or paper is ReceiptPaper.COMING:
        return None
    return Action(PrintReceipt(), words.text("receipt.print_again") if paper is ReceiptPaper.OUT else label, "receipt")


def paper_words(words: Texts, paper: ReceiptPaper) -> str:
    """How far a slip is."""
    if paper is ReceiptPaper.COMING:
        return words.text("receipt.printing")
    return words.text("receipt.printed") if paper is ReceiptPaper.OUT else ""


def page_slip(scene: Scene, title: str, about: Sequence[str], sections: Iterable[Section]) -> ReceiptView:
    """A page for paper: every section below each other, without buttons."""
    return ReceiptView(
        frame=frame(scene, ways=False),
        headline=title,
        stored="\n".join(about),
        next_steps="\n\n".join(_on_paper(section) for section in sections),
    )


def _on_paper(section: Section) -> str:
    lines = [f"{line.label}: {line.value}" for line in section.lines]
    bars = [f"{bar.line.label}: {bar.line.value}" for bar in section.bars]
    parts = (section.title, section.warning, *section.sentences, *bars, *lines)
    return "\n".join(part for part in parts if part)


def figure_line(words: Texts, poll: Poll, figure: ResultFigure) -> Line:
    """An option and how many are for it, or that they are too few to be told."""
    said = words.text("result.few") if figure.count is None else words.plural("result.count", figure.count)
    return Line(option_words(words, poll, figure.option), said, public=True)


def option_words(words: Texts, poll: Poll, option: str) -> str:
    """What an option of a result is called."""
    if option == NONE_OF_THEM:
        return words.text("result.none_of_them")
    found = next((one for one in poll.options if one.id == option), None)
    return words.content(found.title) if found else words.text(f"vote.yes_no.{option}")
