"""Categories of Azure are fitted to the labels of a given labeling configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from changes import Project
from spanbridge.converters.problems import ProblemError

PLAIN = '<Label value="Org"/><Label value="Place"/>'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def fitted(project: Project, labels: str, **options: Any) -> list[list[str]]:
    """Bring the project back without manifest; return the labels of the regions of task 1."""
    return [item["value"]["labels"] for item in regions(project, labels, **options)]


def regions(project: Project, labels: str, **options: Any) -> list[dict[str, Any]]:
    xml = project.folder / "config.xml"
    xml.write_text(
        f'<View><Labels name="ner" toName="mail">{labels}</Labels>'
        '<Text name="mail" value="$body"/></View>',
        "utf-8",
    )
    [task, _] = project.back(**{"manifest_file": None} | options, label_config=xml)
    assert "body" in task["data"]
    return task["annotations"][0]["result"]


@pytest.mark.parametrize(
    ("label", "saved"),
    [
        ('<Label value="Person"/>', "Person"),
        ('<Label value="PERSON"/>', "PERSON"),
        ('<Label value="Human" predicted_values="Folk, Person"/>', "Human"),
        ('<Label value="Human" alias="Person"/>', "Person"),
        ('<Label value="Person" alias="PER"/>', "PER"),
        ('<Label value="person"/><Label value="Person"/>', "Person"),
        ('<Label value="Human" alias="Person"/><Label value="PERSON"/>', "PERSON"),
        ('<Label value="H" alias="Person"/><Label value="I" predicted_values="Person"/>', "I"),
    ],
    ids=[
        "exact name",
        "without case",
        "predicted_values",
        "alias",
        "saved as its alias",
        "exact name before case",
        "case before alias",
        "predicted_values before alias",
    ],
)
def test_a_category_finds_its_label(project: Project, label: str, saved: str) -> None:
    assert fitted(project, PLAIN + label) == [[saved], ["Org"], ["Place"]]
    assert not project.problems


def test_a_category_without_a_label_is_a_problem_and_its_spans_are_left_out(
    project: Project,
) -> None:
    assert fitted(project, PLAIN) == [["Org"], ["Place"]]
    assert project.problems == {"category-unmatched": 2}


def test_regions_name_the_control_and_the_tag_of_the_configuration(project: Project) -> None:
    for region in regions(project, PLAIN + '<Label value="Person"/>'):
        assert (region["from_name"], region["to_name"]) == ("ner", "mail")


def test_the_configuration_is_written_as_it_was_given(project: Project) -> None:
    regions(project, PLAIN)
    given = (project.folder / "config.xml").read_text("utf-8")
    assert (project.folder / "back" / "label_config.xml").read_text("utf-8") == given


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<View>", "label-config-malformed"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><View/>', "label-config-malformed"),
        ('<View><Text name="t" value="$t"/></View>', "label-config-without-text"),
        ('<View><Labels name="l" toName="t"/></View>', "label-config-without-text"),
    ],
)
def test_a_configuration_of_no_use_writes_nothing(project: Project, xml: str, code: str) -> None:
    path = project.folder / "config.xml"
    path.write_text(xml, "utf-8")
    with pytest.raises(ProblemError) as caught:
        project.back(label_config=path)
    assert caught.value.problem.code == code
    assert not (project.folder / "back").exists()
