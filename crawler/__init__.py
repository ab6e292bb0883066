"""From the network to visit files: settings, spider, frontier, politeness, guard, rendering, failures. 抓取"""
