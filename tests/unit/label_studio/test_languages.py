"""The language of a document: the field, else the option, else what the task says of Azure."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.problems import ProblemError
from tasks_of import documents, region, task, told


def alice(**data: Any) -> dict[str, Any]:
    return task("Alice", region("Alice", "Alice"), **data)


def languages(*tasks: dict[str, Any], **options: Any) -> list[str | None]:
    return [document.language for document in documents([*tasks], **options)[0]]


def test_the_option_gives_the_language_of_all() -> None:
    assert languages(alice(), alice(lang="de"), language="nb") == ["nb", "nb"]


@pytest.mark.parametrize("field", ["data.lang", "lang"])
def test_the_field_comes_before_the_option(field: str) -> None:
    assert languages(alice(lang="de"), alice(), language_field=field) == ["de", "en-us"]


def test_a_field_may_lie_deeper() -> None:
    tasks = [alice(meta={"lang": "zh-hans"})]
    assert languages(*tasks, language_field="data.meta.lang") == ["zh-hans"]


def test_a_key_with_dots_is_a_key() -> None:
    assert languages(alice(**{"meta.lang": "fr"}), language_field="meta.lang") == ["fr"]


def test_without_options_a_task_from_azure_keeps_its_language() -> None:
    assert languages(alice(azure={"language": "ja"}), language=None) == ["ja"]


def test_neither_is_a_problem_that_names_both_options() -> None:
    with pytest.raises(ProblemError, match=r"--language .*--language-field") as caught:
        documents([alice()], language=None)
    assert caught.value.problem.code == "language-not-given"


def test_a_task_without_the_field_is_told_and_left_out() -> None:
    tasks = [alice(lang="de"), alice(), alice(lang="")]
    assert languages(*tasks, language=None, language_field="data.lang") == ["de"]
    assert told(tasks, language=None, language_field="data.lang") == {"language-missing": 2}


@pytest.mark.parametrize("value", ["english please", "e", 5, ["de"], "de_DE", "dé"])
def test_what_is_no_language_code_is_told(value: Any) -> None:
    tasks = [alice(lang=value), alice(lang="pt-br")]
    assert languages(*tasks, language_field="data.lang") == ["pt-br"]
    assert told(tasks, language_field="data.lang") == {"language-malformed": 1}
