"""Grade, score, assign: suggestions that name the rule and the facts behind them (M29–M48).

Everything here is pure: a ledger in, suggestions out; what is blank is unknown, never “no”.
"""
