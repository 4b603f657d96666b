"""Understanding: what article is in a document? One set of rules for all of them."""
