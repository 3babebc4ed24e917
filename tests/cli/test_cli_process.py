"""The command line as a process, where a process is what matters: its exit code, pipes, locale, and signals.

A process takes a second to start. All else that a command does is asked of `main` in this process: `test_cli.py`.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, one_line
from tests.world import ROOT


def finder_process(*argv: str, **options: Any) -> subprocess.Popen[bytes]:
    """The finder as people start it, from the project's root unless told otherwise."""
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    chosen: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": buffered, "cwd": ROOT} | options
    process: subprocess.Popen[bytes] = subprocess.Popen([sys.executable, "-m", "finder", *argv], **chosen)
    return process


def finished(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a process that ends by itself."""
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


@pytest.mark.slow
def test_a_process_ends_with_the_exit_code() -> None:
    """One, here. Zero and two: below. Why a command ends with which: test_cli.py."""
    assert finished(finder_process("geocode", "Springfield"))[0] == 1


@pytest.mark.slow
def test_the_program_finds_its_data_from_any_folder(tmp_path: Path) -> None:
    elsewhere = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}}
    code, out, err = finished(finder_process("search", "59718", "--format", "json", **elsewhere))
    assert (code, err) == (0, "")
    assert json.loads(out)["options"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_names_with_accents_come_out_as_utf8_whatever_the_locale_and_bytes_that_are_no_text_are_left_out() -> None:
    locale = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    process = subprocess.Popen(
        [os.fsencode(sys.executable), b"-m", b"finder", b"geocode", b"Mayaguez PR\xff"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=locale,
    )  # fmt: skip
    code, out, _ = finished(process)
    assert code == 0
    assert "Mayagüez, Puerto Rico" in out


@pytest.mark.slow
def test_a_reader_that_leaves_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    code, _, err = finished(finder_process("geocode", "Springfield", "--format", "csv", stdout=write))
    os.close(write)
    assert "Traceback" not in err
    assert "Exception" not in err
    assert code in (0, 1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line_and_two() -> None:
    with Path("/dev/full").open("wb") as full:
        code, _, err = finished(finder_process("geocode", "59718", stdout=full))
    assert code == 2
    assert "could not be written" in one_line(err)


@pytest.mark.slow
def test_a_closed_stdout_is_no_traceback() -> None:
    process = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m finder geocode 59718 >&-'], cwd=ROOT, capture_output=True, check=False
    )
    assert b"Traceback" not in process.stderr


@pytest.mark.slow
def test_a_pdf_goes_through_a_pipe_byte_for_byte(run: Run, tmp_path: Path) -> None:
    asked = ("coverage", "--state", "DE", "--travel", "straight", "--format", "pdf")
    piped, _ = finder_process(*asked).communicate(timeout=60)
    run(*asked, "--out", str(tmp_path / "report.pdf"))
    assert piped.startswith(b"%PDF-")
    assert piped == (tmp_path / "report.pdf").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.slow
def test_bytes_for_a_full_disk_are_one_line_and_two() -> None:
    with Path("/dev/full").open("wb") as full:
        asked = ("coverage", "--state", "DE", "--travel", "straight", "--format", "xlsx")
        code, _, err = finished(finder_process(*asked, stdout=full))
    assert code == 2
    assert "could not be written" in err.splitlines()[-1]
    assert "Traceback" not in err


# serve


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server that has said that it listens, and its address."""
    port = free_port()
    process = finder_process("serve", "--port", str(port), *options)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def page_at(address: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=60) as page:
        assert page.status == 200
        return str(page.read().decode())


@pytest.mark.slow
def test_serve_answers_until_it_is_interrupted() -> None:
    with serving() as (process, address):
        page_at(address)
        process.send_signal(signal.SIGINT)
        code, _, err = finished(process)
    assert code in (0, 130)
    assert "Traceback" not in err


@pytest.mark.slow
def test_serve_says_that_a_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = finished(finder_process("serve", "--travel", "straight", "--port", str(port)))
    assert (code, out) == (2, "")
    assert re.search(rf"Cannot listen on 127.0.0.1, port {port} \(.*in use.*\). Choose another", one_line(err))
