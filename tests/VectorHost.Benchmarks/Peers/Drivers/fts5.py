"""FTS5 of SQLite, ranked by its bm25: texts that hold any of the words. Names are cut into words beforehand."""

import os
import sqlite3

import peer


class FullTextSearch:
    settings = ["bm25"]
    asks_words = True

    def __init__(self, work):
        self.work = work

    def prepare(self, given):
        return given.terms

    def build(self, texts):
        database = self._connect()
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        with database:
            database.execute("CREATE VIRTUAL TABLE text USING fts5 (terms, content = '')")
            database.executemany("INSERT INTO text (rowid, terms) VALUES (?, ?)", enumerate(texts))
        database.execute("INSERT INTO text (text) VALUES ('optimize')")
        database.close()

    def open(self, given):
        self._database = self._connect()
        self._database.execute("PRAGMA mmap_size = 1000000000")

    def search(self, words, setting, repository):
        found = self._database.execute("SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT 10", (" OR ".join(f'"{word}"' for word in words.split()),)).fetchall()
        return [row[0] for row in found]

    def _connect(self):
        return sqlite3.connect(os.path.join(self.work, "database"))


peer.run(FullTextSearch)
