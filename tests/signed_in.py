"""A dashboard where readers sign in, a real provider beside it, and browsers that do."""

import contextlib
import http.cookiejar
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest
from browser import ROOT, Server, free_port, ready, started

FOLDER = ROOT / "tests" / "oidc"
ROLES = """
[[role]]
claim = "groups"
value = "readers"
roles = ["viewer"]
[[role]]
claim = "groups"
value = "analysts"
roles = ["viewer", "analyst"]
"""
HTML = {"Accept": "text/html"}


def tools():
    """The provider's packages; where there is no Node.js its tests cannot run."""
    if not shutil.which("npm"):
        pytest.skip("Node.js with npm is not installed, so no sign-in at a provider was tried")
    if not (FOLDER / "node_modules").is_dir():
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, check=True, timeout=300, stdout=subprocess.DEVNULL)


class Provider:
    """The provider: who signs in, what is said of them, how it errs."""

    def __init__(self, port, dashboard):
        self.port, self.address = port, f"http://127.0.0.1:{port}"
        self.own = [f"{dashboard}/oauth2callback", f"{dashboard}/auth/back-channel"]
        self.process = None

    def start(self):
        command = ["node", "provider.mjs", str(self.port), *self.own]
        self.process = subprocess.Popen(
            command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout.readline() == "ready\n"
        self.tell(account="anna", claims={"groups": ["analysts"]}, fault="")

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process.stdout.close()
            self.process = None

    def tell(self, **asked):
        request = urllib.request.Request(
            f"{self.address}/control", json.dumps(asked).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()


class Noting(urllib.request.HTTPRedirectHandler):
    """Notes every address that is led to."""

    def __init__(self, way):
        self.way = way

    def redirect_request(self, request, file, code, message, headers, address):
        self.way.append(address)
        return super().redirect_request(request, file, code, message, headers, address)


class Browser:
    """Cookies, and ways that are followed; plain HTTP on this machine counts as safe."""

    def __init__(self, address):
        self.address = address
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https", "wss"))
        self.jar = http.cookiejar.CookieJar(policy)
        self.way = []  # every address that was led to
        kept = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(kept, Noting(self.way))

    def open(self, path, headers=HTML, data=None, method=None):
        """Status, headers and body of what is at the end of the way."""
        address = path if path.startswith("http") else self.address + path
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with self.opener.open(request, timeout=20) as answer:
                self.at = answer.url
                return answer.status, answer.headers, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            with refused:
                self.at = refused.url
                return refused.code, refused.headers, refused.read().decode(errors="replace")

    def cookie(self, name="__Host-threats"):
        return next((each for each in self.jar if each.name == name), None)

    @property
    def header(self):
        """The sign-in as a header, for a socket."""
        found = self.cookie()
        return {"Cookie": f"{found.name}={found.value}"} if found else {}

    def sign_in(self):
        answer = self.open("/auth/begin")
        assert self.cookie(), answer
        return answer


@contextlib.contextmanager
def dashboard(folder, *args, **more):
    """A dashboard where readers sign in, its provider, and the address of the dashboard."""
    tools()
    port, other = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    settings = folder / ".streamlit"
    settings.mkdir(exist_ok=True)
    shutil.copy(ROOT / ".streamlit" / "config.toml", settings)
    (settings / "secrets.toml").write_text(
        f"""
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "thirty-two characters, and some more"
client_id = "threats"
client_secret = "a secret between the two of them"
server_metadata_url = "http://127.0.0.1:{other}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid profile email", prompt = "login" }}
"""
    )
    (folder / "roles.toml").write_text(ROLES)
    env = dict.fromkeys((name for name in os.environ if name.startswith("THREATS_")), "") | {
        "THREATS_SIGN_IN": "required",
        "THREATS_ROLES": str(folder / "roles.toml"),
        "THREATS_STORE": str(folder / "store"),
        **more,
    }
    provider = Provider(other, address)
    with (
        (folder / "said.txt").open("w+") as said,
        started("--port", str(port), *args, cwd=folder, env=env, said=said) as process,
    ):
        try:
            provider.start()
            ready(process, Server(port))
            yield address, provider
        finally:
            provider.stop()
