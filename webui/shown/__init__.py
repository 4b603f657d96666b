"""Shown: what does a page say of a result, or of an article?

    results -> result_page (facet_lists, timeline) -> templates
    article -> article_page (article_view, citations) -> templates
    question -> facet_page (facet_lists) -> templates: all values of a facet, all years
               rendering, browsing, help_page

Start with `result_page`. Values only: templates write the HTML, and escape.
Never imports: webui.pages, webui.api, webui.app, search.engines
"""
