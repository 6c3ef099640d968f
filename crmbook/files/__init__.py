"""Bytes in and out: reading any table, editing xlsx without loss. Knows neither pandas nor pandera."""
