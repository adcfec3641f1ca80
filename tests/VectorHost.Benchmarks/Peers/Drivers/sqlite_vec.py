"""sqlite-vec: exact. One table holds all vectors, another the same ones partitioned by repository, for filters."""

import glob
import os
import sqlite3

import peer

COLUMNS = ["path", "start_line", "end_line", "language", "text"]


class SqliteVec:
    settings = ["exact"]

    def __init__(self, work):
        self.work = work

    def prepare(self, given):
        return given.dimensions, given.vectors, given.records

    def build(self, prepared):
        dimensions, vectors, records = prepared
        database = self._connect()
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE record (row INTEGER PRIMARY KEY, repository, path, start_line, end_line, language, text)")
        database.execute(f"CREATE VIRTUAL TABLE vector USING vec0 (embedding float[{dimensions}])")
        database.execute(f"CREATE VIRTUAL TABLE partitioned USING vec0 (repository text partition key, embedding float[{dimensions}])")
        for first in range(0, len(records), 1000):
            rows = range(first, min(first + 1000, len(records)))
            with database:
                database.executemany(
                    "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)",
                    ((row, records[row]["repository"], *(records[row][name] for name in COLUMNS)) for row in rows))
                database.executemany("INSERT INTO vector (rowid, embedding) VALUES (?, ?)", ((row, vectors[row].tobytes()) for row in rows))
        self._partition(database, vectors, records)
        database.close()

    def open(self, given):
        self._database = self._connect()
        self._database.execute("PRAGMA mmap_size = 1000000000")

    def search(self, query, setting, repository):
        table, condition = ("partitioned", "AND repository = ?") if repository else ("vector", "")
        found = self._database.execute(
            f"""SELECT record.row, record.path, record.start_line, record.end_line, record.language, record.text, found.distance
            FROM (SELECT rowid, distance FROM {table} WHERE embedding MATCH ? {condition} ORDER BY distance LIMIT 10) AS found
            JOIN record ON record.row = found.rowid ORDER BY found.distance""",
            (query.tobytes(), repository) if repository else (query.tobytes(),)).fetchall()
        return [row[0] for row in found]

    def _connect(self):
        database = sqlite3.connect(os.path.join(self.work, "database"))
        database.enable_load_extension(True)
        database.load_extension(glob.glob(os.path.join(os.environ["INSTALLED"], "peers", "node_modules", "sqlite-vec-*", "vec0.*"))[0])
        return database

    @staticmethod
    def _partition(database, vectors, records):
        with database:
            database.executemany(
                "INSERT INTO partitioned (rowid, repository, embedding) VALUES (?, ?, ?)",
                ((row, record["repository"], vectors[row].tobytes()) for row, record in enumerate(records)))


peer.run(SqliteVec)
