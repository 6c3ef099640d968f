from crmbook.schema.kinds.text import Text
from crmbook.schema.kinds.base import Parsed
class Email(Text):
    name = "email"
