"""Record linkage: which records are one lead, one company with two contacts, or strangers (M21).

Keys are made once per distinct value, candidate pairs by blocking, levels of agreement by field,
weights after Fellegi and Sunter for six classes of pairs, clusters by average linkage.

What others call (registers are :class:`crmbook.facts.register.Register` of 线索登记表 or 客户档案):

- ``duplicates.find(registers, apart=()) -> Duplicates``: clusters, roles, related branches;
- ``link.link(existing, incoming) -> list[Link | None]``: for each incoming record, in order, the
  record of the book that it fits best: ``incoming``, ``existing`` (members: register, record, id,
  sheet, row), ``score`` 0-1, ``same`` (take them for one), ``role`` (another contact of that
  company), ``reasons``; None where it fits nothing;
- ``lookup.lookup(registers, text) -> list[Found]``: records that a name, short name, phone or
  person means, best first.
"""
