"""Real routing engines on loopback, from the packages in requirements-engines.txt, for tests, benchmarks and a try at home.

    python -m tests.engines python                       the newer Python that `make engines` uses; exit 1 if there is none
    python -m tests.engines osrm EXTRACT.osm.pbf [PORT]  builds the extract and serves it until interrupted (5000)
    python -m tests.engines valhalla EXTRACT.osm.pbf [PORT]  the same (8002)

They live in `.venv-engines`, made by `make engines`, since their packages need a newer Python than the finder does.
Only the standard library is used here: `make engines` runs this before anything is installed.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-engines"
PYTHON = VENV / "bin" / "python"
LOOPBACK = "127.0.0.1"
READY_S, BUILD_S, STOP_S = 30.0, 600.0, 5.0
DEFAULT_PORT = {"osrm": 5000, "valhalla": 8002}


def newer_python() -> str | None:
    """A Python of at least 3.12 that can make environments. Each candidate is run: shims of pyenv may refuse to."""
    return next(filter(_is_newer, _candidates()), None)


def why_missing() -> str | None:
    """Why there are no engines to test against; None if there are."""
    if PYTHON.exists():
        return None
    if newer_python():
        return "no routing engines: run make engines"
    return "no routing engines: they need Python 3.12 or newer, and there is none"


def _candidates() -> Iterator[str]:
    names = ("python3.14", "python3.13", "python3.12", "python3")
    yield from filter(None, map(shutil.which, names))
    for versions in _pyenv_versions():
        yield from map(str, sorted(versions.glob("3.1[2-9]*/bin/python3"), reverse=True))
    if uv := shutil.which("uv"):
        yield _output([uv, "python", "find", ">=3.12"])


def _pyenv_versions() -> Iterator[Path]:
    root = os.environ.get("PYENV_ROOT") or _output(["pyenv", "root"])
    if root:
        yield Path(root) / "versions"


def _is_newer(python: str) -> bool:
    check = "import sys, venv, ensurepip; print(sys.version_info >= (3, 12))"
    return bool(python) and _output([python, "-c", check]) == "True"


def _output(command: list[str]) -> str:
    """What a command prints; nothing if it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


@contextmanager
def osrm(extract: Path, folder: Path, port: int = 0) -> Iterator[str]:
    """OSRM's car profile over an extract; the server's address. What it builds goes into `folder`."""
    home = _packages() / "osrm"
    base, port = folder / "extract.osrm", port or free_port()
    source = base.with_suffix(".osm.pbf")
    source.symlink_to(extract.resolve())
    _build(folder, [home / "bin/osrm-extract", "--profile", home / "share/profiles/car.lua", source])
    for step in ("osrm-partition", "osrm-customize"):
        _build(folder, [home / "bin" / step, base])
    # Without its access log, which holds the points asked for.
    command = [home / "bin/osrm-routed", "--algorithm", "mld", "--ip", LOOPBACK, "--port", port, "--verbosity", "WARNING", base]
    with _serving(command, folder, f"http://{LOOPBACK}:{port}", "/nearest/v1/driving/0,0") as url:
        yield url


@contextmanager
def valhalla(extract: Path, folder: Path, port: int = 0) -> Iterator[str]:
    """Valhalla over an extract, with the limits that it comes with; the server's address."""
    home, port = _packages() / "valhalla", port or free_port()
    tiles, config = folder / "tiles", folder / "valhalla.json"
    tiles.mkdir()
    defaults = "import json, sys, valhalla; json.dump(valhalla.get_config(tile_extract='', tile_dir=sys.argv[1]), sys.stdout)"
    settings = json.loads(_output([str(PYTHON), "-c", defaults, str(tiles)]))
    settings["httpd"]["service"] |= {"listen": f"tcp://{LOOPBACK}:{port}", "drain_seconds": 1, "shutdown_seconds": 1}
    config.write_text(json.dumps(settings), encoding="utf-8")
    _build(folder, [home / "bin/valhalla_build_tiles", "--config", config, extract.resolve()])
    with _serving([home / "bin/valhalla_service", config, 1], folder, f"http://{LOOPBACK}:{port}", "/status") as url:
        yield url


ENGINES: dict[str, Callable[..., object]] = {"osrm": osrm, "valhalla": valhalla}


def _packages() -> Path:
    return Path(_output([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _build(folder: Path, command: list[object]) -> None:
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, timeout=BUILD_S, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[0])).name} failed: {(done.stdout + done.stderr)[-2000:]}")


@contextmanager
def _serving(command: list[object], folder: Path, url: str, probe: str) -> Iterator[str]:
    """Runs a server until the block ends, however it ends."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([*map(str, command)], cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            _wait_until_ready(process, url + probe)
            yield url
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + READY_S
    while not _answers(url):
        if process.poll() is not None:
            raise RuntimeError(f"the engine ended by itself with {process.returncode}: see server.log")
        if time.monotonic() > until:
            raise RuntimeError(f"the engine was not ready after {READY_S:g} seconds")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    """Whether a server answers at all: that it has no road at 0, 0 is an answer."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main(words: list[str]) -> int:
    if words == ["python"]:
        python = newer_python()
        print(python or "Python 3.12 or newer is needed, and there is none.", file=sys.stdout if python else sys.stderr)
        return 0 if python else 1
    if len(words) not in (2, 3) or words[0] not in ENGINES:
        print(__doc__, file=sys.stderr)
        return 2
    return _serve(words[0], Path(words[1]), int(words[2]) if len(words) == 3 else DEFAULT_PORT[words[0]])


def _serve(name: str, extract: Path, port: int) -> int:
    """Serves until Ctrl-C or a request to end."""
    if (missing := why_missing()) or not extract.is_file():
        print(missing or f"There is no file {extract}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        try:
            with ENGINES[name](extract, Path(folder), port) as url:  # type: ignore[attr-defined]
                print(f"{name} serves {extract.name} on {url}; Ctrl-C stops it", flush=True)
                signal.pause()
        except KeyboardInterrupt:
            print("stopped", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
