# The image: a builder makes the venv, the last stage is the base, that venv and a user of its own.
# Any base with python3 >= 3.11 and its venv module will do:
#   docker build --build-arg BASE_IMAGE=debian-with-python .
ARG BASE_IMAGE=python:3.13-slim

FROM ${BASE_IMAGE} AS builder

# Every file gets this time, so that the same sources and libraries give the same layers.
ARG SOURCE_DATE_EPOCH=1767225600

# Compiled once, below, in a way that holds no file times.
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore

# pip stays behind: the venv that is copied holds only what serves and trains.
RUN python3 -m venv /opt/pip && python3 -m venv --without-pip /opt/hamgate

WORKDIR /src

# The libraries come first and alone: a change of the program reuses this step.
# Their own tests go: 70 MB that nothing here imports.
COPY pyproject.toml ./
RUN python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > /tmp/libraries.txt \
 && /opt/pip/bin/pip --python /opt/hamgate/bin/python install --requirement /tmp/libraries.txt \
 && find /opt/hamgate -type d -name tests -prune -exec rm -r {} + \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/hamgate/lib \
 && find /opt/hamgate -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +

COPY README.md LICENSE ./
COPY service service
COPY training training
RUN /opt/pip/bin/pip --python /opt/hamgate/bin/python install --no-deps --prefix /opt/program . \
 && python3 -m compileall -q --invalidation-mode unchecked-hash -s /opt/program -p /opt/hamgate /opt/program/lib \
 && find /opt/program -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +


FROM ${BASE_IMAGE}

ARG SOURCE_DATE_EPOCH=1767225600

# Written by hand: a slim base may have no useradd.
RUN echo 'hamgate:x:10001:10001:Hamgate:/data:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'hamgate:x:10001:' >> /etc/group \
 && mkdir -m 0700 /data \
 && chown 10001:10001 /data \
 && touch -d "@${SOURCE_DATE_EPOCH}" /data /etc/passwd /etc/group

# Two layers: a new release of the program leaves the large one as it is.
COPY --from=builder /opt/hamgate /opt/hamgate
COPY --from=builder /opt/program /opt/hamgate

ENV PATH=/opt/hamgate/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HAMGATE_DATA_DIR=/data \
    HAMGATE_HOST=0.0.0.0

LABEL org.opencontainers.image.title="Hamgate" \
      org.opencontainers.image.description="Self-hosted comment spam filter: keep, hold or spam with reasons." \
      org.opencontainers.image.licenses="Apache-2.0"

USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080

# Never through a proxy, even where the environment names one.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as web; web.build_opener(web.ProxyHandler({})).open('http://127.0.0.1:' + os.environ.get('HAMGATE_PORT', '8080') + '/readyz', timeout=4)"]

ENTRYPOINT ["hamgate"]
CMD ["serve"]
