"""Runs the code of python steps: one call at a time, until the other end closes the pipe.

A request is a 4-byte length and a JSON map: `id` names the code, `code` is the code itself (the
first time only), `step` and `line` say where it stands in the playbook (line 0: unknown), then
`inputs` and perhaps `context`; `forget` drops all codes known so far. The answer is any number of
frames L (what the code printed) and one frame R (its result) or E (what went wrong); a frame is
its letter, a 4-byte length and UTF-8 bytes. Those of R and E begin with four bytes: how many
microseconds the call took here. A small r or e asks to be replaced by a new process. The very
first frame is H, the path of this interpreter.

Works with Python 3.8 and newer. Descriptors 0, 1 and 2 belong to the code: requests and answers
go through copies of 0 and 1 that it has no name for.
"""
import _thread
import io
import json
import os
import select
import sys
import types
from time import perf_counter

MODULE = "playbook"
KILL = 9
MEMORY_MAX = 1 << 30  # a process that holds more than this many bytes is replaced
MEMORY_EVERY = 64  # calls between two looks at it


class Channel:
    """The two ends of the pipe."""

    def __init__(self):
        self.source = os.dup(0)
        self.target = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def receive(self):
        """The next request, or None when there will be no more."""
        data = os.read(self.source, 65536)
        while len(data) < 4:
            more = os.read(self.source, 65536)
            if not more:
                return None
            data += more
        missing = int.from_bytes(data[:4], "big") + 4 - len(data)
        if not missing:  # as for most
            return data[4:]
        parts = [data[4:]]
        while missing > 0:
            part = os.read(self.source, min(missing, 1 << 20))
            if not part:
                return None
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def send(self, kind, payload):
        data = kind + len(payload).to_bytes(4, "big") + payload
        sent = os.write(self.target, data)
        while sent < len(data):
            data = memoryview(data)[sent:]
            sent = os.write(self.target, data)


class Printed(io.RawIOBase):
    """Sends on what the code prints."""

    def __init__(self, channel):
        self.channel = channel
        self.owner = os.getpid()

    def writable(self):
        return True

    def fileno(self):
        return 1

    def write(self, data):
        if os.getpid() != self.owner:  # a fork of this process must not speak for it
            return os.write(1, data)
        self.channel.send(b"L", bytes(data))
        return len(data)


class Program:
    """One step's code."""

    def __init__(self, text, step, line):
        self.file = "<%s:%s>" % (MODULE, step)
        self.word = "playbook line" if line else "code line"
        # Empty lines before it give each line the number that it has in the playbook.
        self.text = "\n" * (line - 1) + text
        self.wants = [name for name in ("datetime", "uuid") if name in text]
        self.code = None
        self.seen = self.taken = None

    def parameters(self, main):
        """Those of `main`, which each call makes anew, but nearly always of the same code."""
        if type(main) is not types.FunctionType or main.__dict__ or main.__kwdefaults__:
            return parameters(main)
        seen = (main.__code__, len(main.__defaults__ or ()))
        if self.seen != seen:
            self.seen, self.taken = seen, parameters(main)
        return self.taken

    def run(self, names):
        if self.code is None:
            self.code = compile(self.text, self.file, "exec", dont_inherit=True)
        for name in self.wants:
            names[name] = __import__(name)
        exec(self.code, names)

    def describe(self, error):
        """Message and traceback of an exception, with the playbook's line numbers."""
        import linecache
        import traceback
        linecache.cache[self.file] = (
            len(self.text), None, self.text.splitlines(True), self.file)
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != self.file:
            trace = trace.tb_next
        shown = traceback.TracebackException(type(error), error, trace, limit=-50)
        only = list(shown.format_exception_only())
        message = only[-1 if isinstance(error, SyntaxError) else 0].strip()
        if len(message) > 4000:
            message = message[:4000] + "..."
        lines = [frame.lineno for frame in shown.stack if frame.filename == self.file]
        if isinstance(error, SyntaxError) and error.filename == self.file:
            lines.append(error.lineno)
        if lines:
            message += " (%s %d)" % (self.word, lines[-1])
        text = "".join(shown.format())
        text = text.replace('File "%s", line' % self.file, self.word)
        if len(text) > 16000:
            text = "...\n" + text[-16000:].partition("\n")[2]  # No line is cut within a secret.
        return message, text


