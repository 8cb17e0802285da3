"""The report: everything measured is counted, the worst comes first, and the page stands alone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import numpy as np
import pytest

from accessibility.audit.measure import MOST_FINDINGS, Measurement, Summary
from accessibility.audit.report import About, figures, page, write_report
from accessibility.audit.rules import REQUIREMENTS
from accessibility.audit.shot import Rect
from tests.kits.drawn_screens import fine_screen

ABOUT = About("1.2.3", datetime(2026, 11, 22, 12, 30, tzinfo=UTC), "Two screens.")
PLACE = Rect(40, 40, 100, 20)


def measured(value, *, what="size of “Ja”", requirement="R20", least=12.7):
    return Measurement(requirement, what, value, "mm", PLACE, least=least)


def small(shot):
    return np.zeros((7, shot.width // 4), np.uint32)


def summed(*measurements):
    summary = Summary()
    summary.add(fine_screen(), list(measurements), small)
    return summary


def draw(seen):
    return f"picture of {seen.measurement.what} at {seen.scale}".encode()


def test_limits_are_kept_at_the_limit_and_missed_beyond_it():
    assert measured(12.7).passed and not measured(12.69).passed
    most = Measurement("R05", "x", 0, "px", PLACE, most=0)
    assert most.passed and not Measurement("R05", "x", 1, "px", PLACE, most=0).passed
    assert measured(6.35).margin == pytest.approx(0.5)
    assert Measurement("R08", "x", 16, ":1", PLACE, most=8).margin == pytest.approx(0.5)
    assert not Measurement("R08", "x", 16, ":1", PLACE).passed


def test_what_passes_is_remembered_where_it_is_nearest_to_its_limit():
    summary = summed(measured(20, what="far"), measured(13, what="near"), measured(15, what="between"))
    assert summary.passed and summary.counted == {"R20": 3}
    assert summary.nearest["R20"].measurement.what == "near"
    assert summary.nearest["R20"].scale == pytest.approx(0.25)


def test_the_same_fault_at_the_same_place_is_one_finding_with_its_worst_value():
    summary = summed(measured(10), measured(8), measured(9), measured(3, what="size of “Nein”"))
    first, second = summary.worst_first()
    assert (first.measurement.value, first.times) == (3, 1)
    assert (second.measurement.value, second.times) == (8, 3)
    assert summary.failed == {"R20": 4} and not summary.passed


def test_nothing_measured_is_not_passed():
    assert not Summary().passed
    assert "Nothing was measured" in page(Summary(), ABOUT, draw)


def test_parts_are_put_together():
    whole = summed(measured(10), measured(20))
    whole.merge(summed(measured(9), measured(13), measured(1, requirement="R01", what="capital")))
    assert whole.screens == 2
    assert whole.counted == {"R20": 4, "R01": 1} and whole.failed == {"R20": 2, "R01": 1}
    assert whole.nearest["R20"].measurement.value == 13
    assert [(seen.measurement.value, seen.times) for seen in whole.worst_first()] == [(1, 1), (9, 2)]


def test_a_flood_of_findings_is_counted_but_not_kept():
    summary = summed(*(measured(1, what=f"place {number}") for number in range(MOST_FINDINGS + 5)))
    assert len(summary.findings) == MOST_FINDINGS
    assert summary.failed == {"R20": MOST_FINDINGS + 5}


def test_the_page_names_every_requirement_and_the_worst_first_and_needs_nothing_else():
    summary = summed(measured(10, what="<b>Ja</b>"), measured(3, what="Nein"), measured(14, what="fine"))
    html = page(summary, ABOUT, draw)
    for requirement, asks in REQUIREMENTS.items():
        assert requirement in html and asks in html
    assert html.index("Nein") < html.index("&lt;b&gt;Ja") < html.index("fine")
    assert "<b>Ja</b>" not in html
    assert "2 measurements miss their limit, at 2 different places" in html
    assert "Measured 3 mm</span>, at least 12.7 mm" in html
    assert set(re.findall(r'src="(.{10})', html)) == {"data:image"}
    assert "http" not in html


def test_a_report_without_findings_says_so():
    assert "Every measurement keeps its limit" in page(summed(measured(14)), ABOUT, draw)


def test_both_files_are_written_and_the_data_says_the_same(tmp_path):
    summary = summed(measured(10), measured(14, what="fine"))
    write_report(summary, ABOUT, tmp_path / "out", draw)
    data = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert data == figures(summary, ABOUT)
    assert data["passed"] is False and data["version"] == "1.2.3"
    (finding,) = data["findings"]
    assert finding["requirement"] == "R20" and finding["value"] == 10 and finding["least"] == 12.7
    assert [entry["id"] for entry in data["requirements"]] == list(REQUIREMENTS)
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
