"""Starts, kills and stops machines of a cluster, each a process on the loopback interface."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

from tests.cluster import security

HERE: Final = Path(__file__).parent
# Where the artifacts are kept once they are downloaded.
LIBRARIES: Final = HERE.parents[1] / ".cluster" / "lib"
# A machine for tests needs no more.
HEAP: Final = "384m"
# Seconds for all of a download, and for a cluster to come up on a busy machine.
_DOWNLOAD: Final = 150
_START: Final = 300


class NotAtHandError(Exception):
    """There can be no cluster here; the message says why."""


def libraries() -> Path:
    """The folder with the artifacts, downloaded once. Raises NotAtHandError."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None and not any(LIBRARIES.glob("*.jar")):
            raise NotAtHandError(f"{program} is not installed")
    if not any(LIBRARIES.glob("opensearch-[0-9]*.jar")):
        aside = LIBRARIES.with_name("lib.new")
        shutil.rmtree(aside, ignore_errors=True)
        command = [
            "mvn",
            "-q",
            "-B",
            "-Dstyle.color=never",
            "-f",
            str(HERE / "pom.xml"),
            "dependency:copy-dependencies",
        ]
        try:
            done = subprocess.run(
                [*command, f"-DoutputDirectory={aside}"],
                capture_output=True,
                text=True,
                timeout=_DOWNLOAD,
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise NotAtHandError(f"the artifacts did not come within {_DOWNLOAD} s") from fault
        if done.returncode:
            why, *_ = (done.stdout + done.stderr).strip().splitlines()
            raise NotAtHandError(f"the artifacts cannot be fetched: {why}")
        aside.rename(LIBRARIES)
    return LIBRARIES


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Machine:
    """One process of a cluster."""

    name: str
    folder: Path
    port: int
    transport: int
    secure: bool = False
    process: subprocess.Popen[bytes] | None = None

    def start(self, others: list[Machine]) -> None:
        """Starts it, together with others."""
        settings = {
            "cluster.name": "wensou-tests",
            "node.name": self.name,
            "path.home": str(self.folder),
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": str(self.port),
            "transport.port": str(self.transport),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if len(others) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{other.transport}" for other in others)
            settings["cluster.initial_cluster_manager_nodes"] = ",".join(other.name for other in others)
        paths = [f"{libraries()}/*"]
        if self.secure:
            settings |= security.settings()
            paths.append(f"{security.unpack(libraries())}/*")
        (self.folder / "config").mkdir(parents=True, exist_ok=True)
        java = ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
        with (self.folder / "out.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*java, "-cp", ":".join(paths), str(HERE / "ClusterNode.java")]
                + [f"{name}={value}" for name, value in settings.items()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()


@dataclass
class Machines:
    """A cluster."""

    machines: list[Machine] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The addresses of all machines, as wensou takes them."""
        return "http://" + ",".join(f"127.0.0.1:{machine.port}" for machine in self.machines)

    def ask(self, path: str) -> Any:
        """What the first machine that answers says."""
        for machine in self.machines:
            asking = HTTPConnection("127.0.0.1", machine.port, timeout=60)
            try:
                asking.request("GET", path)
                return json.load(asking.getresponse())
            except (OSError, HTTPException):
                continue
            finally:
                asking.close()
        raise OSError("no machine of the cluster answers")

    def manager(self) -> Machine:
        """The machine that manages the cluster now."""
        (elected,) = self.ask("/_cat/cluster_manager?format=json")
        return next(machine for machine in self.machines if machine.name == elected["node"])

    @contextmanager
    def without(self, machine: Machine) -> Iterator[None]:
        """Kills a machine, and starts it again in the end."""
        machine.kill()
        try:
            yield
        finally:
            machine.start(self.machines)
            self.wait_for("green", len(self.machines))

    def wait_for(self, status: str, count: int) -> None:
        """Waits until so many machines have come together, and nothing is missing."""
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            for machine in self.machines:
                _check(machine)
            try:
                health = self.ask("/_cluster/health")
                if health["number_of_nodes"] == count and health["status"] in ("green", status):
                    return
            except OSError:
                pass
            time.sleep(0.3)
        raise NotAtHandError(f"the cluster did not come up within {_START} s")


@contextmanager
def secure_machine() -> Iterator[tuple[str, Path]]:
    """A machine with the security plug-in: its address, and the certificate that vouches for it. Raises
    NotAtHandError.
    """
    folder = Path(tempfile.mkdtemp(prefix="wensou-cluster-"))
    machine = Machine("n1", folder, free_port(), free_port(), secure=True)
    try:
        vouching = security.prepare(folder)
        machine.start([machine])
        address = f"https://127.0.0.1:{machine.port}"
        deadline = time.monotonic() + _START
        while not security.is_ready(address, vouching):
            _check(machine)
            if time.monotonic() > deadline:
                raise NotAtHandError(f"the machine did not come up within {_START} s")
            time.sleep(0.5)
        yield address, vouching
    finally:
        machine.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def machines(count: int) -> Iterator[Machines]:
    """A cluster of so many machines, whose data are removed in the end. Raises NotAtHandError."""
    folder = Path(tempfile.mkdtemp(prefix="wensou-cluster-"))
    cluster = Machines([Machine(f"n{n}", folder / f"n{n}", free_port(), free_port()) for n in range(1, count + 1)])
    try:
        for machine in cluster.machines:
            machine.start(cluster.machines)
        cluster.wait_for("green", count)
        yield cluster
    finally:
        for machine in cluster.machines:
            machine.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _check(machine: Machine) -> None:
    """Raises NotAtHandError where a machine has ended by itself."""
    if machine.process is not None and machine.process.poll() not in (None, -signal.SIGKILL):
        log = (machine.folder / "out.log").read_text(errors="replace")
        raise NotAtHandError(f"a machine of the cluster ended: {log[-2000:]}")


def environment(cluster: Machines) -> dict[str, str]:
    """The environment in which tests find a cluster."""
    return {**os.environ, "WENSOU_TEST_CLUSTER": cluster.address}
