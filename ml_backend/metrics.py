"""What the server counts, for Prometheus; docs/ml-backend.md is made of it."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics import MetricWrapperBase

_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 90)


class Metrics:
    """The metrics of one server.

    Example:
        >>> metrics = Metrics()
        >>> metrics.answers.labels("remembered").inc(3)
        >>> b'spanbridge_answers_total{from="remembered"} 3.0' in metrics.text()
        True
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = self._counter(
            "requests", "Requests, by route and status.", "route", "status"
        )
        self.seconds = self._histogram("seconds", "Seconds that requests took, by route.", "route")
        self.tasks = self._counter(
            "tasks", "Tasks, by what became of them: predicted, withheld, refused, skipped.",
            "outcome",
        )  # fmt: skip
        self.answers = self._counter(
            "answers", "Texts, by where the answer is from: azure, remembered, shared.", "from"
        )
        self.jobs = self._counter("jobs", "Jobs sent to Azure, by their ending.", "ending")
        self.job_seconds = self._histogram("job_seconds", "Seconds that jobs took.")
        self.pieces = self._counter("pieces", "Texts, and windows of long ones, that jobs held.")
        self.records = self._counter("text_records", "Text records sent, of 1,000 characters.")
        self.webhooks = self._counter("webhooks", "Events, by what they are to the loop.", "kind")
        self.written = self._counter(
            "written", "Predictions written through Label Studio's API, past the deadline."
        )
        self.swaps = self._counter("swaps", "How often another model was found to be served.")
        self.waiting = self._gauge("waiting", "Texts that wait to be sent.")
        self.flying = self._gauge("jobs_in_flight", "Jobs under way.")
        self.background = self._gauge("background", "Batches that go on past their deadline.")
        self.served = self._gauge(
            "served", "1 for each deployment and the version that it serves.", "project", "version"
        )

    def text(self) -> bytes:
        """Return all as Prometheus reads it."""
        return generate_latest(self.registry)

    def listed(self) -> list[MetricWrapperBase]:
        """Return each metric, in the order of the documentation."""
        return [one for one in vars(self).values() if isinstance(one, MetricWrapperBase)]

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, namespace="spanbridge", registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, namespace="spanbridge", registry=self.registry)

    def _histogram(self, name: str, words: str, *labels: str) -> Histogram:
        return Histogram(
            name, words, labels, namespace="spanbridge", registry=self.registry, buckets=_SECONDS
        )
