"""hnswlib with its usual graph. It keeps neither texts nor metadata."""

import os

import hnswlib
import peer


class HnswLibrary:
    settings = [64, 128, 192, 256, 384, 512, 768, 1024, 2048]

    def __init__(self, work):
        self.work = work
        self._file = os.path.join(work, "index")

    def prepare(self, given):
        return given.vectors

    def build(self, vectors):
        index = hnswlib.Index(space="ip", dim=vectors.shape[1])
        index.init_index(max_elements=len(vectors), M=16, ef_construction=200)
        index.add_items(vectors)
        index.save_index(self._file)

    def open(self, given):
        self._index = hnswlib.Index(space="ip", dim=given.dimensions)
        self._index.load_index(self._file)

    def search(self, query, setting, repository):
        self._index.set_ef(self.settings[setting])
        return self._index.knn_query(query, k=10, num_threads=1)[0][0]


peer.run(HnswLibrary)
