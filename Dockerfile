# One image for every process: `docker run zhixing run NAME`. Nothing here needs BuildKit.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python3 -m venv /opt/zhixing && python3 -m venv /opt/build
COPY requirements/runtime.lock requirements/laptop.lock requirements/
RUN /opt/zhixing/bin/pip install --require-hashes --requirement requirements/runtime.lock \
 # laptop.lock has the build backend; this environment is thrown away.
 && /opt/build/bin/pip install --require-hashes --requirement requirements/laptop.lock
COPY pyproject.toml README.md LICENSE ./
COPY shared shared
COPY services services
COPY bots bots
COPY ops ops
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /tmp/wheel \
 && /opt/zhixing/bin/pip install --no-deps --no-index /tmp/wheel/*.whl \
 && /opt/zhixing/bin/pip check \
 && /opt/zhixing/bin/pip uninstall --yes pip setuptools

FROM ${BASE}
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="zhixing" \
      org.opencontainers.image.description="Study check-ins, incident reports, volunteer activity and notifications for an education district" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/zhixing /opt/zhixing
# The root file system may be read-only: byte code was compiled above, and only /tmp is ever written.
ENV PATH=/opt/zhixing/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
# By number, so that Kubernetes can tell that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
ENTRYPOINT ["zhixing"]
CMD ["--help"]
