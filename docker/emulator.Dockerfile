# The emulator of Azure AI Language.
#
#     docker build -f docker/emulator.Dockerfile -t spanbridge-emulator .

FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY api api
COPY bridge bridge
COPY converters converters
COPY ml_backend ml_backend
RUN python -m venv /opt/spanbridge \
    && PIP_CONSTRAINT=constraints.txt /opt/spanbridge/bin/pip install ".[emulator-tls]"

FROM python:3.13-slim-trixie
COPY --from=build /opt/spanbridge /opt/spanbridge
RUN mkdir -m 1777 /state /authority
ENV PATH=/opt/spanbridge/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /state
USER 10001:10001
EXPOSE 8765
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "from socket import create_connection; create_connection(('127.0.0.1', 8765), 2)"]
CMD ["spanbridge", "emulator", "--host", "0.0.0.0", "--port", "8765", "--state", "/state"]
