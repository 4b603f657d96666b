"""Upkeep: how does an index come about, follow its folder, and keep its promises?

    folder -> ingest -> indexing (afresh), following (what changed) -> engine
                        file_records -> report
    watching (when has it changed?) -> following
    index  -> checking (is all there?), term_review (which words to add?)

Start with `indexing.rebuild`, then `following.update`, which is the same pass over fewer files.
Never imports: search.answer, search.engines.whoosh, search.command, search.copies, whoosh
"""
