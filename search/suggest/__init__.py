"""Suggestions: what else could be meant? Typos, pinyin, what a person is about to type.

All guesses come from the collection itself: a lexicon says what stands in it, and how often.

    articles -> frequent_runs -> wording_mining, starts -> vocabulary -> lexicon -> completion
          confusions -> language_model -> edits -> corrections -> did_you_mean

Start with `lexicon.Lexicon`, a protocol that engines implement, then `did_you_mean.suggest`.
Never imports: search.answer, search.engine, search.engines, search.ingest, search.copies
"""
