"""A scorecard learnt from a team's own won and lost leads (issue: ``score --learn``).

Only this package knows scikit-learn (extra ``ml``); what it finds are rows of 规则, by which
:mod:`crmbook.facts.scorecard` scores without it.
"""
