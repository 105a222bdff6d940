"""What stands in deploy/ works: nginx and Caddy before a server, the unit of systemd, the container
as its files say, and the list of what all is made of.
"""

import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import tomllib

import pytest
from browser import ROOT, Server, free_port, ready, started
from proxies import DEPLOY, NAME, SLOW, asked, caddy, nginx
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The files of a certificate for the name, which signs itself."""
    folder = tmp_path_factory.mktemp("tls")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-keyout", "privkey.pem", "-out", "fullchain.pem", "-subj", f"/CN={NAME}"]
    made += ["-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def behind():
    """The port of a server that has the name."""
    port = free_port()
    env = {"THREATS_HOSTS": NAME}
    with started("--port", str(port), env=env) as process:
        ready(process, Server(port))
        yield port


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request, tmp_path_factory, certificate, behind):
    """The port of a proxy before the server, and who trusts its certificate."""
    if not shutil.which(request.param.__name__):
        pytest.skip(f"{request.param.__name__} is not installed")
    port, trusting = free_port(), ssl.create_default_context(cafile=certificate / "fullchain.pem")
    folder = tmp_path_factory.mktemp("proxy")
    with request.param(folder, certificate, port, behind):
        until = time.monotonic() + SLOW
        while True:
            try:
                asked(port, trusting, "/healthz")
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.1)
            else:
                break
        yield port, trusting


def test_pages_and_files_come_by_tls_with_their_headers(proxy):
    status, headers, body = asked(*proxy, "/trafficking")
    assert status == 200 and b"streamlit" in body.lower()
    assert headers["Strict-Transport-Security"] and headers["Content-Security-Policy"]
    assert not re.search(r"\d", headers.get("Server", "")), "a version is said"
    assert "uvicorn" not in headers.get("Server", "")
    assert len(headers.get_all("X-Request-Id")) == 1
    assert asked(*proxy, "/readyz")[0] == 200


def test_what_a_client_says_of_itself_is_not_passed_on(proxy):
    said = {"X-Request-Id": "mine", "X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    assert asked(*proxy, "/healthz", said)[1]["X-Request-Id"] != "mine"


def test_a_page_opens_its_socket_and_no_page_of_another_does(proxy):
    port, trusting = proxy

    def opened(origin):
        return connect(
            f"wss://{NAME}:{port}/_stcore/stream",
            sock=socket.create_connection(("127.0.0.1", port), SLOW),
            proxy=None,
            ssl=trusting,
            subprotocols=["streamlit"],
            additional_headers={"Origin": origin},
            open_timeout=SLOW,
        )

    with opened(f"https://{NAME}:{port}") as line:
        line.ping().wait(SLOW)
    for origin in ("https://evil.example", f"http://{NAME}:{port}"):
        with pytest.raises(InvalidStatus, match="403"):
            opened(origin)


def test_a_body_that_is_too_large_is_refused(proxy):
    try:
        status = asked(*proxy, "/_stcore/upload_file/a/b", {}, b"x" * 27_000_000)[0]
    except OSError:
        status = 413  # said while the body was being sent, and the line closed
    assert status in (403, 413)


def test_the_unit_of_systemd_is_one_and_has_no_right_it_does_not_need():
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    unit = str(DEPLOY / "threats.service")
    said = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    ).stderr
    left = [each for each in said.splitlines() if each and "is not executable" not in each]
    assert not [each for each in left if "threats.service" in each], left
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert float(re.search(r"exposure level for threats.service: ([\d.]+)", rated)[1]) < 2


def test_the_container_runs_without_rights_on_a_file_system_that_is_only_read():
    made = (ROOT / "Dockerfile").read_text()
    steps = re.findall(r"^([A-Z]+) ?(.*)$", made, re.MULTILINE)
    users = [said for name, said in steps if name == "USER"]
    assert users and users[-1] == "10001"
    after = [name for name, _ in steps][[name for name, _ in steps].index("USER") :]
    assert not {"RUN", "COPY", "ADD"} & set(after)
    assert "--require-hashes" in made
    assert "install -d -m 700 -o threats" in made  # else `data doctor` finds its store open
    composed = (ROOT / "compose.yaml").read_text()
    for said in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "/tmp"):
        assert said in composed
    assert "127.0.0.1:8501:8501" in composed


def test_the_list_of_what_it_is_made_of_is_whole():
    made = subprocess.run(
        [sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = json.loads(made.stdout)
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    found = {each["name"]: each for each in said["components"]}
    pinned = dict(
        re.findall(r"^([\w.-]+)==([^ \\;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert pinned and all(found[name]["version"] == version for name, version in pinned.items())
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w.-]+", each)[0].lower() for each in needed} <= {
        name.lower() for name in found
    }
    for name in pinned:
        assert found[name]["externalReferences"][0]["hashes"], name
    scripts = {each.name for each in (ROOT / "static" / "vendor").glob("*.js")}
    assert scripts and all(found[name]["hashes"] for name in scripts)
    assert len({each["bom-ref"] for each in said["components"]}) == len(said["components"])
