# The dashboard on its bundled figures, run by a user without rights: docker build -t threats . && docker run -p 8501:8501 threats
FROM python:3.11-slim-bookworm

RUN useradd --system --create-home --uid 10001 threats && install -d -m 700 -o threats -g threats /store
WORKDIR /app
COPY requirements.txt requirements-postgres.txt requirements-sign-in.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-postgres.txt -r requirements-sign-in.txt
COPY . .
RUN python -m compileall -q .

USER 10001
ENV THREATS_STORE=/store THREATS_BROWSER=0
VOLUME /store
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["python", "server.py", "--address", "0.0.0.0", "--port", "8501"]
