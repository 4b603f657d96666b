"""How often characters stand side by side in a segment is what plain counting says."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.arrays.file.pairs import keys_of
from search.engines.arrays.file.segment import Segment

from .segments import Document, documents, segment_file

#: In texts, and in none.
CHARACTERS = "哈江。夜𠮷\n"


@given(documents=documents, asked=st.lists(st.tuples(*[st.sampled_from(CHARACTERS)] * 2)))
@settings(max_examples=50)
def test_pairs_and_characters_are_counted(
    documents: list[Document], asked: list[tuple[str, str]]
) -> None:
    line = "".join(text + "\n" for texts in documents for text in texts)
    pairs = Counter(pair for pair in pairwise(line) if pair[0] != "\n")
    codes = np.array([[ord(one) for one in pair] for pair in asked], np.uint32).reshape(-1, 2).T
    with segment_file(documents) as arrays:
        segment = Segment(arrays)
        assert segment.characters == pairs.total()
        assert segment.pairs.sizes(keys_of(*codes)).tolist() == [pairs[pair] for pair in asked]
        sizes = segment.pairs.character_sizes(codes[0]).tolist()
        assert sizes == [0 if one == "\n" else line.count(one) for one, _ in asked]


@given(documents=documents)
@settings(max_examples=50)
def test_neighbours_of_a_character_ascend_without_line_breaks(documents: list[Document]) -> None:
    line = "".join(text + "\n" for texts in documents for text in texts)
    pairs = {pair for pair in pairwise(line) if "\n" not in pair}
    with segment_file(documents) as arrays:
        of_segment = Segment(arrays).pairs
        for one in CHARACTERS[:-1]:
            behind = sorted(ord(second) for first, second in pairs if first == one)
            before = sorted(ord(first) for first, second in pairs if second == one)
            assert of_segment.followers(ord(one)).tolist() == behind
            assert of_segment.predecessors(ord(one)).tolist() == before
