"""What the drivers in Python share: the input, and the protocol by which the benchmark drives them.

A driver is a class with `settings` (how it can search, cheapest first) and the methods `build(input)`, which returns
nothing, `open(input)`, and `search(query, setting, repository)`, which returns the rows that were found, nearest first.

    python3.13 DRIVER serve INPUT WORK     a request in each line of standard input, an answer in each of standard output
    python3.13 DRIVER once INPUT WORK N    opens what was built, asks every question by setting N, and ends
"""

import json
import os
import resource
import sys
import time

import numpy


class Input:
    """The folder that the benchmark wrote: vectors, questions, records."""

    def __init__(self, folder):
        with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
            facts = json.load(file)
        self._folder = folder
        self.dimensions = facts["dimensions"]
        self.queries = self._read("queries.f32")

    @property
    def vectors(self):
        return self._read("vectors.f32")

    @property
    def records(self):
        with open(os.path.join(self._folder, "records.jsonl"), encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    @property
    def terms(self):
        """What each record's text consists of, and what each question asks for, as words."""
        return self._lines("terms.txt")

    @property
    def term_questions(self):
        return self._lines("term-questions.txt")

    def _lines(self, name):
        with open(os.path.join(self._folder, name), encoding="utf-8") as file:
            return file.read().splitlines()

    def _read(self, name):
        return numpy.fromfile(os.path.join(self._folder, name), dtype="<f4").reshape(-1, self.dimensions)


def run(make):
    """Runs a driver; `make` is given the folder for its files."""
    mode, folder, work = sys.argv[1:4]
    os.makedirs(work, exist_ok=True)
    given = Input(folder)
    driver = make(work)
    if mode == "once":
        driver.open(given)
        for query in _questions(driver, given):
            driver.search(query, int(sys.argv[4]), None)
        return

    for line in sys.stdin:
        request = json.loads(line)
        answer = {"describe": _describe, "build": _build, "search": _search}[request["do"]](driver, given, request)
        print(json.dumps(answer), flush=True)


def _describe(driver, given, request):
    return {"settings": [str(setting) for setting in driver.settings]}


def _build(driver, given, request):
    # Read before the clock starts.
    prepared = driver.prepare(given)
    cpu, wall = _cpu(), time.perf_counter()
    driver.build(prepared)
    seconds, processor = time.perf_counter() - wall, _cpu() - cpu
    driver.open(given)
    return {"seconds": seconds, "cpu": processor, "bytes": _size(driver.work), "peak": _peak()}


def _search(driver, given, request):
    milliseconds, rows = [], []
    cpu = _cpu()
    for query in _questions(driver, given):
        started = time.perf_counter()
        found = driver.search(query, request["setting"], request["repository"])
        milliseconds.append((time.perf_counter() - started) * 1e3)
        rows.append([int(row) for row in found])
    return {"milliseconds": milliseconds, "cpu": _cpu() - cpu, "rows": rows, "peak": _peak()}


def _questions(driver, given):
    return given.term_questions if getattr(driver, "asks_words", False) else given.queries


def _cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _size(folder):
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)
