"""OpenSearch: an index on a cluster, which loses nothing when a machine is lost. Only here opensearchpy is imported.

    articles -> writer -> mapping (documents) -> connection -> the cluster
    request  -> engine -> arrays.engine -> postings (what is looked up) -> connection

The cluster keeps texts, with where everything stands in them, and the small files of each
generation, of which every reader has a copy; plans are worked out on arrays, as of an index on
disk. Start with `engine`, then docs/cluster.md.
Never imports: search.answer, search.ingest, search.upkeep, search.command, search.engines.whoosh, whoosh
"""
