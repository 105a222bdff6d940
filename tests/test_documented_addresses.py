"""What docs/api.md says to type is typed: the lines for Python as they stand, and the requests that
Power Query and R make of the lines for them, before a server as it is started.
"""

import json
import re
import subprocess
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser import ROOT, Server, free_port, ready, started

from data import query
from data.query import Filters, first_day, last_day

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLE = "http://localhost:8501"
# as Excel and Power BI, and R through libcurl, name themselves; none says what it accepts
MASHUP = "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)"
LIBCURL = "libcurl/8.5.0 r-curl/5.2.1 R (4.4.1 x86_64-pc-linux-gnu x86_64 linux-gnu)"


@pytest.fixture(scope="module")
def base():
    server = Server(free_port())
    with started("--port", str(server.port), env={"THREATS_API": ""}) as process:
        ready(process, server)
        yield f"http://localhost:{server.port}"


def block(title, kind=""):
    """The first example below a heading."""
    part = TEXT.partition(f"\n## {title}\n")[2]
    return re.search(rf"```{kind}\n(.*?)```", part, re.DOTALL)[1]


def asked(address, agent):
    """What a server answers to somebody who says nothing but a name."""
    request = urllib.request.Request(address, headers={"User-Agent": agent})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.headers["content-type"], answer.read()


def test_the_lines_for_python_read_the_figures(base):
    held = {}
    exec(block("Python", "python").replace(EXAMPLE, base), held)
    ever = Filters("glotip.detected_victims").during(first_day("2010"), None)
    table = query.by_period_and_country(ever)
    assert len(held["figures"]) == len(table) > 500
    assert held["figures"]["value"].sum() == table["value"].sum()
    assert not held["figures"]["country"].isna().any()


def test_the_lines_for_sdmx_read_the_same(base):
    held = {}
    exec(block("SDMX", "python").replace(EXAMPLE, base), held)
    assert set(held["figures"]["OBS_STATUS"]) >= {"A", "Q"} and len(held["figures"]) > 500


def test_power_query_reads_the_csv(base):
    address = re.search(r'Web\.Contents\("([^"]+)"', block("Excel (Power Query)"))[1]
    kind, body = asked(address.replace(EXAMPLE, base), MASHUP)
    assert kind.startswith("text/csv") and not body.startswith(b"\xef\xbb\xbf")
    head, *lines = body.decode("utf-8").splitlines()
    during = Filters("glotip.detected_victims").during(first_day("2020"), last_day("2022"))
    assert head.startswith("country,value,low,high") and len(lines) == len(query.by_country(during))


def test_power_bi_reads_the_rows_of_the_json(base):
    text = block("Power BI")
    address = re.search(r'Web\.Contents\("([^"]+)"', text)[1].replace(EXAMPLE, base)
    said = re.search(r"Query=\[by=\"(\w+)\", country=\{(.*?)\}\]", text)
    countries = re.findall(r"\w+", said[2])
    query_ = urlencode({"by": said[1], "country": countries}, doseq=True)
    kind, body = asked(f"{address}?{query_}", MASHUP)
    assert kind == "application/json"
    rows = json.loads(body)["rows"]
    assert rows and {each["country"] for each in rows} <= set(countries)


def test_r_reads_the_csv(base, tmp_path):
    address = re.search(r'read\.csv\("([^"]+)"', block("R", "r"))[1].replace(EXAMPLE, base)
    kind, body = asked(address, LIBCURL)
    assert kind.startswith("text/csv") and body.decode().splitlines()[0].startswith("period,value")
    if not Path("/usr/bin/Rscript").exists():
        return  # the request is the one that R makes; the line itself where there is R
    line = block("R", "r").replace(EXAMPLE, base) + "\ncat(nrow(figures))"
    done = subprocess.run(["/usr/bin/Rscript", "-e", line], capture_output=True, check=True)
    assert int(done.stdout) == len(body.decode().splitlines()) - 1
