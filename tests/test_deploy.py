"""docs/deploy: nginx with our file in front of the server as it is served, and the service file as systemd reads it."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.world import ROOT

DEPLOY = ROOT / "docs" / "deploy"
NAME = "finder.example.org"
MARK = "zzyzx4711"
pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing listens on port {port}")


class Site:
    """The finder behind nginx."""

    def __init__(self, folder: Path, plain: int, secure: int) -> None:
        self.folder, self.plain, self.secure = folder, plain, secure
        self._context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def ask(self, method: str, path: str, body: str = "", host: str = NAME) -> tuple[int, dict[str, str], bytes]:
        """Ask over TLS: status, headers, and body."""
        secured = self._context.wrap_socket(socket.create_connection(("127.0.0.1", self.secure), 20), server_hostname=NAME)
        connection = http.client.HTTPConnection(NAME)
        connection.sock = secured
        headers = {"Host": host, "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "198.51.100.9"}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    def log(self) -> str:
        return "".join(f.read_text() for f in sorted(self.folder.glob("finder*.log")))


def _certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    command += ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


def _configured(folder: Path, finder: int, plain: int, secure: int) -> Path:
    """Our file with other ports and folders, and what /etc/nginx/nginx.conf puts around it."""
    ours = (DEPLOY / "nginx.conf").read_text()
    ours = re.sub(r"^ *listen \[::\].*\n", "", ours, flags=re.MULTILINE)
    for old, new in (
        *(("listen 80", f"listen 127.0.0.1:{plain}"), ("listen 443", f"listen 127.0.0.1:{secure}")),
        *(("127.0.0.1:8000", f"127.0.0.1:{finder}"), ("/etc/ssl/finder", str(folder)), ("/var/log/nginx", str(folder))),
    ):
        assert old in ours
        ours = ours.replace(old, new)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    around = f"{user} daemon off; pid {folder}/pid; error_log {folder}/finder-start.log; events {{}}"
    (folder / "nginx.conf").write_text(f"{around} http {{ {temporary}\n{ours} }}")
    return folder / "nginx.conf"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx or not shutil.which("openssl"):
        pytest.skip("nginx or openssl is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    finder, plain, secure = free_port(), free_port(), free_port()
    _certificate(folder)
    served = [sys.executable, "-m", "finder", "serve", "--port", str(finder), "--travel", "straight", "--metrics"]
    with (
        (folder / "finder-served.log").open("wb") as log,
        subprocess.Popen(served, cwd=ROOT, stdout=log, stderr=log) as server,
        subprocess.Popen([nginx, "-p", folder, "-c", _configured(folder, finder, plain, secure)]) as proxy,
    ):
        try:
            wait_for(finder, server)
            wait_for(secure, proxy)
            yield Site(folder, plain, secure)
        finally:
            proxy.terminate()
            server.terminate()


def test_a_search_goes_through_and_no_log_has_a_place_or_a_sealed_word(site: Site) -> None:
    status, headers, _ = site.ask("POST", "/search", urlencode({"place": "59718", "therapy": "ivig", "x": MARK}))
    assert status == 303
    sealed = headers["Location"].rpartition("/")[2]
    assert site.ask("GET", f"/search/{sealed}")[0] == 200
    site.ask("GET", f"/search?zip=59718&therapy={MARK}")
    site.ask("GET", f"/{MARK}/{MARK}")
    site.ask("POST", f"/{MARK}?{MARK}", MARK * 10_000)
    end = time.monotonic() + 5
    while " GET /search 303 " not in site.log() and time.monotonic() < end:
        time.sleep(0.05)
    log = site.log()
    assert " POST /search 303 " in log
    assert " GET other 404 " in log
    assert MARK not in log
    assert "59718" not in log
    assert sealed not in log
    assert "127.0.0.1" not in (site.folder / "finder.log").read_text()


def test_pages_keep_their_headers(site: Site) -> None:
    status, headers, page = site.ask("GET", "/")
    assert status == 200
    assert b"<h1" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_what_is_too_large_is_refused_before_the_finder_sees_it(site: Site) -> None:
    assert site.ask("POST", "/search", "place=" + "x" * 40_000)[0] == 413
    assert site.ask("GET", "/?" + "x" * 20_000)[0] == 414


def test_a_list_may_be_larger_than_a_form(site: Site) -> None:
    # What the finder itself says of a body that is no list.
    status, _, page = site.ask("POST", "/planner/distances", "list=" + "x" * 100_000)
    assert (status, b"No list was given." in page) == (400, True)
    assert site.ask("POST", "/planner/distances", "list=" + "x" * 2_400_000)[0] == 413


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_is_for_the_operator_is_refused(site: Site, path: str) -> None:
    assert site.ask("GET", path)[0] == 403


def test_another_name_reaches_nothing(site: Site) -> None:
    with pytest.raises((http.client.HTTPException, OSError)):
        site.ask("GET", "/", host="evil.example")


def test_without_tls_there_is_only_the_way_to_tls(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.plain, timeout=20)
    connection.request("GET", "/help", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{NAME}/help")
    connection.close()


def test_readers_who_say_nothing_keep_nobody_waiting(site: Site) -> None:
    idle = [socket.create_connection(("127.0.0.1", site.secure), 20) for _ in range(200)]
    try:
        began = time.monotonic()
        assert site.ask("GET", "/")[0] == 200
        assert time.monotonic() - began < 5
    finally:
        for connection in idle:
            connection.close()


def test_bodies_and_answers_leave_no_file(site: Site) -> None:
    for _ in range(5):
        site.ask("POST", "/suggest", urlencode({"typed": MARK * 2_000}))
    assert not [f for kind in ("client_body", "proxy") for f in (site.folder / kind).rglob("*") if f.is_file()]


def test_systemd_reads_the_service_and_finds_little_exposure(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not installed")
    service = tmp_path / "finder.service"
    service.write_text((DEPLOY / "finder.service").read_text().replace("/opt/finder/.venv/bin/finder", "/bin/true"))
    read = subprocess.run([analyze, "verify", service], capture_output=True, text=True, check=False)
    assert "finder.service" not in read.stderr
    assert read.returncode == 0
    judged = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", service], capture_output=True, check=False
    )
    assert judged.returncode == 0


def test_the_service_starts_a_command_that_exists() -> None:
    lines = [line for line in (DEPLOY / "finder.service").read_text().splitlines() if line.startswith("ExecStart")]
    for line in lines:
        _, *options = line.partition("=")[2].split()
        done = subprocess.run(
            [sys.executable, "-m", "finder", *options, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert len(lines) == 2
