"""What a workbook is and carries: program, dialect, features; told from its bytes, nothing edited."""

from crmbook.files.inventory.book import Inventory, SheetFacts, take_inventory

__all__ = ["Inventory", "SheetFacts", "take_inventory"]