class Mistake(Exception):
    """A failure that needs no traceback; `code` is its short name."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def parsed(value):
    """Text that looks like a list or a map becomes one."""
    text = value.strip()
    if text[:1] + text[-1:] not in ("{}", "[]"):
        return value
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    import ast
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return value


def parameters(main):
    """The names that `main` takes, those of them it must be given, whether it takes others."""
    if type(main) is types.FunctionType and not main.__dict__:
        code = main.__code__
        positional = code.co_varnames[:code.co_argcount]
        named = code.co_varnames[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]
        needed = positional[:len(positional) - len(main.__defaults__ or ())]
        given = main.__kwdefaults__ or {}
        needed += tuple(name for name in named if name not in given)
        return positional + named, needed, bool(code.co_flags & 0x08)
    import inspect
    every = inspect.signature(main).parameters.values()
    known = [p for p in every if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return (tuple(p.name for p in known), tuple(p.name for p in known if p.default is p.empty),
            any(p.kind == p.VAR_KEYWORD for p in every))


def arguments(main, inputs, context, taken):
    names, needed, takes_all = taken
    if not names and not takes_all:
        return {}
    given = {"context": context}
    if "input_data" in names:
        given["input_data"] = {"context": context, "with": inputs, **inputs}
    given.update(inputs)
    for name in needed:
        if name not in given:
            raise TypeError("main() needs '%s', which is not among the inputs (%s)" % (
                name, ", ".join(inputs) or "there are none"))
    if takes_all:
        return given
    return {name: given[name] for name in names if name in given}


def awaited(result):
    if type(result) is not types.CoroutineType and not hasattr(result, "__await__"):
        return result
    import asyncio

    async def wait():
        return await result

    return asyncio.run(wait())


def spoken(value):
    """What JSON says for a value that it has no word of its own for."""
    module = type(value).__module__
    if module == "decimal":
        whole = value.is_finite() and abs(value) < 10 ** 18 and value == int(value)
        return int(value) if whole else float(value)
    if module == "uuid":
        return str(value)
    if module == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(type(value).__name__)


ENCODER = json.JSONEncoder(default=spoken)
decoded = json.JSONDecoder().raw_decode  # spares what json.loads asks about each text
BASIC = (str, int, float, type(None))


def complaint(value, path, above):
    """Where in `value` stands something that JSON cannot say; None if nowhere."""
    if isinstance(value, BASIC):
        return None
    if not isinstance(value, (dict, list, tuple)):
        try:
            spoken(value)
            return None
        except Exception:
            return "%s is of type %s" % (path, type(value).__name__)
    if id(value) in above:
        return "%s contains itself" % path
    if len(above) > 490:
        return "%s is nested too deep" % path
    above = above | {id(value)}
    if isinstance(value, dict):
        parts = [("%s.%s" % (path, key), item) for key, item in value.items()]
        for key in value:
            if not isinstance(key, BASIC):
                return "%s has a key of type %s" % (path, type(key).__name__)
    else:
        parts = [("%s[%d]" % (path, index), item) for index, item in enumerate(value)]
    for place, item in parts:
        found = complaint(item, place, above)
        if found:
            return found
    return None


def encoded(result):
    try:
        return ENCODER.encode(result).encode("ascii")
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        found = complaint(result, "result", frozenset()) or str(error)
    raise Mistake("not_json", found + ": a python step returns what JSON can say"
                  " (maps, lists, text, numbers, booleans, None)")


def failure(code, message, trace=""):
    text = json.dumps({"code": code, "message": message, "trace": trace})
    return text.encode("ascii")


def micros_since(begun):
    """As four bytes, which are enough for an hour."""
    micros = int((perf_counter() - begun) * 1e6)
    return max(0, min(micros, (1 << 32) - 1)).to_bytes(4, "big")


def resident():
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


class Surroundings:
    """What the code may change for those that come after it: put back after each call."""

    def __init__(self):
        self.directory = os.getcwd()
        self.variables = dict(os.environ)
        self.raw = dict(os.environ._data)
        self.path = list(sys.path)

    def restore(self):
        try:
            moved = os.getcwd() != self.directory
        except OSError:
            moved = True
        if moved:
            os.chdir(self.directory)
        if os.environ._data != self.raw:
            os.environ.clear()
            os.environ.update(self.variables)
        if sys.path != self.path:
            sys.path[:] = self.path


class Limits:
    """What the code may use, kept by the system: bytes of data, seconds of processor time a call.

    A process that has used up its time is ended, since code in a library would not hear of it."""

    def __init__(self, memory, cpu):
        self.memory = memory
        self.cpu = cpu
        if not memory and not cpu:
            return
        global resource
        import resource
        import traceback  # there may be no memory left to do it when it is needed
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            self.bound(resource.RLIMIT_DATA, memory, "memory")
        if cpu:
            import faulthandler
            import signal
            faulthandler.register(signal.SIGXCPU, file=2, chain=True)

    def bound(self, what, most, name):
        try:
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
        except (ValueError, OSError) as error:
            text = "noetl: this system cannot bound %s: %s\n" % (name, error)
            os.write(2, text.encode("utf-8", "backslashreplace"))

    def begin(self):
        """A call begins: what others have used does not count."""
        if self.cpu:
            used = resource.getrusage(resource.RUSAGE_SELF)
            self.bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + self.cpu,
                       "processor time")


class Worker:
    def __init__(self, channel, limits):
        self.channel = channel
        self.limits = limits
        self.exhausted = False
        self.owner = os.getpid()
        self.programs = {}
        self.surroundings = Surroundings()
        self.calls = 0
        self.out = self.printer()

    def printer(self):
        return io.TextIOWrapper(
            io.BufferedWriter(Printed(self.channel), 8192),
            encoding="utf-8", errors="backslashreplace",
            line_buffering=self.limits.cpu > 0)  # what was printed before the sudden end

    def serve(self):
        data = self.channel.receive()
        while data is not None:
            begun = perf_counter()
            kind, answer = self.answer(decoded(data.decode("utf-8", "surrogatepass"))[0])
            if os.getpid() != self.owner:  # the code forked and its child came back here
                os._exit(0)
            self.flush()
            self.surroundings.restore()
            self.calls += 1
            kind = kind.lower() if self.is_spent() else kind
            self.channel.send(kind, micros_since(begun) + answer)
            data = self.channel.receive()

    def answer(self, request):
        program = self.program(request)
        if "env" in request:
            os.environ.clear()
            os.environ.update(request["env"])
        self.limits.begin()
        try:
            return b"R", encoded(self.call(program, request))
        except MemoryError as error:
            self.exhausted = True
            import traceback
            traceback.clear_frames(error.__traceback__)  # what they hold is the memory
            return b"E", failure("python_exception", *program.describe(error))
        except Mistake as mistake:
            return b"E", failure(mistake.code, str(mistake))
        except BaseException as error:  # sys.exit() too: it must not end this process
            return b"E", failure("python_exception", *program.describe(error))

    def program(self, request):
        if request.get("forget"):
            self.programs.clear()
        known = self.programs.get(request["id"])
        if known is None:
            known = Program(request["code"], request["step"], request["line"])
            self.programs[request["id"]] = known
        return known

    def call(self, program, request):
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self.out
        context = request.get("context", {})
        module = types.ModuleType(MODULE)
        names = module.__dict__
        names.update(context=context, os=os, json=json)
        sys.modules[MODULE] = module
        program.run(names)
        main = names.get("main")
        if not callable(main):
            raise Mistake("python_no_main", "Main function must be defined in Python task.")
        inputs = request["inputs"]
        for name, value in inputs.items():
            if type(value) is str and value:
                inputs[name] = parsed(value)
        taken = program.parameters(main)
        return awaited(main(**arguments(main, inputs, context, taken)))

    def flush(self):
        try:
            self.out.flush()
        except ValueError:  # the code closed or detached it
            self.out = self.printer()

    def is_spent(self):
        """Whether threads were left running, or the process has grown too large."""
        if self.exhausted:
            return True
        threading = sys.modules.get("threading")
        if threading is not None and threading.active_count() > 1:
            return True
        return self.calls % MEMORY_EVERY == 0 and resident() > MEMORY_MAX


def end_with_parent(source):
    """Ends this process and its group once the other end is gone, whatever the code is doing."""
    poll = select.poll()
    poll.register(source, 0)
    poll.poll()
    if os.getpgid(0) == os.getpid():
        os.killpg(0, KILL)
    os.kill(os.getpid(), KILL)


def start():
    if sys.version_info < (3, 8):
        os.write(2, b"this Python is too old: 3.8 or newer is needed")
        os._exit(3)
    try:
        os.setsid()  # its own group, so that what the code starts can be ended with it
    except OSError:
        pass
    channel = Channel()
    channel.send(b"H", (sys.executable or "").encode("utf-8", "surrogateescape"))
    _thread.start_new_thread(end_with_parent, (channel.source,))
    Worker(channel, Limits(int(sys.argv[2]), int(sys.argv[3]))).serve()


start()
