"""How fast the crawl, the reading of facts and the judging are, on a local site. Run with ``make bench``. 性能测量"""
