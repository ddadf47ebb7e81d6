#!/usr/bin/env python3
"""Kills servers and workers at random while they run playbooks, and shows that nothing is lost.

Two servers, three workers and one PostgreSQL run executions of ledger.yaml. Meanwhile processes are
killed with SIGKILL and started again, and PostgreSQL is restarted. In the end every execution that was
acknowledged must be COMPLETED, histories gapless, no visit completed twice, no row saved twice.

Needs the PostgreSQL programs (initdb, pg_ctl, psql) and nothing else. Exit code 0 if all held.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[2]
ROWS_EACH = 5


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


class Postgres:
    """A cluster of its own in a directory; run as the user postgres where we are root."""

    def __init__(self, directory, programs):
        self.directory = directory / "postgres"
        self.programs = programs
        self.port = free_port()
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.directory.mkdir()
        if self.user:
            directory.chmod(0o755)
            shutil.chown(self.directory, "postgres")
        self.call("initdb", "-D", str(self.directory), "-A", "trust", "-U", "postgres")
        self.start()
        self.sql("CREATE DATABASE chaos", database="postgres")
        self.sql(
            "CREATE SCHEMA chaos; CREATE TABLE chaos.ledger"
            " (row_id bigserial PRIMARY KEY, execution_id text, entry text, amount bigint)"
        )

    def call(self, program, *args):
        subprocess.run(
            [*self.user, str(self.programs / program), *args],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )

    def start(self):
        options = f"-p {self.port} -k {self.directory} -c max_connections=200"
        log = str(self.directory / "log")
        self.call("pg_ctl", "-D", str(self.directory), "-o", options, "-l", log, "-w", "start")

    def stop(self, mode):
        self.call("pg_ctl", "-D", str(self.directory), "-m", mode, "-w", "stop")

    def restart(self, mode):
        self.stop(mode)
        self.start()

    def sql(self, statement, database="chaos"):
        """The rows, each a list of texts."""
        done = subprocess.run(
            [str(self.programs / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
            + ["-AtqX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-f", "-", database],
            input=statement,  # thousands of ids are too long for an argument
            check=True,
            capture_output=True,
            text=True,
        )
        return [line.split("\t") for line in done.stdout.splitlines()]

    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/chaos"


class Program:
    """A server or a worker that can be killed and started again."""

    def __init__(self, name, args, directory, env):
        self.name = name
        self.args = args
        self.log = open(directory / f"{name}.log", "ab")
        self.env = env
        self.kills = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [str(HOME / "noetl"), *self.args], stdout=self.log, stderr=self.log, env=self.env
        )

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Chaos:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="noetl-chaos-"))
        self.database = Postgres(self.directory, find_programs())
        self.ports = [free_port() for _ in range(options.servers)]
        self.acknowledged = {}
        self.lock = threading.Lock()
        self.refused = 0
        env = {k: v for k, v in os.environ.items() if not k.startswith("NOETL_")}
        self.servers = [self.server(i, port, env) for i, port in enumerate(self.ports)]
        self.await_ready()
        self.workers = [self.worker(i, env) for i in range(options.workers)]

    def server(self, number, port, env):
        args = ["server", "start", "--port", str(port), "--db", self.database.url()]
        args += ["--data", str(self.directory / "data"), "--slots", "4", "--name", f"server-{number}"]
        return Program(f"server-{number}", args, self.directory, env)

    def worker(self, number, env):
        url = f"http://127.0.0.1:{self.ports[number % len(self.ports)]}"
        args = ["worker", "start", "--server", url, "--slots", "16", "--lease", "3s"]
        return Program(f"worker-{number}", args, self.directory, env)

    def await_ready(self):
        deadline = time.monotonic() + 180
        for port in self.ports:
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        sys.exit(f"no server on port {port}; see {self.directory}")
                    time.sleep(0.3)

    def post(self, path, body, key="", patience=600):
        """Asks one server after the other until one answers."""
        deadline = time.monotonic() + patience
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        while True:
            port = random.choice(self.ports)
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as e:
                text = e.read().decode(errors="replace")
                if e.code < 500 and e.code != 409:
                    sys.exit(f"{path}: {e.code} {text}")
                self.refused += 1
            except (OSError, ValueError):
                self.refused += 1
            if time.monotonic() > deadline:
                sys.exit(f"{path}: no server answered")
            time.sleep(0.2)

    def prepare(self):
        fields = {"db_host": "127.0.0.1", "db_port": self.database.port, "db_user": "postgres"}
        fields |= {"db_password": "not-asked-for", "db_name": "chaos"}
        self.post("/api/credentials", {"name": "chaos", "type": "postgres", "data": fields})
        self.post("/api/catalog/register", {"content": (HERE / "ledger.yaml").read_text()})

    def submit(self, numbers):
        for number in numbers:
            body = {"path": "chaos/ledger", "payload": {"number": number}}
            answer = self.post("/api/execute", body, key=f"ledger-{number}")
            with self.lock:
                self.acknowledged[number] = answer["execution_id"]

    def submit_all(self):
        clients = 4
        all_numbers = range(self.options.executions)
        threads = [
            threading.Thread(target=self.submit, args=(all_numbers[i::clients],), daemon=True)
            for i in range(clients)
        ]
        for thread in threads:
            thread.start()
        return threads

    def unfinished(self):
        rows = self.database.sql("SELECT count(*) FROM noetl.execution WHERE ended_at IS NULL")
        return int(rows[0][0])

    def run(self):
        self.prepare()
        begun = time.monotonic()
        threads = self.submit_all()
        restarts = [self.options.executions // 3] if self.options.restarts else []
        next_kill = begun + self.pause()
        down = []
        deadline = begun + self.options.minutes * 60
        while True:
            now = time.monotonic()
            if now > deadline:
                say(f"not done in {self.options.minutes} minutes")
                break
            for program, when in list(down):
                if now >= when:
                    program.start()
                    down.remove((program, when))
            submitting = any(thread.is_alive() for thread in threads)
            if restarts and len(self.acknowledged) >= restarts[0]:
                restarts.pop()
                say("restarting PostgreSQL")
                self.database.restart("fast")
            if not submitting and not self.unfinished():
                break
            if submitting and now >= next_kill:
                self.kill_one(down, now)
                next_kill = time.monotonic() + self.pause()
            time.sleep(0.2)
        seconds = time.monotonic() - begun
        for program, _ in down:
            program.start()
        return seconds

    def pause(self):
        return self.random.uniform(0.5, 1.5) * self.options.period

    def kill_one(self, down, now):
        dead = [program for program, _ in down]
        alive = [p for p in self.servers + self.workers if p not in dead]
        if len(dead) >= 2:
            return
        victim = self.random.choice(alive)
        victim.kill()
        done = len(self.acknowledged)
        say(f"killed {victim.name} ({done} of {self.options.executions} acknowledged)")
        down.append((victim, now + self.random.uniform(0, 2)))

    def check(self):
        """What does not hold; nothing if all is well."""
        wrong = []

        def expect(name, statement, expected):
            found = self.database.sql(statement)[0][0]
            if found != str(expected):
                wrong.append(f"{name}: expected {expected}, found {found}")

        count = self.options.executions
        if len(self.acknowledged) != count:
            wrong.append(f"acknowledged: expected {count}, found {len(self.acknowledged)}")
        ids = ",".join(self.acknowledged.values()) or "0"
        expect("executions", "SELECT count(*) FROM noetl.execution", count)
        expect(
            "acknowledged and COMPLETED",
            "SELECT count(*) FROM noetl.execution WHERE status = 'COMPLETED'"
            f" AND execution_id IN ({ids})",
            len(self.acknowledged),
        )
        expect(
            "histories with gaps",
            "SELECT count(*) FROM (SELECT execution_id FROM noetl.event GROUP BY execution_id"
            " HAVING min(event_id) <> 1 OR max(event_id) <> count(*)) g",
            0,
        )
        expect(
            "visits completed twice",
            "SELECT count(*) FROM (SELECT execution_id, node_id FROM noetl.event"
            " WHERE event_type = 'step_completed' GROUP BY 1, 2 HAVING count(*) > 1) d",
            0,
        )
        expect("rows saved", "SELECT count(*) FROM chaos.ledger", count * ROWS_EACH)
        expect(
            "rows saved twice",
            "SELECT count(*) FROM (SELECT FROM chaos.ledger GROUP BY execution_id, entry"
            " HAVING count(*) > 1) d",
            0,
        )
        expect("jobs left", "SELECT count(*) FROM noetl.queue", 0)
        expect("timers left", "SELECT count(*) FROM noetl.timer", 0)
        return wrong

    def close(self):
        for program in self.workers + self.servers:
            program.end()
        self.database.stop("fast")


def find_programs():
    found = pathlib.Path(shutil.which("initdb") or "initdb").resolve().parent
    for place in [found, *pathlib.Path("/usr/lib/postgresql").glob("*/bin")]:
        if all((place / name).exists() for name in ("initdb", "pg_ctl", "psql")):
            return place
    sys.exit("chaos: the PostgreSQL programs (initdb, pg_ctl, psql) are needed")


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--executions", type=int, default=2000)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--period", type=float, default=3.0, help="seconds between kills, roughly")
    parser.add_argument("--minutes", type=float, default=20, help="how long it may take at most")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--no-restart", dest="restarts", action="store_false")
    return parser.parse_args()


def main():
    given = options()
    say(f"seed {given.seed}")
    chaos = Chaos(given)
    try:
        seconds = chaos.run()
        wrong = chaos.check()
        kills = sum(p.kills for p in chaos.servers + chaos.workers)
        events = chaos.database.sql("SELECT count(*) FROM noetl.event")[0][0]
        say(
            f"{given.executions} executions, {events} events in {seconds:.0f} s;"
            f" {kills} kills, {chaos.refused} requests tried again"
        )
    finally:
        chaos.close()
    for line in wrong:
        say("WRONG " + line)
    if wrong:
        sys.exit(f"see {chaos.directory}")
    shutil.rmtree(chaos.directory, ignore_errors=True)
    say("all held")


if __name__ == "__main__":
    main()
