"""Ballots on paper: typed by two who do not see each other's, compared, sealed, and counted with all others."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.roles import Role
from sync.hub.audit.models import AuditEntry
from sync.hub.counting.services import recount_kept
from sync.hub.paper import services
from sync.hub.paper.faults import InvalidForm, PaperFault
from sync.hub.paper.models import PaperStack, PaperTyping
from sync.hub.paper.services import Provenance, form_of, invalid_form
from sync.hub.polls.models import BoxedBallot, Participation, PublishedPoll
from sync.protocol.errors import Refused
from tests.hub.console.test_draft_pages import signed_in
from tests.hub.counting.test_counting import cast, choices_for, count
from tests.kits.hub import NOW, Hub

MARKET = "neuer-markt"
TODAY = timezone.localdate(NOW)
WHERE = Provenance("Wochenmarkt  Reutershagen", "K", TODAY, "ar")


def stack(hub: Hub) -> PaperStack:
    return services.begin_stack(MARKET, WHERE, by="erika", now=NOW, today=TODAY)


def typed(made: PaperStack, by: str, forms: list[Any]) -> None:
    for form in forms:
        services.type_form(made.pk, form, by=by)


def finish(made: PaperStack) -> PaperStack:
    return services.finish_stack(made.pk, by="erika", now=NOW, today=TODAY)


def fault_of(act: Any) -> PaperFault:
    with pytest.raises(Refused) as caught:
        act()
    assert isinstance(caught.value.reason, PaperFault)
    return caught.value.reason


def test_what_both_typed_counts_with_the_others_as_channel_paper_and_is_recounted(hub: Hub) -> None:
    poll, made = hub.poll(), stack(hub)
    a, b = poll.options[0].id, poll.options[1].id
    forms = [form_of([a]), form_of([b]), invalid_form(InvalidForm.BLANK), form_of([a])]
    typed(made, "erika", forms)
    typed(made, "otto", forms)
    done = finish(made)
    assert (done.counted, done.invalid, done.checked_by) == (3, {"blank": 1}, ["erika", "otto"])
    assert not PaperTyping.objects.exists() and BoxedBallot.objects.count() == 3
    assert Participation.objects.get(channel="paper").ballots == 3
    cast(hub, poll, choices_for(poll, 6))
    tally = count(hub)
    assert (tally.total, tally.valid, tally.figures["counts"][a], tally.figures["counts"][b]) == (9, 9, 4, 3)
    assert recount_kept(MARKET) == []
    entry = AuditEntry.objects.get(event="paper-boxed")
    assert "erika, otto" in entry.facts and a not in entry.facts


def test_nothing_goes_into_the_box_before_two_agree_on_every_form(hub: Hub) -> None:
    poll, made = hub.poll(), stack(hub)
    a, b = form_of([poll.options[0].id]), form_of([poll.options[1].id])
    assert fault_of(lambda: finish(made)) is PaperFault.NOT_TWICE
    typed(made, "erika", [a, b, a])
    assert fault_of(lambda: finish(made)) is PaperFault.NOT_TWICE
    typed(made, "otto", [a, a])
    assert services.differences(made) == [2, 3]
    assert fault_of(lambda: finish(made)) is PaperFault.DIFFERENT
    services.type_form(made.pk, b, by="otto", number=2)
    services.type_form(made.pk, a, by="otto")
    assert services.differences(made) == [] and not BoxedBallot.objects.exists()
    assert fault_of(lambda: services.type_form(made.pk, a, by="dritte")) is PaperFault.TWO_HAVE
    finish(made)
    assert fault_of(lambda: finish(made)) is PaperFault.DONE
    assert fault_of(lambda: services.type_form(made.pk, a, by="otto")) is PaperFault.DONE
    assert BoxedBallot.objects.count() == 3


def test_one_person_is_not_two(hub: Hub) -> None:
    made = stack(hub)
    form = form_of([hub.poll().options[0].id])
    typed(made, "erika", [form, form])
    assert services.differences(made) is None
    services.take_back(made.pk, by="erika")
    assert fault_of(lambda: services.type_form(made.pk, form, by="erika", number=2)) is PaperFault.NO_FORM
    assert fault_of(lambda: services.take_back(made.pk, by="otto")) is PaperFault.EMPTY


def test_an_answer_that_the_rules_forbid_reaches_no_box(hub: Hub) -> None:
    made = stack(hub)
    both = form_of([one.id for one in hub.poll().options[:2]])  # only one may be chosen
    typed(made, "erika", [both])
    typed(made, "otto", [both])
    with pytest.raises(Refused):
        finish(made)
    assert not BoxedBallot.objects.exists() and PaperTyping.objects.count() == 2


def test_only_open_polls_without_codes_take_paper_and_no_day_is_invented(hub: Hub) -> None:
    tomorrow = Provenance("M", "K", TODAY + timedelta(days=1), "de")
    begin = services.begin_stack
    assert fault_of(lambda: begin(MARKET, tomorrow, by="e", now=NOW, today=TODAY)) is PaperFault.IN_FUTURE
    late = hub.poll().grace + timedelta(days=1)
    assert fault_of(lambda: begin(MARKET, WHERE, by="e", now=NOW, today=late)) is PaperFault.LATE
    assert fault_of(lambda: begin("none", WHERE, by="e", now=NOW, today=TODAY)) is PaperFault.UNKNOWN
    for changes, fault in (({"codes": True}, PaperFault.WITH_CODES), ({"kind": "place"}, PaperFault.NOT_ON_PAPER)):
        row = PublishedPoll.objects.get(poll=MARKET)
        wire = {**row.definition, **changes}
        if "kind" in changes:
            wire = {name: value for name, value in wire.items() if name not in {"options", "order", "min", "max"}}
        else:
            wire["codes_at"] = wire["title"]
        PublishedPoll.objects.filter(pk=row.pk).update(definition=json.loads(json.dumps(wire)))
        assert fault_of(lambda: services.poll_on_paper(MARKET, today=TODAY)) is fault
        PublishedPoll.objects.filter(pk=row.pk).update(definition=row.definition)


def page(client: Client, made: PaperStack, **sent: str) -> Any:
    address = reverse("console:paper-stack", args=(MARKET, made.pk))
    return client.post(address, sent, follow=True) if sent else client.get(address)


def test_two_people_type_at_the_console_and_neither_sees_what_the_other_has(hub: Hub) -> None:
    poll = hub.poll()
    a, b = poll.options[0], poll.options[1]
    erika, otto = signed_in("erika", Role.COUNTER), signed_in("otto", Role.COUNTER)
    begun = erika.post(
        reverse("console:paper", args=(MARKET,)),
        {"place": "Markt", "district": "K", "day": timezone.localdate().isoformat(), "language": "de"},
    )
    made = PaperStack.objects.get()
    assert begun.status_code == 302
    page(erika, made, **{f"mark_{a.id}": "on"})
    page(erika, made, invalid="blank")
    assert a.title["de"] in page(erika, made).content.decode().split('id="typed"')[1]
    assert a.title["de"] not in page(otto, made).content.decode().split('id="typed"')[1]
    answer = page(otto, made, **{f"mark_{a.id}": "on", f"mark_{b.id}": "on"})
    assert "erlauben die Regeln" in answer.content.decode()
    page(otto, made, **{f"mark_{b.id}": "on"})
    page(otto, made, invalid="blank")
    assert "verschieden erfasst" in page(otto, made).content.decode()
    mend = reverse("console:paper-stack", args=(MARKET, made.pk)) + "?form=1"
    otto.post(mend, {f"mark_{a.id}": "on"})
    assert "Beide haben dasselbe erfasst" in page(otto, made).content.decode()
    assert "1 Stimmzettel liegt in der Urne" in page(otto, made, deed="finish").content.decode()
    assert BoxedBallot.objects.count() == 1
