"""faiss, compared with every vector: exact. It keeps neither texts nor metadata."""

import os

import faiss
import peer


class FaissFlat:
    settings = ["exact"]

    def __init__(self, work):
        self.work = work
        self._file = os.path.join(work, "index")

    def prepare(self, given):
        return given.vectors

    def build(self, vectors):
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        faiss.write_index(index, self._file)

    def open(self, given):
        self._index = faiss.read_index(self._file)

    def search(self, query, setting, repository):
        return self._index.search(query.reshape(1, -1), 10)[1][0]


peer.run(FaissFlat)
