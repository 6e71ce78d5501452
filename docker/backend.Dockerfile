# The ML backend and, with the command `spanbridge loop worker`, the loop's worker.
#
#     docker build -f docker/backend.Dockerfile -t spanbridge .

FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY api api
COPY bridge bridge
COPY converters converters
COPY ml_backend ml_backend
RUN python -m venv /opt/spanbridge \
    && PIP_CONSTRAINT=constraints.txt /opt/spanbridge/bin/pip install ".[label-studio,entra,html,postgres]"

FROM python:3.13-slim-trixie
COPY --from=build /opt/spanbridge /opt/spanbridge
RUN mkdir -m 1777 /state
ENV PATH=/opt/spanbridge/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENV SPANBRIDGE_STATE=/state
WORKDIR /state
USER 10001:10001
EXPOSE 9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9090/health', timeout=2)"]
CMD ["spanbridge", "ml-backend", "--host", "0.0.0.0"]
