"""The bodies of requests, as the specification names their properties.

`Since` marks a property that older api-versions don't have. What a body may hold beyond that is
checked by `schema.py`.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

NER = "CustomEntityRecognition"
SINGLE = "CustomSingleLabelClassification"
MULTI = "CustomMultiLabelClassification"
KINDS = (NER, SINGLE, MULTI)
RETIRED = ("CustomTextSentiment", "CustomHealthcare", "CustomAbstractiveSummarization")

SYNTHETIC = "2024-11-15-preview"
EXPORTED = "2023-04-15-preview"


def since(version: str) -> Meta:
    """Mark a property that exists since an api-version."""
    return Meta(extra={"since": version})


class Body(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """An object of JSON in a request."""


class Settings(Body):
    """Settings of a project; all but the threshold are taken and have no effect."""

    confidence_threshold: Annotated[float, Meta(ge=0, le=1)] | UnsetType | None = UNSET
    aml_project_path: Annotated[str | UnsetType | None, since(EXPORTED)] = UNSET
    is_labeling_locked: Annotated[bool | UnsetType | None, since(EXPORTED)] = UNSET
    run_gpt_predictions: Annotated[bool | UnsetType | None, since(EXPORTED)] = UNSET
    gpt_predictive_lookahead: Annotated[int | UnsetType | None, since(EXPORTED)] = UNSET


class ProjectOptions(Body):
    """What a project is, in PATCH and under `metadata` of an import."""

    project_kind: str
    storage_input_container_name: str
    project_name: str
    language: str
    multilingual: bool | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    settings: Settings | UnsetType | None = UNSET


class Category(Body):
    """An entity type or a class."""

    category: str | None = None
    description: Annotated[str | None, since(SYNTHETIC)] = None


class Label(Body):
    """A labelled span; offsets are UTF-16 code units of the document."""

    category: str | None = None
    offset: int | None = None
    length: int | None = None


class Region(Body):
    """The part of a document that is learnt from."""

    region_offset: int | None = None
    region_length: int | None = None
    labels: list[Label] | None = None


class Document(Body):
    """A text in the container, and whether it teaches or tests."""

    location: str | None = None
    language: str | None = None
    dataset: str | None = None


class EntityDocument(Document):
    """One with labelled spans."""

    entities: list[Region] | None = None


class SingleDocument(Document):
    """One with one class."""

    class_: Category | None = field(default=None, name="class")

    @property
    def categories(self) -> list[str]:
        """Its class, if it has one."""
        return [self.class_.category] if self.class_ and self.class_.category else []


class MultiDocument(Document):
    """One with any number of classes."""

    classes: list[Category] | None = None

    @property
    def categories(self) -> list[str]:
        """Its classes."""
        return [one.category for one in self.classes or [] if one.category]


class EntityAssets(Body):
    """Assets of a project for entities."""

    project_kind: str | None = None
    entities: list[Category] | None = None
    documents: list[EntityDocument] | None = None


class SingleAssets(Body):
    """Assets of a project for one class a document."""

    project_kind: str | None = None
    classes: list[Category] | None = None
    documents: list[SingleDocument] | None = None


class MultiAssets(Body):
    """Assets of a project for any number of classes a document."""

    project_kind: str | None = None
    classes: list[Category] | None = None
    documents: list[MultiDocument] | None = None


Assets = EntityAssets | SingleAssets | MultiAssets
ASSETS: dict[str, type[EntityAssets | SingleAssets | MultiAssets]] = {
    NER: EntityAssets, SINGLE: SingleAssets, MULTI: MultiAssets,
}  # fmt: skip


class ProjectFile(Body):
    """The body of an import; `assets` are read once their kind is known."""

    project_file_version: str
    string_index_type: str
    metadata: ProjectOptions
    assets: dict[str, Any] | None = None


class EvaluationOptions(Body):
    """How documents are parted for evaluation."""

    kind: str | None = None
    training_split_percentage: int | None = None
    testing_split_percentage: int | None = None


class TrainOptions(Body):
    """The body of a training."""

    model_label: str
    training_config_version: str
    evaluation_options: EvaluationOptions | None = None
    data_generation_settings: Annotated[dict[str, Any] | None, since(SYNTHETIC)] = None


class DeployOptions(Body):
    """The body of a deployment; the second name of the resources is the SDK's."""

    trained_model_label: str
    assigned_resources: Annotated[list[Any] | None, since("2025-05-15-preview")] = None
    assigned_resource_ids: Annotated[list[str] | None, since(EXPORTED)] = None


class SwapOptions(Body):
    """The body of a swap."""

    first_deployment_name: str
    second_deployment_name: str


class Text(Body):
    """A text to analyse."""

    id: str
    text: str
    language: str | None = None


class AnalysisInput(Body):
    """The texts of a job."""

    documents: list[Text]


class Parameters(Body):
    """What a custom task is told."""

    project_name: str
    deployment_name: str
    string_index_type: str | None = None
    logging_opt_out: bool | None = None


class Task(Body):
    """One task of a job."""

    kind: str
    task_name: str | None = None
    parameters: dict[str, Any] | None = None


class Analysis(Body):
    """The body of a job."""

    analysis_input: AnalysisInput
    tasks: list[Task]
    display_name: str | None = None
    default_language: Annotated[str | None, since("2023-04-15-preview")] = None
    cancel_after: Annotated[float | None, since("2023-04-15-preview")] = None
