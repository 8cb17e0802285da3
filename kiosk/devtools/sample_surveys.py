"""A survey for the pictures: the default content has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LANGUAGES = ("de", "de-leicht", "en", "uk", "ru", "ar", "pl", "vi")


def _in_all(*texts: str) -> dict[str, str]:
    return dict(zip(_LANGUAGES, texts, strict=True))


SURVEY: Mapping[str, Any] = {
    "id": "alltag",
    "districts": [],
    "opens": "2026-10-01",
    "closes": "2027-06-30",
    "title": _in_all(
        "Alltag im Stadtteil",
        "Leben im Stadt-Teil",
        "Everyday life in the district",
        "Повсякдення в районі",
        "Повседневность в районе",
        "الحياة اليومية في المنطقة",
        "Codzienność w dzielnicy",
        "Đời sống thường ngày trong khu",
    ),
    "about": _in_all(
        "Das Amt für Stadtentwicklung möchte wissen, wie Sie in Ihrem Stadtteil unterwegs sind.",
        "Die Stadt will wissen:\nWie sind Sie in Ihrem Stadt-Teil unterwegs?",
        "The planning office would like to know how you get around in your district.",
        "Управління розвитку міста хоче знати, як Ви пересуваєтеся у своєму районі.",
        "Управление развития города хочет знать, как Вы передвигаетесь в своём районе.",
        "تود دائرة تخطيط المدينة أن تعرف كيف تتنقلون في منطقتكم.",
        "Wydział rozwoju miasta chce wiedzieć, jak poruszają się Państwo w swojej dzielnicy.",
        "Sở phát triển đô thị muốn biết quý vị đi lại trong khu của mình như thế nào.",
    ),
    "questions": [
        {
            "id": "on-foot",
            "kind": "yes_no",
            "question": _in_all(
                "Kommen Sie hier gut zu Fuß voran?",
                "Können Sie hier gut zu Fuß gehen?",
                "Can you get around well on foot here?",
                "Чи зручно Вам тут ходити пішки?",
                "Удобно ли Вам здесь ходить пешком?",
                "هل تتنقلون هنا سيراً على الأقدام بسهولة؟",
                "Czy dobrze się tu Państwu chodzi pieszo?",
                "Quý vị đi bộ ở đây có thuận tiện không?",
            ),
        },
        {
            "id": "hindrance",
            "kind": "multiple",
            "question": _in_all(
                "Was hindert Sie?",
                "Was macht Ihnen Probleme?",
                "What hinders you?",
                "Що Вам заважає?",
                "Что Вам мешает?",
                "ما الذي يعيقكم؟",
                "Co Państwu przeszkadza?",
                "Điều gì cản trở quý vị?",
            ),
            "min": 1,
            "max": 2,
            "order": "fixed",
            "options": [
                {
                    "id": "kerbs",
                    "title": _in_all(
                        "Hohe Bordsteine",
                        "Hohe Bord-Steine",
                        "High kerbs",
                        "Високі бордюри",
                        "Высокие бордюры",
                        "أرصفة عالية",
                        "Wysokie krawężniki",
                        "Lề đường cao",
                    ),
                    "about": {"de": ""},
                },
                {
                    "id": "benches",
                    "title": _in_all(
                        "Zu wenige Bänke",
                        "Zu wenige Bänke",
                        "Too few benches",
                        "Замало лавок",
                        "Слишком мало скамеек",
                        "مقاعد قليلة",
                        "Za mało ławek",
                        "Quá ít ghế băng",
                    ),
                    "about": {"de": ""},
                },
            ],
            "show_if": {"question": "on-foot", "any_of": ["no"]},
        },
        {
            "id": "wish",
            "kind": "text",
            "question": _in_all(
                "Was soll sich zuerst ändern?",
                "Was soll die Stadt zuerst besser machen?",
                "What should change first?",
                "Що має змінитися насамперед?",
                "Что должно измениться в первую очередь?",
                "ما الذي يجب أن يتغير أولاً؟",
                "Co powinno zmienić się najpierw?",
                "Điều gì nên thay đổi trước tiên?",
            ),
            "min": 1,
            "max": 300,
            "pause": _in_all(
                "Gleich kommt die letzte Frage. Sie haben so viel Zeit, wie Sie brauchen.",
                "Gleich kommt die letzte Frage.\nSie haben Zeit.",
                "The last question comes next. Take as long as you need.",
                "Далі останнє запитання. Не поспішайте.",
                "Дальше последний вопрос. Не торопитесь.",
                "السؤال الأخير يأتي الآن. خذوا ما تحتاجون من وقت.",
                "Teraz ostatnie pytanie. Mają Państwo tyle czasu, ile trzeba.",
                "Tiếp theo là câu cuối. Quý vị cứ thong thả.",
            ),
        },
    ],
    "voices": [
        _in_all(
            "Mehr Bänke auf dem Weg zum Markt.",
            "Mehr Bänke auf dem Weg zum Markt.",
            "More benches on the way to the market.",
            "Більше лавок дорогою до ринку.",
            "Больше скамеек по дороге на рынок.",
            "مقاعد أكثر في الطريق إلى السوق.",
            "Więcej ławek w drodze na rynek.",
            "Thêm ghế băng trên đường ra chợ.",
        )
    ],
}
"""Three questions, one of them only after a certain answer."""

_OPEN_QUESTION = {name: value for name, value in SURVEY["questions"][-1].items() if name not in {"pause", "show_if"}}

LISTENING: Mapping[str, Any] = {**SURVEY, "id": "zuhoeren", "listens": True, "questions": [_OPEN_QUESTION]}
"""One that listens: its question is answered in writing or aloud."""
