"""azure-ai-textanalytics 6 beta and authoring 1.0.0b1 drive a project from birth to deletion."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from azure.ai.textanalytics import TextAnalysisClient
from azure.ai.textanalytics import models as runtime
from azure.ai.textanalytics.aio import TextAnalysisClient as AsyncTextAnalysisClient
from azure.ai.textanalytics.authoring import TextAuthoringClient
from azure.ai.textanalytics.authoring import models as authoring
from azure.ai.textanalytics.authoring.aio import TextAuthoringClient as AsyncTextAuthoringClient
from azure.core.exceptions import ResourceNotFoundError
from emulator_of import NER, project_file, texts, utf16

pytestmark = pytest.mark.azure
NOW = {"polling_interval": 1}
UNITS = {"UnicodeCodePoint": len, "Utf16CodeUnit": utf16}


@pytest.fixture
def name():
    return f"spanbridge-{uuid4().hex[:12]}"


def options(name, container):
    return authoring.CreateProjectOptions(
        project_kind=NER, storage_input_container_name=container, project_name=name,
        language="en", multilingual=True,
    )  # fmt: skip


def training(label="m"):
    return authoring.TrainingJobDetails(
        model_label=label,
        training_config_version="2022-05-01",
        evaluation_options=authoring.EvaluationDetails(
            kind="percentage", training_split_percentage=80, testing_split_percentage=20
        ),
    )


def deployment(label="m"):
    return authoring.CreateDeploymentDetails(trained_model_label=label)


def swapped():
    return authoring.SwapDeploymentsDetails(first_deployment_name="d", second_deployment_name="e")


def question(name, unit=None):
    documents = [
        runtime.MultiLanguageInput(id=location, text=text, language="en")
        for location, (text, _) in [*texts().items()][:6]
    ]
    content = runtime.CustomEntitiesActionContent(
        project_name=name, deployment_name="d", string_index_type=unit
    )
    return {
        "text_input": runtime.MultiLanguageTextInput(multi_language_inputs=documents),
        "actions": [runtime.CustomEntitiesLROTask(name="t", parameters=content)],
    }


def check_words(state, unit):
    assert state.status == "succeeded"
    [item] = state.actions.items_property
    count = UNITS[unit]
    for document in item.results.documents:
        text, spans = texts()[document.id]
        found = [(e.text, e.category, e.offset, e.length) for e in document.entities]
        expected = [
            (word, category, count(text[: text.index(word)]), count(word))
            for word, category in spans
        ]
        assert sorted(found) == sorted(expected)


def check_summary(summary):
    evaluation = summary.custom_entity_recognition_evaluation
    assert {*evaluation.entities} == {"Person", "City"}
    assert 0 <= evaluation.micro_f1 <= 1


def test_the_sync_clients_drive_a_project(service, name):
    client = TextAuthoringClient(service.endpoint, service.credential)
    made = client.create_project(name, options(name, service.container))
    assert made.project_name == name
    project = client.get_project_client(name)
    file = project_file(texts(), name, service.container)
    project.project.begin_import(body=file, **NOW).result()
    project.project.begin_train(body=training(), **NOW).result()
    assert [job.status for job in project.project.list_training_jobs()] == ["succeeded"]
    assert [model.label for model in project.project.list_trained_models()] == ["m"]
    check_summary(project.trained_model.get_model_evaluation_summary("m"))
    results = project.trained_model.list_model_evaluation_results(
        "m", string_index_type="Utf16CodeUnit"
    )
    assert {one.location for one in results} <= {*texts()}
    for label in ("d", "e"):
        project.deployment.begin_deploy_project(label, body=deployment(), **NOW).result()
    project.project.begin_swap_deployments(body=swapped(), **NOW).result()
    assert [d.deployment_name for d in project.project.list_deployments()] == ["d", "e"]
    with TextAnalysisClient(service.endpoint, service.credential) as analysis:
        for unit in UNITS:
            poller = analysis.begin_analyze_text_job(**question(name, unit), **NOW)
            check_words(poller.result(), unit)
    project.project.begin_export(string_index_type="Utf16CodeUnit", **NOW).result()
    for label in ("d", "e"):
        project.deployment.begin_delete_deployment(label, **NOW).result()
    project.trained_model.delete_trained_model("m")
    client.begin_delete_project(name, **NOW).result()
    with pytest.raises(ResourceNotFoundError):
        client.get_project(name)


def test_the_async_clients_drive_a_project(service, name):
    asyncio.run(drive(service, name))


async def drive(service, name):
    async with AsyncTextAuthoringClient(service.endpoint, service.credential) as client:
        await client.create_project(name, options(name, service.container))
        async with client.get_project_client(name) as project:
            file = project_file(texts(), name, service.container)
            await (await project.project.begin_import(body=file, **NOW)).result()
            await (await project.project.begin_train(body=training(), **NOW)).result()
            check_summary(await project.trained_model.get_model_evaluation_summary("m"))
            for label in ("d", "e"):
                poller = await project.deployment.begin_deploy_project(
                    label, body=deployment(), **NOW
                )
                await poller.result()
            await (await project.project.begin_swap_deployments(body=swapped(), **NOW)).result()
            found = [d.deployment_name async for d in project.project.list_deployments()]
            assert found == ["d", "e"]
            async with AsyncTextAnalysisClient(service.endpoint, service.credential) as analysis:
                for unit in UNITS:
                    poller = await analysis.begin_analyze_text_job(**question(name, unit), **NOW)
                    check_words(await poller.result(), unit)
            for label in ("d", "e"):
                poller = await project.deployment.begin_delete_deployment(label, **NOW)
                await poller.result()
        await (await client.begin_delete_project(name, **NOW)).result()
