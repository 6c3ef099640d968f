"""Record linkage: which records are one lead, one company with two contacts, or strangers (M21).

Keys are made once per distinct value, candidate pairs by blocking, levels of agreement by field,
weights after Fellegi and Sunter for three classes of pairs, clusters by average linkage.
"""
