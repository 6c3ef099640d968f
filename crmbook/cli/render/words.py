"""The words that several outputs share."""

from crmbook.model.words import impact_word, labelled, series, severity_word, shown

__all__ = ["impact_word", "labelled", "series", "severity_word", "shown"]
