"""Fields: what is said of an article, apart from its text, and why is it believed?"""
