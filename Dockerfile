# syntax=docker/dockerfile:1
# Pages, then a wheel that contains them, then a slim image that runs it as an ordinary user.

FROM node:24-slim AS pages
WORKDIR /src/pages
COPY pages/package.json pages/package-lock.json pages/.npmrc ./
RUN npm ci --no-progress
COPY pages/ ./
COPY server/latecomer/i18n/locales/ ../server/latecomer/i18n/locales/
RUN npm run build

FROM python:3.13-slim AS wheels
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ONLY_BINARY=:all: PIP_NO_DEPS=1
# What changes rarely comes first: a change of our code installs nothing again.
COPY requirements/build.txt requirements/serve.txt requirements/
RUN pip install --require-hashes -r requirements/build.txt \
 && python -m venv /opt/latecomer \
 && /opt/latecomer/bin/pip install --require-hashes -r requirements/serve.txt
COPY pyproject.toml README.md LICENSE hatch_build.py ./
COPY server/ server/
COPY --from=pages /src/server/latecomer/static/ server/latecomer/static/
RUN pip wheel --no-build-isolation --wheel-dir dist . \
 && /opt/latecomer/bin/pip install dist/*.whl \
 && /opt/latecomer/bin/pip uninstall --yes pip \
 && /opt/latecomer/bin/python -m compileall -q /opt/latecomer/lib

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Latecomer" \
      org.opencontainers.image.description="Live, exact watch time for webinar recordings." \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --user-group --no-create-home --shell /usr/sbin/nologin latecomer \
 && install -d -o latecomer -g latecomer /data
COPY --from=wheels /opt/latecomer /opt/latecomer
ENV PATH=/opt/latecomer/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LATECOMER_HOST=0.0.0.0 \
    LATECOMER_PORT=8080 \
    LATECOMER_DATA_DIR=/data \
    LATECOMER_LOG_FORMAT=json
USER latecomer
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# The engines are not in the image: set LATECOMER_DATABASE_URL, LATECOMER_REDIS_URL and LATECOMER_SECRET_KEY.
# The worker serves no port: compose.yaml turns this check off for it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['LATECOMER_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["latecomer"]
CMD ["serve"]
