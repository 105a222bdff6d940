"""nginx and Caddy as deploy/ has them, before a server, and what is asked of them."""

import http.client
import socket
import subprocess
from contextlib import contextmanager

from browser import ROOT

DEPLOY = ROOT / "deploy"
NAME = "threats.example.org"
SLOW = 30  # seconds


@contextmanager
def nginx(folder, certificate, port, behind):
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/threats/", f"{certificate}/").replace("443", str(port))
    (folder / "site.conf").write_text(site.replace("127.0.0.1:8501", f"127.0.0.1:{behind}"))
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; scgi_temp_path {folder}/s;\n"
        f"uwsgi_temp_path {folder}/u; include {folder}/site.conf; }}\n"
    )
    command = ["nginx", "-c", str(whole), "-p", str(folder)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with process(command):
        yield


@contextmanager
def caddy(folder, certificate, port, behind):
    site = (DEPLOY / "Caddyfile").read_text()
    tls = f"tls {certificate}/fullchain.pem {certificate}/privkey.pem\n"
    site = site.replace(f"{NAME} {{", f"{NAME}:{port} {{\n{tls}", 1)
    file = folder / "Caddyfile"
    file.write_text(
        "{\n admin off\n auto_https disable_redirects\n}\n"
        + site.replace("127.0.0.1:8501", f"127.0.0.1:{behind}")
    )
    with process(["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]):
        yield


@contextmanager
def process(command):
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(10)


def asked(port, trusting, path, headers=None, body=None, method=None):
    """Status, headers and body, from the name at this machine."""
    line = http.client.HTTPSConnection(NAME, port, timeout=SLOW, context=trusting)
    line._create_connection = lambda _, *rest: socket.create_connection(("127.0.0.1", port), *rest)
    try:
        line.request(method or ("PUT" if body else "GET"), path, body, headers or {})
        found = line.getresponse()
        return found.status, found.headers, found.read()
    finally:
        line.close()
