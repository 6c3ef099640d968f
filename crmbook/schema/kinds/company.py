from crmbook.schema.kinds.text import Text
from crmbook.schema.kinds.base import Parsed
class Company(Text):
    name = "company"
