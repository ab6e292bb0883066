"""The core: model, parsing, facts, rules, predicates, judge, history. Pure — no network, file, clock or SQL. 判定核心"""
