"""Checks of the sheets that steer crmbook: 规则, 字典, 人员."""
